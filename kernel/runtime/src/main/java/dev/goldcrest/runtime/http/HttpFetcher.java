package dev.goldcrest.runtime.http;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Calls other servers. Safe for use by several threads; keeps idle connections for reuse. */
public interface HttpFetcher extends AutoCloseable {
  /**
   * Sends a request and collects the answer.
   *
   * @return completes with the answer whatever its status, or exceptionally with a {@link
   *     FetchException} whose message gives the reason in words; completes on an event loop thread,
   *     so the caller hands work on. Cancelling the future ends the exchange.
   */
  CompletableFuture<Response> fetch(Request request);

  @Override
  void close();

  /**
   * What to send.
   *
   * @param body empty for none
   * @param timeout for the whole exchange, connecting included
   * @param maxBodyBytes the largest decompressed answer to accept
   * @param maxRedirects how many redirects to follow
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed to the socket as it is.
  record Request(
      String method,
      URI uri,
      List<HttpResponse.Header> headers,
      byte[] body,
      Duration timeout,
      long maxBodyBytes,
      int maxRedirects) {
    /** Returns a GET. */
    public static Request get(
        URI uri, List<HttpResponse.Header> headers, Duration timeout, long maxBodyBytes) {
      return new Request("GET", uri, headers, new byte[0], timeout, maxBodyBytes, 10);
    }
  }

  /**
   * What came back, decompressed.
   *
   * @param body the first {@code bodyLength} bytes count
   */
  @SuppressWarnings("ArrayRecordComponent") // A body can be megabytes; it is not copied.
  record Response(int status, List<HttpResponse.Header> headers, byte[] body, int bodyLength) {
    /** Returns the first value of a header; names are case-insensitive. */
    public Optional<String> header(String name) {
      String wanted = name.toLowerCase(Locale.ROOT);
      return headers.stream()
          .filter(h -> h.name().toLowerCase(Locale.ROOT).equals(wanted))
          .map(HttpResponse.Header::value)
          .findFirst();
    }
  }

  /** An exchange that brought no answer: refused, timed out, closed early, too large, malformed. */
  final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What kept the answer away. */
    public enum Kind {
      /** Refused, unknown host, closed early, malformed. */
      CONNECTION,
      /** The whole exchange took longer than allowed. */
      TIMEOUT,
      /** The decompressed body is larger than allowed. */
      BODY_TOO_LARGE
    }

    private final Kind kind;

    /** Creates a failure of the connection with its reason in words. */
    public FetchException(String message) {
      this(Kind.CONNECTION, message);
    }

    /** Creates the failure with its reason in words. */
    public FetchException(Kind kind, String message) {
      super(message, null, false, false);
      this.kind = kind;
    }

    /** Returns what kept the answer away, for callers that count by it. */
    public Kind kind() {
      return kind;
    }
  }
}
