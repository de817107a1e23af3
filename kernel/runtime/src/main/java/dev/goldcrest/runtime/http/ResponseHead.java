package dev.goldcrest.runtime.http;

import java.util.Locale;

/**
 * The head of an answer as the server sends it.
 *
 * @param length of the body in bytes, {@link #UNKNOWN_LENGTH}, or {@link #NO_BODY}
 */
record ResponseHead(HttpResponse response, boolean gzip, long length) {
  /** The body comes in chunks or, for HTTP/1.0, lasts until the connection closes. */
  static final long UNKNOWN_LENGTH = -1;

  /** No body follows, and what its length would be is not known: a HEAD of a stream. */
  static final long NO_BODY = -2;

  int status() {
    return response.status();
  }

  boolean forbidsBody() {
    return status() == 204 || status() == 304;
  }

  /** Tells whether the client can find the body's end without the connection closing. */
  boolean isDelimited(boolean http10) {
    return length != UNKNOWN_LENGTH || !http10;
  }

  /**
   * Returns the bytes to send.
   *
   * @throws IllegalArgumentException when the handler's headers cannot be sent
   */
  byte[] toBytes(boolean http10, boolean keepAlive, String date) {
    HeadWriter head = HeadWriter.response(status()).field("Date", date);
    if (!response.contentType().isEmpty() && !forbidsBody()) {
      head.field("Content-Type", response.contentType());
    }
    if (ResponseCoding.isNegotiated(response)) {
      head.field("Vary", "Accept-Encoding");
    }
    if (gzip) {
      head.field("Content-Encoding", "gzip");
    }
    for (HttpResponse.Header header : response.headers()) {
      checkNotOurs(header.name());
      head.field(header.name(), header.value());
    }
    if (length >= 0 && !forbidsBody()) {
      head.field("Content-Length", Long.toString(length));
    } else if (length == UNKNOWN_LENGTH && !http10) {
      head.field("Transfer-Encoding", "chunked");
    }
    if (!keepAlive) {
      head.field("Connection", "close");
    } else if (http10) {
      head.field("Connection", "keep-alive");
    }
    return head.toBytes();
  }

  private static void checkNotOurs(String name) {
    switch (name.toLowerCase(Locale.ROOT)) {
      case "content-length", "transfer-encoding", "connection", "date", "content-type" ->
          throw new IllegalArgumentException(name + " is the server's business");
      default -> {}
    }
  }
}
