package dev.goldcrest.scrape;

import java.net.URI;

/** Rewrites a target's URL for readers on other machines. */
final class GlobalUrl {
  private GlobalUrl() {}

  /** Returns the URL with a loopback host replaced; an empty host replaces nothing. */
  static String of(URI uri, String externalHost) {
    String host = uri.getHost();
    boolean loopback =
        host != null
            && (host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]"));
    if (!loopback || externalHost.isEmpty()) {
      return uri.toString();
    }
    String shown = externalHost.indexOf(':') >= 0 ? "[" + externalHost + "]" : externalHost;
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return uri.getScheme() + "://" + shown + port + uri.getRawPath() + query;
  }
}
