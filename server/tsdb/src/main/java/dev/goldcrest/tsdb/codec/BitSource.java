package dev.goldcrest.tsdb.codec;

/** Reads what {@link BitSink} wrote. Owned by one thread; reusable. */
final class BitSource {
  private ByteSource in = new ByteSource();
  private long buffer;
  private int filled;

  /** Reads from the position of {@code source} on. */
  void over(ByteSource source) {
    in = source;
    buffer = 0;
    filled = 0;
  }

  /** Reads {@code count} bits, 0 to 64. */
  long get(int count) {
    if (count > 32) {
      long high = getShort(count - 32);
      return (high << 32) | getShort(32);
    }
    return getShort(count);
  }

  private long getShort(int count) {
    while (filled < count) {
      buffer = (buffer << 8) | in.getByte();
      filled += 8;
    }
    filled -= count;
    return (buffer >>> filled) & ((1L << count) - 1);
  }

  boolean getBit() {
    if (filled == 0) {
      buffer = in.getByte();
      filled = 8;
    }
    filled--;
    return ((buffer >>> filled) & 1) != 0;
  }
}
