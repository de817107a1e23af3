package dev.goldcrest.cli;

import dev.goldcrest.model.Clock;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.http.HttpClientConfig;
import dev.goldcrest.runtime.http.HttpEventLoops;
import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.http.HttpListenException;
import dev.goldcrest.runtime.http.HttpServer;
import dev.goldcrest.runtime.http.HttpServerConfig;
import dev.goldcrest.runtime.http.NettyHttpFetcher;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.lifecycle.ProcessLife;
import dev.goldcrest.runtime.lifecycle.RealScheduler;
import dev.goldcrest.runtime.lifecycle.SystemClock;
import dev.goldcrest.runtime.lifecycle.Workers;
import dev.goldcrest.runtime.telemetry.LineLogger;
import dev.goldcrest.server.HeapShares;
import java.util.Locale;

/**
 * What every role of one process stands on: a clock, a timer, the event loop, and the order of
 * closing.
 */
final class Platform implements AutoCloseable {
  // A device that blocks two requests on purpose still answers a third.
  private static final int DEVICE_WORKERS = 3;
  private static final int DEVICE_QUEUE = 32;
  private static final int RESOLVER_QUEUE = 256;

  private final ProcessLife life;
  private final RealScheduler scheduler;
  private final HttpEventLoops loops;

  Platform() {
    Clock clock = new SystemClock();
    life = new ProcessLife(clock, ProcessLife.DEFAULT_DEADLINE);
    scheduler = new RealScheduler(clock);
    life.opened("scheduler", scheduler::close);
    loops = new HttpEventLoops();
    life.opened("event loop", loops::close);
  }

  ProcessLife life() {
    return life;
  }

  RealScheduler scheduler() {
    return scheduler;
  }

  HttpEventLoops loops() {
    return loops;
  }

  /** Opens the client of this process. */
  HttpFetcher openFetcher() {
    Workers resolver = new Workers("resolver", 1, RESOLVER_QUEUE);
    life.opened("resolver", resolver::close);
    HttpClientConfig defaults = HttpClientConfig.defaults();
    HttpClientConfig config =
        new HttpClientConfig(
            defaults.maxConnections(),
            defaults.maxIdlePerHost(),
            defaults.idle(),
            defaults.maxHeaderBytes(),
            HeapShares.answerBytes(Runtime.getRuntime().maxMemory()),
            defaults.userAgent());
    HttpFetcher fetcher = new NettyHttpFetcher(loops, resolver, config, scheduler.clock());
    life.opened("HTTP client", fetcher::close);
    return fetcher;
  }

  /**
   * Serves the routes of a device on an address such as {@code 0.0.0.0:8000}; returns its port.
   *
   * @param flag the flag that sets the address, for messages
   */
  int serve(String address, String flag, Router router)
      throws ConfigException, HttpListenException {
    int colon = address.lastIndexOf(':');
    int port;
    try {
      port = Integer.parseInt(address.substring(colon + 1));
    } catch (NumberFormatException e) {
      port = -1;
    }
    if (colon < 0 || port < 0 || port > 65_535) {
      throw new ConfigException(
          flag + " must be host:port with a port of 0 to 65535, got \"" + address + "\"");
    }
    String host = colon == 0 ? "0.0.0.0" : address.substring(0, colon);
    Workers workers = new Workers("device-" + port, DEVICE_WORKERS, DEVICE_QUEUE);
    life.opened("workers of " + address, workers::close);
    HttpServerConfig defaults = HttpServerConfig.defaults(host, port);
    HttpServerConfig config =
        new HttpServerConfig(host, port, flag, defaults.sizes(), defaults.deadlines());
    HttpServer server = HttpServer.start(config, router, workers, loops, scheduler.clock());
    life.opened("listener " + address, server::close);
    return server.port();
  }

  /** Sets the least severity that is logged, from a flag's text. */
  static void logFrom(String level) throws ConfigException {
    LineLogger.setLevel(
        switch (level.toLowerCase(Locale.ROOT)) {
          case "debug" -> System.Logger.Level.DEBUG;
          case "info" -> System.Logger.Level.INFO;
          case "warn" -> System.Logger.Level.WARNING;
          case "error" -> System.Logger.Level.ERROR;
          default ->
              throw new ConfigException(
                  "--log.level must be debug, info, warn or error, got \"" + level + "\"");
        });
  }

  /** Waits for a signal or a request to end; returns the exit status once everything is closed. */
  int runToEnd() throws InterruptedException {
    life.endOnSignal();
    life.awaitEnd();
    life.close();
    return life.status();
  }

  /** Closes everything that was opened, when opening the rest failed. */
  @Override
  public void close() {
    life.close();
  }
}
