package dev.goldcrest.runtime.http;

import java.time.Duration;

/**
 * Where a server listens and what it allows its clients.
 *
 * @param port 0 for any free one
 * @param listenFlag the command line flag that sets the address, named when the address is busy
 */
public record HttpServerConfig(
    String host, int port, String listenFlag, Sizes sizes, Deadlines deadlines) {
  /**
   * How much a client may send and how many may come.
   *
   * @param maxBodyBytes of one request, received and decompressed alike; a route may have its own
   * @param maxBufferedBodyBytes of all requests together; beyond it a request gets 503
   * @param maxConnections beyond it a connection gets 503 and is closed
   * @param maxQueuedRequests waiting for a worker; beyond it a request gets 503
   */
  public record Sizes(
      int maxRequestLineBytes,
      int maxHeaderBytes,
      long maxBodyBytes,
      long maxBufferedBodyBytes,
      int maxConnections,
      int maxQueuedRequests) {
    /** Returns the sizes for a small box. */
    public static Sizes defaults() {
      return new Sizes(8 << 10, 16 << 10, 1 << 20, 32 << 20, 512, 128);
    }

    /** Returns these sizes with room for another number of connections. */
    public Sizes withMaxConnections(int connections) {
      return new Sizes(
          maxRequestLineBytes,
          maxHeaderBytes,
          maxBodyBytes,
          maxBufferedBodyBytes,
          connections,
          maxQueuedRequests);
    }
  }

  /**
   * How long a client may take.
   *
   * @param header for a whole header, however its bytes drip in
   * @param bodyGrace before the minimum rate of a body applies
   * @param minBodyBytesPerSecond on average after the grace
   * @param idle between requests of one connection
   * @param writeStall without the client taking any byte of an answer
   * @param drain for requests in flight when the server stops
   */
  public record Deadlines(
      Duration header,
      Duration bodyGrace,
      int minBodyBytesPerSecond,
      Duration idle,
      Duration writeStall,
      Duration drain) {
    /** Returns the deadlines for clients on ordinary networks. */
    public static Deadlines defaults() {
      return new Deadlines(
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          1000,
          Duration.ofSeconds(60),
          Duration.ofSeconds(30),
          Duration.ofSeconds(4));
    }
  }

  /** Returns the default limits for an address that {@code --web.listen-address} sets. */
  public static HttpServerConfig defaults(String host, int port) {
    return new HttpServerConfig(
        host, port, "--web.listen-address", Sizes.defaults(), Deadlines.defaults());
  }

  /** Returns these limits with other sizes. */
  public HttpServerConfig withSizes(Sizes newSizes) {
    return new HttpServerConfig(host, port, listenFlag, newSizes, deadlines);
  }
}
