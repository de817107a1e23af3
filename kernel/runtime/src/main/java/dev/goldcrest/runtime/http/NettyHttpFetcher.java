package dev.goldcrest.runtime.http;

import dev.goldcrest.model.Clock;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The client: a pool of connections on the event loop that the servers use too. Plain HTTP only.
 *
 * <p>All state is confined to the event loop; names are looked up on the executor it is given.
 */
public final class NettyHttpFetcher implements HttpFetcher {
  private static final int MAX_ADDRESSES = 4;

  private final EventLoop loop;
  private final Executor resolver;
  private final HttpClientConfig config;
  private final Clock clock;
  private final ByteBudget budget;

  // Of the event loop alone.
  private final Map<Endpoint, ArrayDeque<ClientConnection>> idle = new HashMap<>();
  private final HashSet<ClientExchange> exchanges = new HashSet<>();
  private int openConnections;
  private boolean sweeping;
  private boolean closed;

  /**
   * Creates a client.
   *
   * @param resolver runs look-ups of names, which may block for seconds
   */
  public NettyHttpFetcher(
      HttpEventLoops loops, Executor resolver, HttpClientConfig config, Clock clock) {
    this.loop = loops.loop();
    this.resolver = resolver;
    this.config = config;
    this.clock = clock;
    this.budget = new ByteBudget(config.maxBufferedBytes());
  }

  @Override
  public CompletableFuture<Response> fetch(Request request) {
    CompletableFuture<Response> future = new CompletableFuture<>();
    try {
      Endpoint endpoint = Endpoint.of(request.uri());
      ClientExchange exchange = new ClientExchange(this, request, endpoint, future);
      loop.execute(exchange::start);
      var _ =
          future.whenComplete((response, failure) -> {
            if (future.isCancelled() && !loop.isShuttingDown()) {
              loop.execute(exchange::end);
            }
          });
    } catch (FetchException e) {
      future.completeExceptionally(e);
    } catch (RejectedExecutionException e) {
      future.completeExceptionally(new FetchException("the client is closed"));
    }
    return future;
  }

  /** Fails the fetches that are under way and closes all connections. */
  @Override
  public void close() {
    if (loop.inEventLoop()) {
      closeOnLoop();
    } else if (!loop.isShuttingDown()) {
      loop.submit(this::closeOnLoop).syncUninterruptibly();
    }
  }

  private void closeOnLoop() {
    closed = true;
    for (ClientExchange exchange : new ArrayList<>(exchanges)) {
      exchange.fail("the client is closed");
    }
    for (ArrayDeque<ClientConnection> connections : new ArrayList<>(idle.values())) {
      for (ClientConnection connection : new ArrayList<>(connections)) {
        connection.close();
      }
    }
    idle.clear();
  }

  // What follows is called by exchanges and connections, on the event loop.

  EventLoop loop() {
    return loop;
  }

  HttpClientConfig config() {
    return config;
  }

  long nanos() {
    return clock.monotonicNanos();
  }

  ByteBudget budget() {
    return budget;
  }

  void began(ClientExchange exchange) {
    exchanges.add(exchange);
  }

  void ended(ClientExchange exchange) {
    exchanges.remove(exchange);
  }

  @Nullable ClientConnection takeIdle(Endpoint endpoint) {
    ArrayDeque<ClientConnection> connections = idle.get(endpoint);
    return connections == null ? null : connections.pollLast();
  }

  /** Takes back a connection that can be used again. */
  void release(ClientConnection connection) {
    ArrayDeque<ClientConnection> connections =
        idle.computeIfAbsent(connection.endpoint(), endpoint -> new ArrayDeque<>());
    if (closed || connections.size() >= config.maxIdlePerHost()) {
      connection.close();
      return;
    }
    connections.addLast(connection);
    if (!sweeping) {
      sweeping = true;
      scheduleSweep();
    }
  }

