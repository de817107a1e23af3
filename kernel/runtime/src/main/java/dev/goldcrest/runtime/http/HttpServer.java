package dev.goldcrest.runtime.http;

import dev.goldcrest.model.Clock;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One listener: accepts connections up to its limit, watches their deadlines, and drains them when
 * it is closed. What happens on a connection is {@link ServerConnection}'s.
 */
public final class HttpServer implements AutoCloseable {
  /** The route pattern of requests that fit no route or were refused before routing. */
  public static final String NO_ROUTE = "none";

  /** The method of requests that came with no known one. */
  public static final String NO_METHOD = "other";

  /** The status, of nginx's making, of requests whose client left before the answer began. */
  public static final int STATUS_CLIENT_GONE = 499;

  /** Connections over the limit that are told so at one time; more are closed without a word. */
  static final int MAX_REFUSALS = 32;

  private static final System.Logger log = System.getLogger("dev.goldcrest.runtime.http");
  private static final int ACCEPT_BACKLOG = 128;
  private static final long LONGEST_SWEEP_MILLIS = 500;
  private static final long SHORTEST_SWEEP_MILLIS = 5;
  private static final long HARD_CLOSE_MILLIS = 200;

  private final HttpServerConfig config;
  private volatile Router router;
  private final Executor workers;
  private final Clock clock;
  private final EventLoop loop;
  private final ByteBudget bodyBudget;
  private final RequestTally tally = new RequestTally();
  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong streamBytes = new AtomicLong();
  private final CountDownLatch drained = new CountDownLatch(1);
  private volatile @Nullable HttpObserver observer;
  private volatile @Nullable Channel listener;

  // Written by the event loop alone.
  private final HashSet<ServerConnection> connections = new HashSet<>();
  private volatile int openConnections;
  private volatile int inFlight;
  private volatile long accepted;
  private volatile long rejected;
  private int refusals;
  private boolean sweeping;
  private boolean draining;
  private long dateSeconds = Long.MIN_VALUE;
  private String date = "";

  private HttpServer(
      HttpServerConfig config, Router router, Executor workers, HttpEventLoops loops, Clock clock) {
    this.config = config;
    this.router = router;
    this.workers = workers;
    this.clock = clock;
    this.loop = loops.loop();
    this.bodyBudget = new ByteBudget(config.sizes().maxBufferedBodyBytes());
  }

  /**
   * Listens and begins to serve.
   *
   * @param workers runs the handlers that are not for the event loop; may refuse work, which the
   *     client then sees as 503
   * @throws HttpListenException when the address cannot be listened on
   */
  public static HttpServer start(
      HttpServerConfig config, Router router, Executor workers, HttpEventLoops loops, Clock clock)
      throws HttpListenException {
    HttpServer server = new HttpServer(config, router, workers, loops, clock);
    server.listen();
    return server;
  }

