package dev.goldcrest.runtime.http;

import dev.goldcrest.runtime.http.HttpFetcher.FetchException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of one connection: sends a request, reads its answer, and waits in the pool.
 * Confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // A failed write closes, and closing is handled.
final class ClientConnection extends ChannelInboundHandlerAdapter {
  private static final System.Logger log = System.getLogger("dev.goldcrest.runtime.http");

  private static final int MAX_START_LINE_BYTES = 8 << 10;
  private static final int SHOWN_GARBAGE_BYTES = 16;

  /** More than deflate can reach: a client's limit is the size alone. */
  private static final int ANY_RATIO = 2000;

  private final NettyHttpFetcher fetcher;
  private final Endpoint endpoint;
  private final HeadReader headReader;
  private final ReceiveBuffer in = new ReceiveBuffer();
  private @Nullable Channel channel;
  private @Nullable ClientExchange exchange;
  private boolean reused;
  private long receivedBytes; // of the current answer
  private long idleSinceNanos;
  private byte[] outBody = new byte[0];
  private int outPosition;
  private @Nullable String failure;

  // The answer being read.
  private @Nullable MessageHead head;
  private int status;
  private @Nullable BodyDecoder decoder;
  private @Nullable GrowingBytes body;
  private @Nullable Gunzip gunzip;

  ClientConnection(NettyHttpFetcher fetcher, Endpoint endpoint) {
    this.fetcher = fetcher;
    this.endpoint = endpoint;
    this.headReader = new HeadReader(MAX_START_LINE_BYTES, fetcher.config().maxHeaderBytes(), true);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  long receivedBytes() {
    return receivedBytes;
  }

  boolean isAnswering() {
    return head != null;
  }

  long idleSinceNanos() {
    return idleSinceNanos;
  }

  /** Sends a request; the answer goes to the exchange. */
  void begin(ClientExchange next, Channel open, byte[] requestHead, byte[] requestBody) {
    channel = open;
    exchange = next;
    receivedBytes = 0;
    outBody = requestBody;
    outPosition = 0;
    open.write(Unpooled.wrappedBuffer(requestHead));
    pump(open);
  }

  /** Sends the next request over the connection that the pool kept. */
  void beginAgain(ClientExchange next, byte[] requestHead, byte[] requestBody) {
    Channel open = channel;
    if (open == null) {
      throw new IllegalStateException("BUG: an unused connection was in the pool");
    }
    reused = true;
    begin(next, open, requestHead, requestBody);
  }

  /** Closes a connection that came too late. */
  void discard(Channel open) {
    channel = open;
    close();
  }

  void close() {
    exchange = null;
    dropAnswer();
    if (channel != null) {
      channel.close();
    }
  }

  /** Hands on the body in pieces, so that the JDK's native copy buffer stays small. */
  private void pump(Channel open) {
    while (outPosition < outBody.length && open.isWritable()) {
      int count = Math.min(HttpEventLoops.PIECE_BYTES, outBody.length - outPosition);
      open.write(Unpooled.wrappedBuffer(outBody, outPosition, count));
      outPosition += count;
    }
    open.flush();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    pump(context.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    try {
      if (exchange == null) {
        context.close(); // Nobody asked, so whatever follows would be out of step.
        return;
      }
      receivedBytes += bytes.readableBytes();
      in.append(bytes);
    } finally {
      bytes.release();
    }
    try {
      read();
    } catch (HttpProblem e) {
      fail(reason(e));
    }
  }

  private static FetchException reason(HttpProblem problem) {
    String message = String.valueOf(problem.getMessage());
    return switch (problem.status()) {
      case 413 -> new FetchException(FetchException.Kind.BODY_TOO_LARGE, message);
      case 503 -> new FetchException(message);
      default -> new FetchException("malformed response: " + message);
    };
  }

  private void read() throws HttpProblem {
    while (head == null) {
      checkBeginning();
      MessageHead next = headReader.read(in);
      if (next == null) {
        return;
      }
      status = status(next.startLine());
      if (status >= 200) {
        beginBody(next);
      } else if (status == 101) {
        throw new HttpProblem(400, "it switches to another protocol");
      }
    }
    BodyDecoder reader = decoder;
    if (reader != null && reader.read(in, gunzip != null ? gunzip : body)) {
      complete();
    }
  }

  private void checkBeginning() throws HttpProblem {
    String wanted = "HTTP/";
    int length = Math.min(in.size(), wanted.length());
    for (int i = 0; i < length; i++) {
      if (in.at(i) != wanted.charAt(i) && receivedBytes == in.size()) {
        throw new HttpProblem(400, "it begins with \"" + shown() + "\", not with HTTP/");
      }
    }
  }

  private String shown() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(in.size(), SHOWN_GARBAGE_BYTES); i++) {
      byte b = in.at(i);
      text.append(b >= ' ' && b < 0x7f ? (char) b : '?');
    }
    return text.toString();
  }

