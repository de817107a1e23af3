package dev.goldcrest.server.config;

import dev.goldcrest.scrape.ScrapeRequest.BasicAuth;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One entry of {@code alerting.alertmanagers}.
 *
 * @param pathPrefix before {@code /api/v2/alerts}
 * @param targets each {@code host:port}
 */
public record AlertmanagerConfig(
    String scheme,
    String pathPrefix,
    Duration timeout,
    Optional<BasicAuth> basicAuth,
    List<String> targets) {
  /** Prometheus's default of {@code timeout}. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Copies the targets and checks that their addresses are URLs.
   *
   * @throws IllegalArgumentException for the first that is none
   */
  public AlertmanagerConfig {
    targets = List.copyOf(targets);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "unsupported scheme \"" + scheme + "\"; allowed are http and https");
    }
    if (!pathPrefix.isEmpty() && !pathPrefix.startsWith("/")) {
      pathPrefix = "/" + pathPrefix;
    }
    for (String target : targets) {
      if (!isUrl(scheme + "://" + target + pathPrefix)) {
        throw new IllegalArgumentException(
            "\"" + target + pathPrefix + "\" is no address of an Alertmanager; write host:port");
      }
    }
  }

  /** Returns the addresses, each with scheme and path prefix. */
  public List<String> urls() {
    return targets.stream().map(target -> scheme + "://" + target + pathPrefix).toList();
  }

  private static boolean isUrl(String text) {
    try {
      return URI.create(text).getHost() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