  /** Takes note that a connection is closed, from either side. */
  void closed(ClientConnection connection) {
    openConnections--;
    ArrayDeque<ClientConnection> connections = idle.get(connection.endpoint());
    if (connections != null) {
      connections.remove(connection);
      if (connections.isEmpty()) {
        idle.remove(connection.endpoint());
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // Not to be called off; it ends by itself.
  private void scheduleSweep() {
    loop.schedule(this::sweep, Math.max(10, config.idle().toMillis() / 4), TimeUnit.MILLISECONDS);
  }

  private void sweep() {
    long oldest = clock.monotonicNanos() - config.idle().toNanos();
    for (ArrayDeque<ClientConnection> connections : new ArrayList<>(idle.values())) {
      for (ClientConnection connection : new ArrayList<>(connections)) {
        if (connection.idleSinceNanos() - oldest < 0) {
          connection.close();
        }
      }
    }
    sweeping = !idle.isEmpty();
    if (sweeping) {
      scheduleSweep();
    }
  }

  /** Opens a connection for an exchange, looking the host up first. */
  void connect(ClientExchange exchange) {
    if (closed) {
      exchange.fail("the client is closed");
      return;
    }
    if (exchange.endpoint().isAddress()) {
      resolve(exchange);
      return;
    }
    exchange.resolving(true);
    try {
      resolver.execute(() -> resolve(exchange));
    } catch (RejectedExecutionException e) {
      exchange.fail("too busy to look up " + exchange.endpoint().host());
    }
  }

  private void resolve(ClientExchange exchange) {
    InetAddress[] addresses;
    try {
      addresses = InetAddress.getAllByName(exchange.endpoint().host());
    } catch (UnknownHostException e) {
      addresses = new InetAddress[0];
    }
    InetAddress[] found = addresses;
    if (loop.inEventLoop()) {
      connectTo(exchange, found, 0);
    } else if (!loop.isShuttingDown()) {
      loop.execute(() -> connectTo(exchange, found, 0));
    }
  }

  private void connectTo(ClientExchange exchange, InetAddress[] addresses, int index) {
    exchange.resolving(false);
    if (exchange.isOver()) {
      return;
    }
    Endpoint endpoint = exchange.endpoint();
    if (addresses.length == 0) {
      exchange.fail("lookup " + endpoint.host() + ": no such host");
      return;
    }
    if (openConnections >= config.maxConnections()) {
      exchange.fail("all " + config.maxConnections() + " connections are in use");
      return;
    }
    int tries = Math.min(MAX_ADDRESSES, addresses.length);
    ClientConnection connection = new ClientConnection(this, endpoint);
    Bootstrap bootstrap = new Bootstrap();
    bootstrap.group(loop).channel(NioSocketChannel.class).handler(connection).disableResolver();
    HttpEventLoops.tune(bootstrap::option);
    // An address that does not answer must leave time for the next one.
    long millis = exchange.remainingMillis() / (tries - index) + (index == tries - 1 ? 1000 : 0);
    bootstrap.option(
        ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, millis + 1));
    openConnections++;
    ChannelFuture connecting =
        bootstrap.connect(new InetSocketAddress(addresses[index], endpoint.port()));
    connecting.addListener(done -> {
      Channel channel = connecting.channel();
      Throwable failure = done.cause();
      if (failure == null) {
        exchange.connected(connection, channel);
        return;
      }
      openConnections--;
      if (index + 1 < tries) {
        connectTo(exchange, addresses, index + 1);
      } else if (!exchange.isOver()) {
        exchange.fail("dial " + endpoint + ": " + reason(failure));
      }
    });
  }

  private static String reason(Throwable failure) {
    String message = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    for (String known :
        new String[] {
          "connection refused", "network is unreachable", "no route to host", "host is unreachable"
        }) {
      if (message.contains(known)) {
        return known;
      }
    }
    return message;
  }
}