  private void listen() throws HttpListenException {
    ServerBootstrap bootstrap = new ServerBootstrap();
    bootstrap.group(loop).channel(NioServerSocketChannel.class);
    bootstrap.option(ChannelOption.SO_BACKLOG, ACCEPT_BACKLOG);
    bootstrap.option(ChannelOption.SO_REUSEADDR, true);
    HttpEventLoops.tune(bootstrap::childOption);
    bootstrap.childOption(ChannelOption.AUTO_READ, false);
    bootstrap.childOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
    bootstrap.childHandler(
        new ChannelInitializer<SocketChannel>() {
          @Override
          protected void initChannel(SocketChannel channel) {
            channel.pipeline().addLast(new ServerConnection(HttpServer.this, channel));
          }
        });
    ChannelFuture bound =
        bootstrap.bind(new InetSocketAddress(config.host(), config.port())).awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure != null) {
      throw new HttpListenException(
          "cannot listen on "
              + config.host()
              + ":"
              + config.port()
              + ": "
              + reason(failure)
              + "; choose another with "
              + config.listenFlag());
    }
    listener = bound.channel();
  }

  private static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage());
    if (failure instanceof java.net.BindException && message.contains("already in use")) {
      return "address already in use";
    }
    if (failure instanceof java.nio.channels.UnresolvedAddressException) {
      return "no such host";
    }
    return message;
  }

  /** Returns the port that it listens on, which matters when the configured one is 0. */
  public int port() {
    Channel open = listener;
    if (open == null) {
      throw new IllegalStateException("BUG: the server does not listen");
    }
    return ((InetSocketAddress) open.localAddress()).getPort();
  }

  /** Serves these routes from now on; requests being answered go on with the ones before. */
  public void serve(Router newRouter) {
    router = newRouter;
  }

  /** Tells an observer about each request from now on; replaces the one before. */
  public void observe(HttpObserver newObserver) {
    observer = newObserver;
  }

  /** Returns what happened so far. */
  public HttpServerStats stats() {
    return new HttpServerStats(
        openConnections,
        accepted,
        rejected,
        inFlight,
        bodyBudget.usedBytes(),
        streamBytes.get(),
        tally.snapshot());
  }

  /**
   * Stops accepting, lets requests in flight finish, and closes the rest: idle connections at once,
   * busy ones when the drain deadline has passed. Handlers see {@link HttpRequest#isCancelled}
   * after three quarters of it. Must not be called on the event loop.
   */
  @Override
  public void close() {
    if (inEventLoop()) {
      throw new IllegalStateException("BUG: a server closed on its own event loop never drains");
    }
    Channel open = listener;
    if (open != null) {
      open.close().awaitUninterruptibly();
      // The selector gives the port back in its next round, which a later task has to wait for.
      loop.schedule(() -> {}, 1, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
    loop.execute(this::drain);
    Duration deadline = config.deadlines().drain();
    try {
      long patience = deadline.toMillis() * 3 / 4;
      if (drained.await(patience, TimeUnit.MILLISECONDS)) {
        return;
      }
      loop.execute(this::cancelAll);
      if (drained.await(deadline.toMillis() - patience, TimeUnit.MILLISECONDS)) {
        return;
      }
      log.log(
          System.Logger.Level.WARNING,
          "Closing "
              + openConnections
              + " connections with "
              + inFlight
              + " requests unfinished after "
              + deadline.toMillis()
              + " ms.");
      loop.execute(this::closeAll);
      drained.await(HARD_CLOSE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      loop.execute(this::closeAll);
      Thread.currentThread().interrupt();
    }
  }

  private void drain() {
    draining = true;
    for (ServerConnection connection : snapshot()) {
      connection.closeIfIdle();
    }
    checkDrained();
  }

  private void cancelAll() {
    for (ServerConnection connection : snapshot()) {
      connection.cancelRequest();
    }
  }

  private void closeAll() {
    for (ServerConnection connection : snapshot()) {
      connection.closeNow();
    }
  }

  /** Copies the set, since closing a connection takes it out. */
  private List<ServerConnection> snapshot() {
    return new ArrayList<>(connections);
  }

  private void checkDrained() {
    if (draining && connections.isEmpty() && inFlight == 0) {
      drained.countDown();
    }
  }

  // What follows is called by connections, on the event loop where not said otherwise.

  boolean inEventLoop() {
    return loop.inEventLoop();
  }

  EventLoop loop() {
    return loop;
  }

  HttpServerConfig config() {
    return config;
  }

  Router router() {
    return router;
  }

  ByteBudget bodyBudget() {
    return bodyBudget;
  }

  AtomicLong streamBytes() {
    return streamBytes;
  }

  long nanos() {
    return clock.monotonicNanos();
  }

  boolean isDraining() {
    return draining;
  }

  long maxBodyBytes(Router.Match match) {
    return match.maxBodyBytes() == Router.SERVER_LIMIT
        ? config.sizes().maxBodyBytes()
        : match.maxBodyBytes();
  }

  /** Returns the value of the Date field, formatted once a second. */
  String date() {
    long seconds = Math.floorDiv(clock.wallMillis(), 1000L);
    if (seconds != dateSeconds) {
      dateSeconds = seconds;
      date = HttpDate.format(seconds);
    }
    return date;
  }

  /** Takes in a new connection and returns true, or returns false when there are too many. */
  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the event loop writes.
  boolean opened(ServerConnection connection) {
    if (connections.size() >= config.sizes().maxConnections()) {
      rejected++;
      return false;
    }
    connections.add(connection);
    openConnections = connections.size();
    accepted++;
    if (!sweeping) {
      sweeping = true;
      scheduleSweep();
    }
    return true;
  }

  /** Tells whether a connection over the limit may be told so. */
  boolean beginRefusal() {
    if (refusals >= MAX_REFUSALS) {
      return false;
    }
    refusals++;
    return true;
  }

  void endRefusal() {
    refusals--;
  }

  void closed(ServerConnection connection) {
    connections.remove(connection);
    openConnections = connections.size();
    checkDrained();
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the event loop writes.
  void requestBegun() {
    inFlight++;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // Only the event loop writes.
  void requestEnded() {
    inFlight--;
    checkDrained();
  }

  void record(String pattern, String method, int status, long nanos, long responseBytes) {
    tally.add(pattern, method, status, nanos, responseBytes);
    HttpObserver told = observer;
    if (told != null) {
      try {
        told.onRequest(pattern, method, status, nanos, responseBytes);
      } catch (RuntimeException e) {
        log.log(System.Logger.Level.ERROR, "BUG: an observer of requests failed.", e);
      }
    }
  }

  /** Hands work to the workers; returns false when too much is waiting for them. Any thread. */
  boolean submit(Runnable work) {
    if (queued.incrementAndGet() > config.sizes().maxQueuedRequests()) {
      queued.decrementAndGet();
      return false;
    }
    try {
      workers.execute(() -> {
        queued.decrementAndGet();
        work.run();
      });
      return true;
    } catch (RejectedExecutionException e) {
      queued.decrementAndGet();
      return false;
    }
  }

  static HttpResponse overloaded() {
    return HttpResponse.text(503, "too many requests are waiting; retry\n")
        .withHeader("Retry-After", "1");
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Not to be called off; it ends by itself.
  private void scheduleSweep() {
    loop.schedule(this::sweep, sweepMillis(), TimeUnit.MILLISECONDS);
  }

  /** Returns a quarter of the shortest deadline, so that none is missed by more. */
  private long sweepMillis() {
    HttpServerConfig.Deadlines deadlines = config.deadlines();
    long shortest = LONGEST_SWEEP_MILLIS;
    shortest = Math.min(shortest, deadlines.header().toMillis() / 4);
    shortest = Math.min(shortest, deadlines.bodyGrace().toMillis() / 4);
    shortest = Math.min(shortest, deadlines.idle().toMillis() / 4);
    shortest = Math.min(shortest, deadlines.writeStall().toMillis() / 4);
    return Math.max(SHORTEST_SWEEP_MILLIS, shortest);
  }

  private void sweep() {
    long now = nanos();
    for (ServerConnection connection : snapshot()) {
      connection.checkDeadlines(now);
    }
    sweeping = !connections.isEmpty();
    if (sweeping) {
      scheduleSweep();
    }
  }
}
