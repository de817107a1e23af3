package dev.goldcrest.runtime.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * One request with a route, from its head to the end of its answer. {@link #run} calls the handler,
 * on a worker or on the event loop; the connection sends what comes of it.
 */
final class ServerExchange implements Runnable {
  private static final System.Logger log = System.getLogger("dev.goldcrest.runtime.http");

  /** Bytes that one compressed byte may become; metrics as text reach about 20. */
  static final int MAX_INFLATE_RATIO = 200;

  private final ServerConnection connection;
  private final RequestLine line;
  private final MessageHead head;
  private final Router.Match match;
  private final GrowingBytes body;
  private final ByteBudget budget;
  private @Nullable GrowingBytes inflated;
  private volatile boolean cancelled;

  // Of the event loop alone.
  final long beginNanos;
  boolean headSent;
  boolean finished;
  boolean closeAfter;
  boolean unread; // whether some of the request may not have been read
  int status = HttpServer.STATUS_CLIENT_GONE;
  long responseBytes;

  ServerExchange(
      ServerConnection connection,
      RequestLine line,
      MessageHead head,
      Router.Match match,
      GrowingBytes body) {
    this.connection = connection;
    this.line = line;
    this.head = head;
    this.match = match;
    this.body = body;
    this.budget = connection.server().bodyBudget();
    this.beginNanos = connection.requestBeginNanos();
  }

  RequestLine line() {
    return line;
  }

  MessageHead head() {
    return head;
  }

  Router.Match match() {
    return match;
  }

  GrowingBytes body() {
    return body;
  }

  String remoteAddress() {
    return connection.remoteAddress();
  }

  boolean isCancelled() {
    return cancelled;
  }

  void cancel() {
    cancelled = true;
  }

  boolean isHead() {
    return line.method().equals("HEAD");
  }

  /** Tells whether the client wants the connection to stay open. */
  boolean clientKeepsAlive() {
    return line.http10()
        ? head.hasToken("connection", "keep-alive")
        : !head.hasToken("connection", "close");
  }

  boolean acceptsGzip(HttpResponse response) {
    return ResponseCoding.isNegotiated(response)
        && ResponseCoding.acceptsGzip(head.first("accept-encoding"));
  }

  /** Calls the handler and hands over its answer. */
  @Override
  public void run() {
    HttpResponse response;
    try {
      response = match.handler().handle(request());
    } catch (HttpProblem e) {
      response = HttpResponse.text(e.status(), e.getMessage() + "\n");
    } catch (Exception e) {
      response = internalError(e);
    } catch (Error e) {
      connection.sender().reply(this, internalError(e), false);
      throw e;
    }
    deliver(response);
  }

  private ReceivedRequest request() throws HttpProblem {
    byte[] bytes = body.toExactArray();
    String coding = head.first("content-encoding");
    if (coding != null && (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip"))) {
      bytes = inflate(bytes);
    }
    Parameters parameters = new Parameters();
    if (isForm()) {
      parameters.add(new String(bytes, StandardCharsets.ISO_8859_1));
    }
    parameters.add(line.rawQuery());
    return new ReceivedRequest(this, match, parameters, bytes);
  }

  private boolean isForm() {
    String type = head.first("content-type");
    return type != null
        && type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded");
  }

  private byte[] inflate(byte[] compressed) throws HttpProblem {
    GrowingBytes target = new GrowingBytes(connection.server().maxBodyBytes(match), budget);
    inflated = target;
    try (Gunzip gunzip = new Gunzip(target, MAX_INFLATE_RATIO)) {
      gunzip.put(compressed, 0, compressed.length);
      gunzip.finish();
    }
    return target.toExactArray();
  }

  /** Gives the bytes of the request back to the budget; to be called when it is over. */
  void release() {
    body.release();
    if (inflated != null) {
      inflated.release();
    }
  }

  private HttpResponse internalError(Throwable cause) {
    log.log(
        System.Logger.Level.ERROR,
        "Answering " + line.method() + " " + match.pattern() + " failed.",
        cause);
    return HttpResponse.text(500, "internal error; the server's log has the details\n");
  }

  private void deliver(HttpResponse response) {
    boolean gzip = acceptsGzip(response);
    switch (response.body()) {
      case HttpResponse.Stream stream when !isHead() -> onWorker(() -> stream(response, stream));
      case HttpResponse.Stream stream -> connection.sender().reply(this, response, gzip);
      case HttpResponse.Bytes bytes -> {
        if (gzip && bytes.bytes().length >= ResponseCoding.LEAST_BYTES) {
          onWorker(() -> compressed(response, bytes));
        } else {
          connection.sender().reply(this, response, false);
        }
      }
    }
  }

  /** Runs what may block or compute, here if this is a worker already. */
  private void onWorker(Runnable work) {
    if (!connection.server().inEventLoop()) {
      work.run();
    } else if (!connection.server().submit(work)) {
      connection.sender().reply(this, HttpServer.overloaded(), false);
    }
  }

  private void compressed(HttpResponse response, HttpResponse.Bytes body) {
    byte[] smaller = ResponseCoding.gzip(body.bytes());
    connection
        .sender()
        .reply(
            this,
            new HttpResponse(
                response.status(),
                response.contentType(),
                response.headers(),
                new HttpResponse.Bytes(smaller)),
            true);
  }

  private void stream(HttpResponse response, HttpResponse.Stream stream) {
    boolean gzip = acceptsGzip(response);
    ResponseStream out = new ResponseStream(connection.sender(), this, response, gzip);
    try {
      OutputStream target = gzip ? new GZIPOutputStream(out, 512, true) : out;
      stream.writer().writeTo(target);
      target.close();
    } catch (IOException | RuntimeException e) {
      streamFailed(out, e);
    } catch (Error e) {
      streamFailed(out, e);
      throw e;
    }
  }

  private void streamFailed(ResponseStream out, Throwable cause) {
    if (out.isGone()) {
      connection.sender().abort(this); // The client's doing, so nothing to log.
    } else if (out.isBegun()) {
      internalError(cause);
      connection.sender().abort(this); // Closing early is the one way left to tell the client.
    } else {
      connection.sender().reply(this, internalError(cause), false);
    }
  }
}
