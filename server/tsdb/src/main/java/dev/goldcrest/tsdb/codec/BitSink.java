package dev.goldcrest.tsdb.codec;

/** Appends bits, the highest first, to a {@link ByteSink}. Owned by one thread. */
final class BitSink {
  private final ByteSink out;
  private long buffer;
  private int filled;
  private int written;

  BitSink(ByteSink out) {
    this.out = out;
  }

  /** Continues a stream whose last byte, {@code lastByte}, has {@code filledBits} bits in use. */
  void resume(int filledBits, int lastByte) {
    filled = filledBits;
    buffer = filledBits == 0 ? 0 : (lastByte & 0xff) >>> (8 - filledBits);
    written = 0;
  }

  /** Returns how many bits were put since {@link #resume}. */
  int written() {
    return written;
  }

  /** Writes the lower {@code count} bits of {@code value}, 0 to 64. */
  void put(long value, int count) {
    written += count;
    if (count > 32) {
      putShort(value >>> 32, count - 32);
      putShort(value, 32);
    } else {
      putShort(value, count);
    }
  }

  // At most 7 bits wait in the buffer, so 32 more always fit.
  private void putShort(long value, int count) {
    buffer = (buffer << count) | (value & ((1L << count) - 1));
    filled += count;
    while (filled >= 8) {
      filled -= 8;
      out.putByte((int) (buffer >>> filled));
    }
  }

  /** Fills the last byte with zero bits; the sink can be used again. */
  void finish() {
    if (filled > 0) {
      out.putByte((int) (buffer << (8 - filled)));
    }
    buffer = 0;
    filled = 0;
  }
}
