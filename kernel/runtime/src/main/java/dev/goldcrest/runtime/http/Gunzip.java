package dev.goldcrest.runtime.http;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decompresses gzip as it arrives: one or more members, checksums verified.
 *
 * <p>The JDK's own stream would have to pull, and a thread would have to wait for the next bytes.
 */
final class Gunzip implements ByteSink, AutoCloseable {
  /** Output below this is never refused for its ratio: short texts may compress extremely well. */
  static final int RATIO_FREE_BYTES = 64 << 10;

  private static final int FLAG_HEADER_CRC = 2;
  private static final int FLAG_EXTRA = 4;
  private static final int FLAG_NAME = 8;
  private static final int FLAG_COMMENT = 16;
  private static final int FLAGS_RESERVED = 0xe0;
  private static final int FIXED_HEADER_BYTES = 10;
  private static final int TRAILER_BYTES = 8;

  private enum State {
    FIXED,
    EXTRA_LENGTH,
    EXTRA,
    NAME,
    COMMENT,
    HEADER_CRC,
    DATA,
    TRAILER
  }

  private final ByteSink out;
  private final long maxRatio;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] scratch = new byte[4096];
  private State state = State.FIXED;
  private int counted; // bytes of the current part so far
  private int extraLength;
  private int flags;
  private long trailer;
  private long compressedBytes;
  private long inflatedBytes;
  private boolean anyMember;

  /**
   * Creates a decompressor.
   *
   * @param maxRatio inflated bytes allowed for each compressed one
   */
  Gunzip(ByteSink out, long maxRatio) {
    this.out = out;
    this.maxRatio = maxRatio;
  }

  @Override
  public void put(byte[] source, int offset, int length) throws HttpProblem {
    compressedBytes += length;
    int at = offset;
    int end = offset + length;
    while (at < end) {
      if (state == State.DATA) {
        at = inflate(source, at, end);
      } else {
        headerOrTrailer(source[at++] & 0xff);
      }
    }
  }

  /** Checks that the input did not end in the middle. */
  void finish() throws HttpProblem {
    if (state != State.FIXED || counted != 0 || !anyMember) {
      throw new HttpProblem(400, "the gzip data ends early");
    }
  }

  @Override
  public void close() {
    inflater.end();
  }

  private int inflate(byte[] source, int from, int end) throws HttpProblem {
    inflater.setInput(source, from, end - from);
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(scratch);
        if (count == 0 && (inflater.needsInput() || inflater.needsDictionary())) {
          break;
        }
        inflatedBytes += count;
        if (inflatedBytes > RATIO_FREE_BYTES && inflatedBytes / maxRatio > compressedBytes) {
          throw new HttpProblem(413, "the body inflates to more than " + maxRatio + " times");
        }
        crc.update(scratch, 0, count);
        out.put(scratch, 0, count);
      }
    } catch (DataFormatException e) {
      throw new HttpProblem(400, "invalid gzip data: " + e.getMessage());
    }
    if (inflater.needsDictionary()) {
      throw new HttpProblem(400, "invalid gzip data: a preset dictionary is asked for");
    }
    if (inflater.finished()) {
      enter(State.TRAILER);
      trailer = 0;
    }
    return end - inflater.getRemaining();
  }

  private void headerOrTrailer(int b) throws HttpProblem {
    switch (state) {
      case FIXED -> fixedHeader(b);
      case EXTRA_LENGTH -> {
        extraLength |= b << (8 * counted++);
        if (counted == 2) {
          enterAfter(extraLength == 0 ? State.EXTRA : State.EXTRA_LENGTH);
        }
      }
      case EXTRA -> {
        if (++counted == extraLength) {
          enterAfter(State.EXTRA);
        }
      }
      case NAME, COMMENT -> {
        if (b == 0) {
          enterAfter(state);
        }
      }
      case HEADER_CRC -> {
        if (++counted == 2) {
          enterAfter(State.HEADER_CRC);
        }
      }
      case TRAILER -> trailer(b);
      case DATA -> throw new IllegalStateException("BUG: data treated as header");
    }
  }

  private void fixedHeader(int b) throws HttpProblem {
    boolean wrong =
        switch (counted) {
          case 0 -> b != 0x1f;
          case 1 -> b != 0x8b;
          case 2 -> b != 8;
          case 3 -> (b & FLAGS_RESERVED) != 0;
          default -> false;
        };
    if (wrong) {
      throw new HttpProblem(400, "the body is not gzip");
    }
    if (counted == 3) {
      flags = b;
    }
    if (++counted == FIXED_HEADER_BYTES) {
      extraLength = 0;
      enterAfter(State.FIXED);
    }
  }

  /** Enters the next part that the flags announce. */
  private void enterAfter(State done) {
    if (done == State.FIXED && (flags & FLAG_EXTRA) != 0) {
      enter(State.EXTRA_LENGTH);
    } else if (done == State.EXTRA_LENGTH) {
      enter(State.EXTRA);
    } else if (done.compareTo(State.NAME) < 0 && (flags & FLAG_NAME) != 0) {
      enter(State.NAME);
    } else if (done.compareTo(State.COMMENT) < 0 && (flags & FLAG_COMMENT) != 0) {
      enter(State.COMMENT);
    } else if (done.compareTo(State.HEADER_CRC) < 0 && (flags & FLAG_HEADER_CRC) != 0) {
      enter(State.HEADER_CRC);
    } else {
      enter(State.DATA);
    }
  }

  private void enter(State next) {
    state = next;
    counted = 0;
  }

  private void trailer(int b) throws HttpProblem {
    trailer |= (long) b << (8 * counted++);
    if (counted < TRAILER_BYTES) {
      return;
    }
    long wantedCrc = trailer & 0xffffffffL;
    long wantedSize = trailer >>> 32;
    if (crc.getValue() != wantedCrc || (inflater.getBytesWritten() & 0xffffffffL) != wantedSize) {
      throw new HttpProblem(400, "the gzip checksum does not match");
    }
    crc.reset();
    inflater.reset();
    anyMember = true;
    enter(State.FIXED);
  }
}
