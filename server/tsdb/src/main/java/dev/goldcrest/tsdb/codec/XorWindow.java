package dev.goldcrest.tsdb.codec;

/**
 * Codes a value as its difference in bits from the one before, in the manner of Gorilla: a zero bit
 * for an equal value, otherwise the bits between the leading and trailing zeros of the XOR, in the
 * window of the value before where they fit it.
 *
 * <p>The window is the state between two values. Owned by one thread.
 */
final class XorWindow {
  private static final int LEAD_BITS = 5;
  private static final int LENGTH_BITS = 6;
  private static final int MAX_LEAD = (1 << LEAD_BITS) - 1;

  // Leading zeros and width of the window in use; width 0 before the first.
  private int lead;
  private int length;

  void reset() {
    lead = 0;
    length = 0;
  }

  /** Returns the state as a number below 2^13, 0 when reset. */
  int state() {
    return length << LEAD_BITS | lead;
  }

  void restore(int state) {
    lead = state & MAX_LEAD;
    length = state >>> LEAD_BITS;
  }

  void put(BitSink out, long before, long value) {
    long xor = before ^ value;
    if (xor == 0) {
      out.put(0, 1);
      return;
    }
    int newLead = Math.min(Long.numberOfLeadingZeros(xor), MAX_LEAD);
    int trail = Long.numberOfTrailingZeros(xor);
    int newLength = 64 - newLead - trail;
    boolean fits = newLead >= lead && trail >= 64 - lead - length;
    // A wide window is given up as soon as naming a narrow one pays.
    if (fits && length <= newLength + LEAD_BITS + LENGTH_BITS) {
      out.put(0b10, 2);
    } else {
      lead = newLead;
      length = newLength;
      out.put(0b11, 2);
      out.put(lead, LEAD_BITS);
      out.put(length - 1, LENGTH_BITS);
    }
    out.put(xor >>> (64 - lead - length), length);
  }

  long get(BitSource in, long before) {
    if (!in.getBit()) {
      return before;
    }
    if (in.getBit()) {
      lead = (int) in.get(LEAD_BITS);
      length = (int) in.get(LENGTH_BITS) + 1;
    }
    int shift = 64 - lead - length;
    if (shift < 0) {
      throw new IndexOutOfBoundsException("window of " + length + " bits after " + lead);
    }
    return before ^ (in.get(length) << shift);
  }
}
