package dev.goldcrest.notify;

import dev.goldcrest.runtime.http.HttpResponse;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * One place that hears of alerts.
 *
 * @param uri where to post
 * @param timeout for one post, connecting included
 * @param headers sent along, for instance {@code Authorization}
 * @param repeatInterval how long an alert that goes on firing is not told again; an Alertmanager
 *     does that itself and needs zero
 */
public record NotifyEndpoint(
    Protocol protocol,
    URI uri,
    Duration timeout,
    List<HttpResponse.Header> headers,
    Duration repeatInterval) {
  /** The path of Alertmanager's API, after the configured prefix. */
  public static final String ALERTMANAGER_PATH = "/api/v2/alerts";

  private static final Duration WEBHOOK_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration WEBHOOK_REPEAT = Duration.ofHours(4);

  /** What is posted. */
  public enum Protocol {
    /** The list of alerts that Alertmanager's API v2 takes. */
    ALERTMANAGER,
    /** What an Alertmanager posts to its webhook receivers, version 4. */
    WEBHOOK
  }

  /** Copies the headers. */
  public NotifyEndpoint {
    headers = List.copyOf(headers);
  }

  /**
   * Returns an Alertmanager.
   *
   * @param base scheme, host, port and path prefix
   */
  public static NotifyEndpoint alertmanager(
      String base, Duration timeout, List<HttpResponse.Header> headers) {
    String prefix = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return new NotifyEndpoint(
        Protocol.ALERTMANAGER,
        URI.create(prefix + ALERTMANAGER_PATH),
        timeout,
        headers,
        Duration.ZERO);
  }

  /** Returns a webhook that hears of a firing alert once in four hours. */
  public static NotifyEndpoint webhook(URI uri) {
    return new NotifyEndpoint(Protocol.WEBHOOK, uri, WEBHOOK_TIMEOUT, List.of(), WEBHOOK_REPEAT);
  }

  /** Returns the address without credentials, for messages and metrics. */
  public String name() {
    String text = uri.toString();
    int at = text.indexOf('@');
    int scheme = text.indexOf("://") + 3;
    int path = text.indexOf('/', scheme);
    boolean credentials = at > 0 && scheme > 2 && (path < 0 || at < path);
    return credentials ? text.substring(0, scheme) + text.substring(at + 1) : text;
  }
}
