package dev.goldcrest.runtime.http;

import java.io.IOException;
import java.io.OutputStream;

/**
 * What the writer of a streamed body writes to: gathers pieces, frames them as chunks, and blocks
 * while the connection holds more than a window of them.
 *
 * <p>Written by one worker; the event loop reports progress. Not closed by a failed writer, so that
 * an answer cut short never looks complete.
 */
final class ResponseStream extends OutputStream {
  /** Bytes of an answer that wait in memory for a slow client, at most, and one piece. */
  static final int WINDOW_BYTES = 32 << 10;

  private static final int PIECE_BYTES = 8 << 10;
  private static final int CHUNK_LINE_BYTES = 6; // four digits, CR, LF
  private static final int CHUNK_TAIL_BYTES = 7; // CR, LF, and the last chunk
  private static final String DIGITS = "0123456789abcdef";

  private final AnswerSender sender;
  private final ServerExchange exchange;
  private final HttpResponse response;
  private final boolean gzip;
  private byte[] piece = newPiece();
  private int end = CHUNK_LINE_BYTES;
  private boolean begun;
  private boolean closed;
  private long waitingBytes; // guarded by this
  private boolean gone; // guarded by this

  ResponseStream(
      AnswerSender sender, ServerExchange exchange, HttpResponse response, boolean gzip) {
    this.sender = sender;
    this.exchange = exchange;
    this.response = response;
    this.gzip = gzip;
  }

  private static byte[] newPiece() {
    return new byte[CHUNK_LINE_BYTES + PIECE_BYTES + CHUNK_TAIL_BYTES];
  }

  HttpResponse response() {
    return response;
  }

  boolean isGzip() {
    return gzip;
  }

  /** Tells whether anything was handed to the connection. */
  boolean isBegun() {
    return begun;
  }

  @Override
  public void write(int b) throws IOException {
    if (end == CHUNK_LINE_BYTES + PIECE_BYTES) {
      send(false);
    }
    piece[end++] = (byte) b;
  }

  @Override
  public void write(byte[] source, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      if (end == CHUNK_LINE_BYTES + PIECE_BYTES) {
        send(false);
      }
      int count = Math.min(left, CHUNK_LINE_BYTES + PIECE_BYTES - end);
      System.arraycopy(source, from, piece, end, count);
      end += count;
      from += count;
      left -= count;
    }
  }

  @Override
  public void flush() throws IOException {
    if (end > CHUNK_LINE_BYTES) {
      send(false);
    }
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      send(true);
    }
  }

  private void send(boolean last) throws IOException {
    int length = end - CHUNK_LINE_BYTES;
    boolean whole = last && !begun;
    int from = CHUNK_LINE_BYTES;
    if (!whole && !exchange.line().http10()) {
      from = length == 0 ? CHUNK_LINE_BYTES : chunkLine(length);
      if (last) {
        append("0\r\n\r\n");
      }
    }
    awaitRoom(end - from);
    begun = true;
    sender.streamPiece(this, exchange, new Piece(piece, from, end - from, length, whole, last));
    piece = newPiece();
    end = CHUNK_LINE_BYTES;
  }

  private int chunkLine(int length) {
    for (int i = 0; i < 4; i++) {
      piece[i] = (byte) DIGITS.charAt((length >> (4 * (3 - i))) & 15);
    }
    piece[4] = '\r';
    piece[5] = '\n';
    append("\r\n");
    return 0;
  }

  private void append(String text) {
    for (int i = 0; i < text.length(); i++) {
      piece[end++] = (byte) text.charAt(i);
    }
  }

  /** The event loop closes a connection that stalls, which ends the wait. */
  private synchronized void awaitRoom(int bytes) throws IOException {
    try {
      while (!gone && waitingBytes > 0 && waitingBytes + bytes > WINDOW_BYTES) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the client was reading", e);
    }
    if (gone) {
      throw new IOException("the client is gone or reads too slowly");
    }
    waitingBytes += bytes;
  }

  /** Reports that the socket has taken bytes. */
  synchronized void taken(int bytes) {
    waitingBytes -= bytes;
    notifyAll();
  }

  /** Reports that the connection is closed. */
  synchronized void gone() {
    gone = true;
    notifyAll();
  }

  synchronized boolean isGone() {
    return gone;
  }

  /**
   * A range of bytes ready for the socket.
   *
   * @param bodyBytes without the framing
   * @param whole whether this is all of the body, so that its length can be declared
   */
  @SuppressWarnings("ArrayRecordComponent") // Handed to the socket as it is.
  record Piece(byte[] bytes, int from, int length, int bodyBytes, boolean whole, boolean last) {}
}
