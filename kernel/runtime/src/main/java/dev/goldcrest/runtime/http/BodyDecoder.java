package dev.goldcrest.runtime.http;

import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a body and passes on its bytes: by declared length, in chunks, or until the
 * connection closes.
 */
final class BodyDecoder {
  private static final int MAX_CHUNK_LINE_BYTES = 256;
  private static final int MAX_TRAILER_BYTES = 8 << 10;
  private static final int MAX_CHUNK_DIGITS = 8;
  private static final long CHUNKED = -1;
  private static final long UNTIL_CLOSE = -2;

  private enum State {
    CHUNK_LINE,
    DATA,
    DATA_END,
    TRAILER,
    DONE
  }

  private final long length;
  private long remaining;
  private State state;
  private int trailerBytes;

  private BodyDecoder(long length) {
    this.length = length;
    this.remaining = length == UNTIL_CLOSE ? Long.MAX_VALUE : Math.max(0, length);
    if (length == CHUNKED) {
      this.state = State.CHUNK_LINE;
    } else {
      this.state = length == 0 ? State.DONE : State.DATA;
    }
  }

  /** Returns the decoder of a request's body; a request without framing has no body. */
  static BodyDecoder ofRequest(MessageHead head, boolean http10) throws HttpProblem {
    String coding = head.first("transfer-encoding");
    long declared = declaredLength(head);
    if (coding == null) {
      return new BodyDecoder(Math.max(0, declared));
    }
    if (declared >= 0) {
      throw new HttpProblem(400, "both Content-Length and Transfer-Encoding are given");
    }
    if (http10) {
      throw new HttpProblem(400, "Transfer-Encoding is given in an HTTP/1.0 request");
    }
    checkChunked(head, coding);
    return new BodyDecoder(CHUNKED);
  }

  /** Returns the decoder of an answer's body; one without framing lasts until the peer closes. */
  static BodyDecoder ofResponse(MessageHead head, String requestMethod, int status)
      throws HttpProblem {
    if (requestMethod.equals("HEAD") || status == 204 || status == 304) {
      return new BodyDecoder(0);
    }
    String coding = head.first("transfer-encoding");
    if (coding != null) {
      checkChunked(head, coding);
      return new BodyDecoder(CHUNKED);
    }
    long declared = declaredLength(head);
    return new BodyDecoder(declared < 0 ? UNTIL_CLOSE : declared);
  }

  private static void checkChunked(MessageHead head, String coding) throws HttpProblem {
    if (head.count("transfer-encoding") > 1 || !coding.equalsIgnoreCase("chunked")) {
      throw new HttpProblem(501, "the only supported Transfer-Encoding is chunked, alone");
    }
  }

  /** Returns the Content-Length, or -1 without one. */
  private static long declaredLength(MessageHead head) throws HttpProblem {
    String value = head.first("content-length");
    if (value == null) {
      return -1;
    }
    if (head.count("content-length") > 1) {
      throw new HttpProblem(400, "Content-Length is given more than once");
    }
    long length = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < '0' || c > '9' || i >= 18) {
        throw new HttpProblem(400, "Content-Length is not a number");
      }
      length = length * 10 + (c - '0');
    }
    if (value.isEmpty()) {
      throw new HttpProblem(400, "Content-Length is empty");
    }
    return length;
  }

  /** Returns the declared length, zero for no body, or -1 when it is not known. */
  long declaredLength() {
    return Math.max(-1, length);
  }

  boolean isDone() {
    return state == State.DONE;
  }

  /** Tells whether the body is complete when the peer closes now. */
  boolean endsWithConnection() {
    return length == UNTIL_CLOSE || state == State.DONE;
  }

  /** Uses up received bytes as far as they belong to the body; returns true when it is complete. */
  boolean read(ReceiveBuffer in, @Nullable ByteSink sink) throws HttpProblem {
    boolean progress = true;
    while (progress && state != State.DONE) {
      progress =
          switch (state) {
            case CHUNK_LINE -> chunkLine(in);
            case DATA -> data(in, sink);
            case DATA_END -> dataEnd(in);
            case TRAILER -> trailer(in);
            case DONE -> false;
          };
    }
    return state == State.DONE;
  }

  private boolean data(ReceiveBuffer in, @Nullable ByteSink sink) throws HttpProblem {
    int count = (int) Math.min(remaining, in.size());
    if (count == 0) {
      return false;
    }
    if (sink != null) {
      sink.put(in.array(), in.start(), count);
    }
    in.consume(count);
    remaining -= count;
    if (remaining == 0) {
      state = length == CHUNKED ? State.DATA_END : State.DONE;
    }
    return true;
  }

  private boolean chunkLine(ReceiveBuffer in) throws HttpProblem {
    int lineFeed = in.indexOfLineFeed(0);
    if ((lineFeed < 0 ? in.size() : lineFeed) > MAX_CHUNK_LINE_BYTES) {
      throw new HttpProblem(400, "a chunk's first line exceeds 256 bytes");
    }
    if (lineFeed < 0) {
      return false;
    }
    long size = 0;
    int i = 0;
    for (int digit; (digit = Character.digit(in.at(i), 16)) >= 0; i++) {
      if (i == MAX_CHUNK_DIGITS) {
        throw new HttpProblem(400, "a chunk's size is too large");
      }
      size = (size << 4) | digit;
    }
    // What follows a semicolon is an extension, which nobody has to know.
    boolean extended = i > 0 && in.at(i) == ';';
    int contentEnd = lineFeed - 1;
    if (i == 0 || (!extended && i != contentEnd) || in.at(contentEnd) != '\r') {
      throw new HttpProblem(400, "a chunk's size is not a hexadecimal number and CR LF");
    }
    for (int k = i; k < contentEnd; k++) {
      if (in.at(k) < ' ' && in.at(k) >= 0 && in.at(k) != '\t') {
        throw new HttpProblem(400, "a chunk's extension has a control character");
      }
    }
    in.consume(lineFeed + 1);
    remaining = size;
    state = size == 0 ? State.TRAILER : State.DATA;
    return true;
  }

  private boolean dataEnd(ReceiveBuffer in) throws HttpProblem {
    if ((in.size() > 0 && in.at(0) != '\r') || (in.size() > 1 && in.at(1) != '\n')) {
      throw new HttpProblem(400, "a chunk's data is longer than its size says");
    }
    if (in.size() < 2) {
      return false;
    }
    in.consume(2);
    state = State.CHUNK_LINE;
    return true;
  }

  private boolean trailer(ReceiveBuffer in) throws HttpProblem {
    int lineFeed = in.indexOfLineFeed(0);
    int length = lineFeed < 0 ? in.size() : lineFeed + 1;
    if (trailerBytes + length > MAX_TRAILER_BYTES) {
      throw new HttpProblem(400, "the trailer exceeds " + MAX_TRAILER_BYTES + " bytes");
    }
    if (lineFeed < 0) {
      return false;
    }
    if (lineFeed == 0 || in.at(lineFeed - 1) != '\r') {
      throw new HttpProblem(400, "a line of the trailer ends in LF without CR");
    }
    if (length == 2) {
      state = State.DONE;
    } else {
      HeadReader.checkField(in, 0, length - 2);
    }
    in.consume(length);
    trailerBytes += length;
    return true;
  }
}
