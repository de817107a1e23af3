package dev.goldcrest.runtime.http;

import dev.goldcrest.runtime.lifecycle.SystemClock;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;

/** A server on a free port, with loops and workers of its own. */
final class ServerFixture implements AutoCloseable {
  static final HttpServerConfig.Sizes SIZES = HttpServerConfig.Sizes.defaults();
  static final HttpServerConfig.Deadlines DEADLINES = HttpServerConfig.Deadlines.defaults();

  private static final long POLL_NANOS = 10_000_000_000L;

  final HttpEventLoops loops = new HttpEventLoops();
  final ExecutorService workers = Executors.newFixedThreadPool(4);
  final HttpServer server;

  ServerFixture(Router router) throws HttpListenException {
    this(router, SIZES, DEADLINES);
  }

  ServerFixture(Router router, HttpServerConfig.Sizes sizes, HttpServerConfig.Deadlines deadlines)
      throws HttpListenException {
    HttpServerConfig config =
        new HttpServerConfig("127.0.0.1", 0, "--web.listen-address", sizes, deadlines);
    server = HttpServer.start(config, router, workers, loops, new SystemClock());
  }

  RawClient connect() throws IOException {
    return new RawClient(server.port());
  }

  /** Sends one request on a connection of its own and reads the answer. */
  RawClient.Answer ask(String request) throws IOException {
    try (RawClient client = connect()) {
      return client.send(request).answer();
    }
  }

  RawClient.Answer get(String path) throws IOException {
    return ask("GET " + path + " HTTP/1.1\r\nHost: t\r\n\r\n");
  }

  /** Waits until something holds, as happens on other threads; fails after ten seconds. */
  static void await(String what, BooleanSupplier condition) {
    long begin = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - begin > POLL_NANOS) {
        throw new AssertionError("did not happen within 10 s: " + what);
      }
      Thread.onSpinWait();
    }
  }

  static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  @Override
  public void close() {
    server.close();
    workers.shutdownNow();
    loops.close();
  }
}
