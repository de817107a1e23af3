package dev.goldcrest.runtime.http;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The way out of one server connection: sends whole answers in pieces and streamed ones piece by
 * piece, and watches whether the client takes them. Workers reach it from any thread; its state is
 * confined to the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // Every write has a listener, or a close after it.
final class AnswerSender {
  private static final System.Logger log = System.getLogger("dev.goldcrest.runtime.http");
  private static final byte[] NOTHING = new byte[0];

  private final ServerConnection connection;
  private final HttpServer server;
  private final SocketChannel channel;
  private int pendingWrites;
  private long lastProgressNanos;
  private @Nullable ServerExchange whole; // whose body is sent from outBody
  private byte[] outBody = NOTHING;
  private int outPosition;
  private @Nullable ResponseStream stream;

  AnswerSender(ServerConnection connection, HttpServer server, SocketChannel channel) {
    this.connection = connection;
    this.server = server;
    this.channel = channel;
  }

  /** Sends a complete answer, or the head alone of a streamed one. Any thread. */
  void reply(ServerExchange open, HttpResponse response, boolean gzip) {
    if (!server.inEventLoop()) {
      onLoop(() -> reply(open, response, gzip));
      return;
    }
    if (connection.isClosed() || open.finished || open.headSent) {
      connection.finish(open);
      return;
    }
    byte[] body = response.body() instanceof HttpResponse.Bytes bytes ? bytes.bytes() : NOTHING;
    boolean lengthKnown = response.body() instanceof HttpResponse.Bytes;
    ResponseHead sent =
        new ResponseHead(response, gzip, lengthKnown ? body.length : ResponseHead.NO_BODY);
    byte[] headBytes = sendableHead(open, sent);
    if (headBytes == null) {
      reply(open, HttpResponse.text(500, "internal error\n"), false);
      return;
    }
    boolean bodyless = open.isHead() || sent.forbidsBody() || body.length == 0;
    write(headBytes, 0, headBytes.length, new Written(open, null, 0, bodyless));
    if (!bodyless) {
      whole = open;
      outBody = body;
      outPosition = 0;
    }
    pump();
  }

  /** Returns the head as bytes, or null when the handler's headers cannot be sent. */
  private byte @Nullable [] sendableHead(ServerExchange open, ResponseHead sent) {
    boolean keep =
        open.clientKeepsAlive()
            && !open.closeAfter
            && !server.isDraining()
            && sent.isDelimited(open.line().http10());
    try {
      byte[] bytes = sent.toBytes(open.line().http10(), keep, server.date());
      open.closeAfter |= !keep;
      open.headSent = true;
      open.status = sent.status();
      return bytes;
    } catch (IllegalArgumentException e) {
      log.log(
          System.Logger.Level.ERROR,
          "BUG: the answer of " + open.match().pattern() + " cannot be sent.",
          e);
      return null;
    }
  }

  /** Hands on complete bodies in pieces, so that the JDK's native copy buffer stays small. */
  void pump() {
    ServerExchange open = whole;
    while (open != null && outPosition < outBody.length && channel.isWritable()) {
      int count = Math.min(HttpEventLoops.PIECE_BYTES, outBody.length - outPosition);
      int from = outPosition;
      outPosition += count;
      write(outBody, from, count, new Written(open, null, count, outPosition == outBody.length));
    }
    channel.flush();
  }

  /** Sends one piece of a streamed body. Any thread. */
  void streamPiece(ResponseStream from, ServerExchange open, ResponseStream.Piece piece) {
    server.streamBytes().addAndGet(piece.length());
    onLoop(() -> streamPieceOnLoop(from, open, piece));
  }

  private void streamPieceOnLoop(
      ResponseStream from, ServerExchange open, ResponseStream.Piece piece) {
    byte[] headBytes = NOTHING;
    if (!connection.isClosed() && !open.headSent) {
      stream = from;
      long length = piece.whole() ? piece.bodyBytes() : ResponseHead.UNKNOWN_LENGTH;
      headBytes = sendableHead(open, new ResponseHead(from.response(), from.isGzip(), length));
    }
    if (connection.isClosed() || headBytes == null) {
      server.streamBytes().addAndGet(-piece.length());
      from.gone();
      if (headBytes == null) {
        reply(open, HttpResponse.text(500, "internal error\n"), false);
      } else if (piece.last()) {
        connection.finish(open);
      }
      return;
    }
    if (headBytes.length > 0) {
      write(headBytes, 0, headBytes.length, new Written(open, null, 0, false));
    }
    Written written = new Written(open, from, piece.bodyBytes(), piece.last());
    write(piece.bytes(), piece.from(), piece.length(), written);
    channel.flush();
  }

  /** Cuts an answer short. Any thread. */
  void abort(ServerExchange open) {
    onLoop(() -> {
      channel.close();
      connection.finish(open);
    });
  }

  private void onLoop(Runnable work) {
    if (server.inEventLoop()) {
      work.run();
    } else if (!server.loop().isShuttingDown()) {
      server.loop().execute(work);
    }
  }

  private void write(byte[] bytes, int from, int length, Written written) {
    if (pendingWrites++ == 0) {
      lastProgressNanos = server.nanos();
    }
    written.wireBytes = length;
    channel.write(Unpooled.wrappedBuffer(bytes, from, length)).addListener(written);
  }

  /** Takes note that the socket has taken a piece, or failed to. */
  private final class Written implements ChannelFutureListener {
    private final ServerExchange of;
    private final @Nullable ResponseStream from;
    private final int bodyBytes;
    private final boolean last;
    private int wireBytes;

    Written(ServerExchange of, @Nullable ResponseStream from, int bodyBytes, boolean last) {
      this.of = of;
      this.from = from;
      this.bodyBytes = bodyBytes;
      this.last = last;
    }

    @Override
    public void operationComplete(ChannelFuture written) {
      pendingWrites--;
      lastProgressNanos = server.nanos();
      if (from != null) {
        server.streamBytes().addAndGet(-wireBytes);
        from.taken(wireBytes);
      }
      if (written.isSuccess()) {
        of.responseBytes += bodyBytes;
      } else {
        channel.close();
      }
      if (last) {
        connection.finish(of);
      }
    }
  }

  /** Forgets the answer that has been sent. */
  void reset() {
    stream = null;
    whole = null;
    outBody = NOTHING;
    outPosition = 0;
  }

  /** Wakes a writer that waits for the client, now that there is none. */
  void gone() {
    if (stream != null) {
      stream.gone();
    }
  }

  boolean isStreaming() {
    return stream != null;
  }

  /** Tells whether the client has taken nothing for too long. */
  boolean isStalled(long now) {
    long limit = server.config().deadlines().writeStall().toNanos();
    return pendingWrites > 0 && now - lastProgressNanos > limit;
  }
}
