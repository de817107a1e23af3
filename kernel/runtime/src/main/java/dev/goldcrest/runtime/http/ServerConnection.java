package dev.goldcrest.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * A connection is always in one of four states:
 *
 *   HEAD ──head complete──▶ BODY ──body complete──▶ BUSY ──answer sent──▶ HEAD
 *     └───────────── anything malformed or too slow ──▶ BUSY ──answer sent──▶ LINGER ──▶ closed
 *
 * One request is in flight at a time. While it is, later bytes are read only up to
 * MAX_PIPELINED_BYTES: enough to notice that the client leaves, too little to hurt. All fields are
 * confined to the event loop; workers reach the connection through its AnswerSender alone.
 *
 * LINGER exists because closing a socket with unread bytes makes the kernel reset it, and the
 * client may then never see why it was refused.
 */

/** The server's side of one connection. */
@SuppressWarnings("FutureReturnValueIgnored") // Every write has a listener, or a close after it.
final class ServerConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger log = System.getLogger("dev.goldcrest.runtime.http");

  private static final int MAX_PIPELINED_BYTES = 16 << 10;
  private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_LINGER_BYTES = 1 << 20;
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final RequestLine NO_LINE =
      new RequestLine(HttpServer.NO_METHOD, List.of(""), "/", "", false);
  private static final MessageHead NO_HEAD = new MessageHead("", new ArrayList<>());

  private enum State {
    HEAD,
    BODY,
    BUSY,
    LINGER
  }

  private final HttpServer server;
  private final SocketChannel channel;
  private final HeadReader headReader;
  private final AnswerSender sender;
  private final ReceiveBuffer in = new ReceiveBuffer();
  private State state = State.HEAD;
  private boolean refused;
  private boolean closed;
  private boolean inputClosed;
  private boolean advancing;

  /** When the current state began; in HEAD, when the first byte of the head came, if any did. */
  private long sinceNanos;

  private boolean headBegun = true; // A new connection's first head is due from the start.
  private long receivedBytes; // in BODY and LINGER

  private RequestLine line = NO_LINE;
  private MessageHead head = NO_HEAD;
  private @Nullable ServerExchange exchange;
  private @Nullable BodyDecoder decoder;

  ServerConnection(HttpServer server, SocketChannel channel) {
    this.server = server;
    this.channel = channel;
    this.sender = new AnswerSender(this, server, channel);
    HttpServerConfig.Sizes sizes = server.config().sizes();
    this.headReader = new HeadReader(sizes.maxRequestLineBytes(), sizes.maxHeaderBytes(), false);
  }

  HttpServer server() {
    return server;
  }

  AnswerSender sender() {
    return sender;
  }

  boolean isClosed() {
    return closed;
  }

  String remoteAddress() {
    InetSocketAddress address = channel.remoteAddress();
    return address == null ? "unknown" : address.getHostString() + ":" + address.getPort();
  }

  long requestBeginNanos() {
    return sinceNanos;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    sinceNanos = server.nanos();
    if (server.opened(this)) {
      if (server.isDraining()) {
        channel.close();
      }
      readMore();
      return;
    }
    refused = server.beginRefusal();
    if (!refused) {
      closed = true;
      channel.close();
      return;
    }
    channel.eventLoop().schedule(this::closeNow, LINGER_NANOS, TimeUnit.NANOSECONDS);
    byte[] body = "too many connections; retry\n".getBytes(StandardCharsets.ISO_8859_1);
    byte[] refusal =
        HeadWriter.response(503)
            .field("Retry-After", "1")
            .field("Connection", "close")
            .field("Content-Type", "text/plain; charset=utf-8")
            .field("Content-Length", Integer.toString(body.length))
            .toBytes();
    channel.write(Unpooled.wrappedBuffer(refusal));
    channel.writeAndFlush(Unpooled.wrappedBuffer(body)).addListener(sent -> linger());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      receivedBytes += bytes.readableBytes();
      if (state == State.LINGER) {
        if (receivedBytes > MAX_LINGER_BYTES) {
          channel.close();
        }
        return;
      }
      if (state == State.HEAD && !headBegun) {
        beginHead();
      }
      in.append(bytes);
    } finally {
      bytes.release();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    advance();
    readMore();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      inputClosed = true;
      cancelRequest();
      if (state != State.BUSY) {
        channel.close();
      }
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    sender.pump();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (refused) {
      server.endRefusal();
    }
    if (closed) {
      return;
    }
    closed = true;
    in.clear();
    cancelRequest();
    sender.gone();
    ServerExchange open = exchange;
    if (open != null && (state == State.BODY || (open.headSent && !sender.isStreaming()))) {
      finish(open); // Otherwise the handler runs still, and finishes when it answers.
    }
    server.closed(this);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      log.log(System.Logger.Level.ERROR, "BUG: a connection failed and is closed.", cause);
    }
    channel.close();
  }

  /** Reads on, unless enough is waiting for the request in flight. */
  private void readMore() {
    if (!closed && (state != State.BUSY || in.size() < MAX_PIPELINED_BYTES)) {
      channel.read();
    }
  }

  private void beginHead() {
    headBegun = true;
    sinceNanos = server.nanos();
  }

  /**
   * Goes through received bytes as far as they lead. Not reentrant: a handler may answer at once.
   */
  private void advance() {
    if (advancing || closed) {
      return;
    }
    advancing = true;
    try {
      boolean progress = true;
      while (progress && !closed) {
        progress =
            switch (state) {
              case HEAD -> head();
              case BODY -> body();
              case BUSY, LINGER -> false;
            };
      }
    } catch (HttpProblem e) {
      refuse(e, true);
    } finally {
      advancing = false;
    }
  }

  private boolean head() throws HttpProblem {
    line = NO_LINE;
    head = NO_HEAD;
    MessageHead next = headReader.read(in);
    if (next == null) {
      if (inputClosed) {
        channel.close();
      }
      return false;
    }
    head = next;
    line = RequestLine.parse(next.startLine());
    checkHost(next, line.http10());
    BodyDecoder nextBody = BodyDecoder.ofRequest(next, line.http10());
    Optional<Router.Match> match = server.router().match(line.method(), line.segments());
    if (match.isEmpty()) {
      refuse(noRoute(), !nextBody.isDone());
      return true;
    }
    begin(match.get(), nextBody);
    return true;
  }

  private static void checkHost(MessageHead head, boolean http10) throws HttpProblem {
    int hosts = head.count("host");
    if (hosts > 1 || (hosts == 0 && !http10)) {
      throw new HttpProblem(400, "exactly one Host is required");
    }
    String host = head.first("host");
    for (int i = 0; host != null && i < host.length(); i++) {
      char c = host.charAt(i);
      if (c <= ' ' || c >= 0x7f || "/\\?#@,\"<>".indexOf(c) >= 0) {
        throw new HttpProblem(400, "Host has a character that a host cannot have");
      }
    }
  }

  private HttpProblem noRoute() {
    List<String> allowed = server.router().allowedMethods(line.segments());
    return allowed.isEmpty()
        ? new HttpProblem(404, "404 page not found")
        : new HttpProblem(405, "method not allowed; allowed: " + String.join(", ", allowed));
  }

  private void begin(Router.Match match, BodyDecoder nextBody) throws HttpProblem {
    GrowingBytes gathered = new GrowingBytes(server.maxBodyBytes(match), server.bodyBudget());
    open(match, gathered);
    String expected = head.first("expect");
    if (expected != null && !expected.equalsIgnoreCase("100-continue")) {
      throw new HttpProblem(417, "the only supported Expect is 100-continue");
    }
    gathered.expect(nextBody.declaredLength());
    decoder = nextBody;
    receivedBytes = in.size();
    sinceNanos = server.nanos();
    state = State.BODY;
    if (expected != null && !line.http10() && in.size() == 0 && !nextBody.isDone()) {
      channel.writeAndFlush(Unpooled.wrappedBuffer(CONTINUE));
    }
  }

  private ServerExchange open(Router.Match match, GrowingBytes gathered) {
    ServerExchange opened = new ServerExchange(this, line, head, match, gathered);
    exchange = opened;
    if (inputClosed) {
      opened.cancel();
    }
    server.requestBegun();
    return opened;
  }

  private boolean body() throws HttpProblem {
    ServerExchange open = exchange;
    BodyDecoder reader = decoder;
    if (open == null || reader == null) {
      throw new IllegalStateException("BUG: a body without its request");
    }
    if (!reader.read(in, open.body())) {
      if (inputClosed) {
        channel.close(); // The rest will never come.
      }
      return false;
    }
    state = State.BUSY;
    if (open.match().execution() == Router.Execution.EVENT_LOOP) {
      open.run();
    } else if (!server.submit(open)) {
      sender.reply(open, HttpServer.overloaded(), false);
    }
    return true;
  }

  /** Answers a request that gets no handler. */
  private void refuse(HttpProblem problem, boolean close) {
    ServerExchange open = exchange;
    if (open == null) {
      Router.Match none =
          new Router.Match(
              HttpServer.NO_ROUTE,
              request -> HttpResponse.text(404, ""),
              Router.Execution.EVENT_LOOP,
              0,
              Map.of());
      open = open(none, new GrowingBytes(0, server.bodyBudget()));
    }
    state = State.BUSY;
    open.closeAfter = close;
    open.unread = close;
    HttpResponse answer = HttpResponse.text(problem.status(), problem.getMessage() + "\n");
    if (problem.status() == 405) {
      String allowed = String.join(", ", server.router().allowedMethods(line.segments()));
      answer = answer.withHeader("Allow", allowed);
    } else if (problem.status() == 503) {
      answer = answer.withHeader("Retry-After", "1");
    }
    sender.reply(open, answer, false);
  }

  /** Ends a request: counts it, and goes on to the next one or closes. */
  void finish(ServerExchange open) {
    if (open.finished) {
      return;
    }
    open.finished = true;
    open.release();
    long nanos = server.nanos() - open.beginNanos;
    server.record(
        open.match().pattern(), open.line().method(), open.status, nanos, open.responseBytes);
    server.requestEnded();
    exchange = null;
    decoder = null;
    sender.reset();
    if (closed) {
      return;
    }
    if (open.closeAfter) {
      end(!open.unread && in.size() == 0);
      return;
    }
    state = State.HEAD;
    headBegun = false;
    sinceNanos = server.nanos();
    if (in.size() > 0) {
      beginHead();
    }
    if (inputClosed && in.size() == 0) {
      channel.close();
      return;
    }
    advance();
    readMore();
  }

  private void end(boolean nothingUnread) {
    if (nothingUnread || inputClosed) {
      channel.close();
    } else {
      linger();
    }
  }

  private void linger() {
    if (closed && !refused) {
      return;
    }
    state = State.LINGER;
    sinceNanos = server.nanos();
    receivedBytes = 0;
    in.clear();
    channel.shutdownOutput();
    channel.read();
  }

  /** Tells the handler, if one runs, that its work is not wanted any more. */
  void cancelRequest() {
    if (exchange != null) {
      exchange.cancel();
    }
  }

  void closeIfIdle() {
    if (state == State.HEAD && in.size() == 0) {
      channel.close();
    }
  }

  void closeNow() {
    channel.close();
  }

  /** Closes or refuses what takes longer than it may. */
  void checkDeadlines(long now) {
    HttpServerConfig.Deadlines deadlines = server.config().deadlines();
    long elapsed = now - sinceNanos;
    switch (state) {
      case HEAD -> {
        if (!headBegun && elapsed > deadlines.idle().toNanos()) {
          channel.close();
        } else if (headBegun && elapsed > deadlines.header().toNanos()) {
          headTooSlow();
        }
      }
      case BODY -> {
        long counted = elapsed - deadlines.bodyGrace().toNanos();
        if (counted > 0
            && receivedBytes * 1e9 < (double) deadlines.minBodyBytesPerSecond() * counted) {
          String rate = deadlines.minBodyBytesPerSecond() + " bytes a second";
          refuse(new HttpProblem(408, "the body comes more slowly than " + rate), true);
        }
      }
      case BUSY -> {
        if (sender.isStalled(now)) {
          channel.close();
        }
      }
      case LINGER -> {
        if (elapsed > LINGER_NANOS) {
          channel.close();
        }
      }
    }
  }

  private void headTooSlow() {
    if (in.size() == 0) {
      channel.close();
      return;
    }
    line = NO_LINE;
    head = NO_HEAD;
    long millis = server.config().deadlines().header().toMillis();
    refuse(new HttpProblem(408, "the header was not complete within " + millis + " ms"), true);
  }
}
