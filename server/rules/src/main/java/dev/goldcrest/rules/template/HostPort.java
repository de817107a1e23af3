package dev.goldcrest.rules.template;

import java.util.Optional;

/**
 * A host and a port, as Go's {@code net.SplitHostPort} finds them.
 *
 * @param host without brackets
 */
record HostPort(String host, String port) {
  /** Splits {@code host:port} or {@code [host]:port}; anything else is none. */
  static Optional<HostPort> parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 0) {
      return Optional.empty();
    }
    String host = text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    } else if (host.indexOf(':') >= 0) {
      return Optional.empty();
    }
    boolean brackets = host.indexOf('[') >= 0 || host.indexOf(']') >= 0;
    return brackets ? Optional.empty() : Optional.of(new HostPort(host, text.substring(colon + 1)));
  }

  /** Returns a name's first part, with the port if there is one; addresses stay as they are. */
  static String stripDomain(String text) {
    Optional<HostPort> split = parse(text);
    String host = split.map(HostPort::host).orElse(text);
    if (isAddress(host)) {
      return text;
    }
    int dot = host.indexOf('.');
    String first = dot < 0 ? host : host.substring(0, dot);
    String port = split.map(HostPort::port).orElse("");
    return port.isEmpty() ? first : first + ":" + port;
  }

  private static boolean isAddress(String host) {
    int dots = 0;
    int colons = 0;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      dots += c == '.' ? 1 : 0;
      colons += c == ':' ? 1 : 0;
      if (c != '.' && c != ':' && Character.digit(c, 16) < 0) {
        return false;
      }
    }
    return colons >= 2 || (dots == 3 && isFourNumbers(host));
  }

  private static boolean isFourNumbers(String host) {
    int value = 0;
    int digits = 0;
    for (int i = 0; i <= host.length(); i++) {
      char c = i == host.length() ? '.' : host.charAt(i);
      if (c == '.') {
        if (digits == 0 || digits > 3 || value > 255) {
          return false;
        }
        value = 0;
        digits = 0;
      } else if (c >= '0' && c <= '9') {
        value = value * 10 + (c - '0');
        digits++;
      } else {
        return false;
      }
    }
    return true;
  }
}