  /** Returns the number in {@code HTTP/1.1 200 OK}. */
  static int status(String line) throws HttpProblem {
    boolean version = line.startsWith("HTTP/1.") && line.length() >= 12 && line.charAt(8) == ' ';
    int number = 0;
    for (int i = 9; version && i < 12; i++) {
      char c = line.charAt(i);
      version = c >= '0' && c <= '9';
      number = number * 10 + (c - '0');
    }
    if (!version || number < 100 || (line.length() > 12 && line.charAt(12) != ' ')) {
      throw new HttpProblem(400, "its first line is not of the form HTTP/1.1 200 OK");
    }
    return number;
  }

  private void beginBody(MessageHead next) throws HttpProblem {
    ClientExchange open = exchange;
    if (open == null) {
      throw new IllegalStateException("BUG: an answer without a request");
    }
    BodyDecoder reader = BodyDecoder.ofResponse(next, open.method(), status);
    GrowingBytes gathered = new GrowingBytes(open.maxBodyBytes(), fetcher.budget());
    head = next;
    decoder = reader;
    body = gathered;
    String coding = next.first("content-encoding");
    if (coding != null && coding.equalsIgnoreCase("gzip") && !reader.isDone()) {
      gunzip = new Gunzip(gathered, ANY_RATIO);
    } else {
      gathered.expect(reader.declaredLength());
    }
  }

  private void complete() throws HttpProblem {
    ClientExchange open = exchange;
    MessageHead received = head;
    GrowingBytes gathered = body;
    if (open == null || received == null || gathered == null) {
      throw new IllegalStateException("BUG: an answer is complete that never began");
    }
    boolean inflated = gunzip != null;
    if (gunzip != null) {
      gunzip.finish();
    }
    HttpFetcher.Response response =
        new HttpFetcher.Response(
            status, headers(received, inflated), gathered.array(), gathered.size());
    boolean keep = canBeReused(received);
    exchange = null;
    dropAnswer();
    in.clear();
    if (keep) {
      idleSinceNanos = fetcher.nanos();
      fetcher.release(this);
    } else if (channel != null) {
      channel.close();
    }
    open.answered(response);
  }

  private static List<HttpResponse.Header> headers(MessageHead head, boolean inflated) {
    List<HttpResponse.Header> all = head.headers();
    if (!inflated) {
      return all;
    }
    ArrayList<HttpResponse.Header> kept = new ArrayList<>();
    for (HttpResponse.Header header : all) {
      String name = header.name();
      if (!name.equalsIgnoreCase("content-encoding") && !name.equalsIgnoreCase("content-length")) {
        kept.add(header);
      }
    }
    return kept;
  }

  private boolean canBeReused(MessageHead received) {
    boolean http10 = received.startLine().startsWith("HTTP/1.0");
    boolean open =
        http10
            ? received.hasToken("connection", "keep-alive")
            : !received.hasToken("connection", "close");
    // Whoever gives the end of a body in two ways may mean either (RFC 9112, 6.1).
    boolean ambiguous =
        received.first("transfer-encoding") != null && received.first("content-length") != null;
    boolean delimited = decoder != null && decoder.isDone() && !ambiguous;
    return open && delimited && in.size() == 0 && outPosition == outBody.length;
  }

  private void dropAnswer() {
    head = null;
    decoder = null;
    if (gunzip != null) {
      gunzip.close();
      gunzip = null;
    }
    if (body != null) {
      body.release();
      body = null;
    }
  }

  private void fail(FetchException reason) {
    ClientExchange open = exchange;
    close();
    if (open != null) {
      open.fail(reason);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    fetcher.closed(this);
    ClientExchange open = exchange;
    if (open == null) {
      dropAnswer();
      return;
    }
    if (failure == null && decoder != null && decoder.endsWithConnection()) {
      try {
        complete();
      } catch (HttpProblem e) {
        fail(reason(e));
      }
      return;
    }
    String how = failure == null ? "closed by peer" : failure;
    close();
    open.closedByPeer(how + " after " + receivedBytes + " bytes", reused && receivedBytes == 0);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(java.util.Locale.ROOT);
      failure = message.contains("reset") ? "connection reset by peer" : message;
    } else {
      log.log(System.Logger.Level.ERROR, "BUG: reading from " + endpoint + " failed.", cause);
      failure = "reading failed: " + cause;
    }
    context.close();
  }
}
