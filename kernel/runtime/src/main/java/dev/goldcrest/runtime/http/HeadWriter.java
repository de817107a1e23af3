package dev.goldcrest.runtime.http;

import java.nio.charset.StandardCharsets;

/** Writes the start line and header fields of a message, refusing what would break its framing. */
final class HeadWriter {
  private final StringBuilder text = new StringBuilder(256);

  /** Begins an answer. */
  static HeadWriter response(int status) {
    HeadWriter head = new HeadWriter();
    head.text.append("HTTP/1.1 ").append(status).append(' ').append(reason(status)).append("\r\n");
    return head;
  }

  /** Begins a request. */
  static HeadWriter request(String method, String target) {
    checkName(method);
    checkValue("target", target);
    HeadWriter head = new HeadWriter();
    head.text.append(method).append(' ').append(target).append(" HTTP/1.1\r\n");
    return head;
  }

  /**
   * Adds a field.
   *
   * @throws IllegalArgumentException when name or value cannot stand in a header
   */
  HeadWriter field(String name, String value) {
    checkName(name);
    checkValue(name, value);
    text.append(name).append(": ").append(value).append("\r\n");
    return this;
  }

  byte[] toBytes() {
    return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static void checkName(String name) {
    boolean token = !name.isEmpty();
    for (int i = 0; i < name.length(); i++) {
      token &= HeadReader.isToken(name.charAt(i));
    }
    if (!token) {
      throw new IllegalArgumentException("not a name for a header: \"" + name + '"');
    }
  }

  private static void checkValue(String name, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < ' ' && c != '\t') || c == 0x7f || c > 0xff) {
        throw new IllegalArgumentException("a character of header " + name + " is not allowed");
      }
    }
  }

  private static String reason(int status) {
    return switch (status) {
      case 200 -> "OK";
      case 204 -> "No Content";
      case 302 -> "Found";
      case 304 -> "Not Modified";
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 408 -> "Request Timeout";
      case 413 -> "Content Too Large";
      case 414 -> "URI Too Long";
      case 417 -> "Expectation Failed";
      case 422 -> "Unprocessable Content";
      case 429 -> "Too Many Requests";
      case 431 -> "Request Header Fields Too Large";
      case 500 -> "Internal Server Error";
      case 501 -> "Not Implemented";
      case 503 -> "Service Unavailable";
      case 505 -> "HTTP Version Not Supported";
      default -> "Status"; // Clients go by the number.
    };
  }
}
