package dev.goldcrest.runtime.http;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * Host and port of a URL. Taken from the authority itself, since {@link URI} knows no host with an
 * underscore, as the names of containers often have.
 */
record Endpoint(String host, int port) {
  private static final int HTTP_PORT = 80;

  static Endpoint of(URI uri) throws HttpFetcher.FetchException {
    if ("https".equalsIgnoreCase(uri.getScheme())) {
      throw new HttpFetcher.FetchException("https is not supported yet: " + withoutUser(uri));
    }
    String authority = uri.getRawAuthority();
    if (!"http".equalsIgnoreCase(uri.getScheme()) || authority == null) {
      throw new HttpFetcher.FetchException("not a URL of the form http://host/: " + uri);
    }
    String hostAndPort = authority.substring(authority.lastIndexOf('@') + 1);
    int colon = hostAndPort.lastIndexOf(':');
    if (colon <= hostAndPort.lastIndexOf(']')) {
      return checked(hostAndPort, HTTP_PORT, uri);
    }
    String port = hostAndPort.substring(colon + 1);
    return checked(hostAndPort.substring(0, colon), port.isEmpty() ? HTTP_PORT : port(port), uri);
  }

  /** Returns the number, or -1 when it is none. */
  private static int port(String digits) {
    int port = 0;
    for (int i = 0; i < digits.length(); i++) {
      char c = digits.charAt(i);
      if (c < '0' || c > '9' || i == 5) {
        return -1;
      }
      port = port * 10 + (c - '0');
    }
    return port;
  }

  private static Endpoint checked(String host, int port, URI uri)
      throws HttpFetcher.FetchException {
    if (host.isEmpty() || port < 1 || port > 65_535) {
      throw new HttpFetcher.FetchException("no usable host and port in " + withoutUser(uri));
    }
    return new Endpoint(host, port);
  }

  /** Leaves out user and password, which must not reach a log. */
  private static String withoutUser(URI uri) {
    @Nullable String authority = uri.getRawAuthority();
    String host = authority == null ? "" : authority.substring(authority.lastIndexOf('@') + 1);
    return uri.getScheme() + "://" + host + uri.getRawPath();
  }

  /** Tells whether the host is an address already, so that looking it up does not block. */
  boolean isAddress() {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if ((c < '0' || c > '9') && c != '.') {
        return host.startsWith("[");
      }
    }
    return true;
  }

  /** Returns the value of the Host field. */
  String hostField() {
    return port == HTTP_PORT ? host : host + ":" + port;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
