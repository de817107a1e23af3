package dev.goldcrest.scrape;

import dev.goldcrest.model.Quoting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a job asks its targets. Scheme, path and parameters are where target relabelling starts from.
 *
 * @param scheme {@code http} or {@code https}
 * @param params query parameters in order, each with its values
 * @param basicAuth at most one of this and {@code authorization}
 * @param enableCompression whether the target may answer compressed
 */
public record ScrapeRequest(
    String scheme,
    String metricsPath,
    Map<String, List<String>> params,
    Optional<BasicAuth> basicAuth,
    Optional<Authorization> authorization,
    boolean enableCompression,
    boolean followRedirects) {
  /** What Prometheus does when the configuration says nothing. */
  public static final ScrapeRequest DEFAULT =
      new ScrapeRequest(
          "http", "/metrics", Map.of(), Optional.empty(), Optional.empty(), true, true);

  /**
   * A user's name and password.
   *
   * @param password in clear; the text form of this record hides it
   */
  public record BasicAuth(String username, String password) {
    @Override
    public String toString() {
      return "BasicAuth[username=" + username + ", password=<secret>]";
    }
  }

  /**
   * The value of the {@code Authorization} header.
   *
   * @param type usually {@code Bearer}
   * @param credentials in clear; the text form of this record hides them
   */
  public record Authorization(String type, String credentials) {
    @Override
    public String toString() {
      return "Authorization[type=" + type + ", credentials=<secret>]";
    }
  }

  /**
   * Copies the parameters.
   *
   * @throws IllegalArgumentException for an unknown scheme or two ways to authenticate
   */
  public ScrapeRequest {
    if (!scheme.equals("http") && !scheme.equals("https")) {
      throw new IllegalArgumentException(
          "unsupported scheme " + Quoting.quote(scheme) + "; allowed are http and https");
    }
    if (basicAuth.isPresent() && authorization.isPresent()) {
      throw new IllegalArgumentException(
          "at most one of basic_auth, oauth2 & authorization must be configured");
    }
    LinkedHashMap<String, List<String>> copy = new LinkedHashMap<>();
    params.forEach((name, values) -> copy.put(name, List.copyOf(values)));
    params = Collections.unmodifiableMap(copy);
  }
}
