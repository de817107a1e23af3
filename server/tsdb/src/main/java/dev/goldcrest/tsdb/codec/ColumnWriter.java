package dev.goldcrest.tsdb.codec;

import java.util.Arrays;

/**
 * Writes up to {@link #MAX_VALUES} numbers as one column, in the smallest of a few exact forms.
 * Owned by one thread; reusable.
 *
 * <p>Whole numbers: the first, then differences (or differences of differences, whichever takes
 * fewer bits) divided by their greatest common divisor, each as a Golomb-Rice code whose parameter
 * is chosen for the column. A code that would grow past {@link #ESCAPE} ones is written raw, so one
 * outlier costs at most 85 bits.
 *
 * <p>Doubles: one constant; whole numbers over a power of ten as above; otherwise {@link
 * XorWindow}.
 */
public final class ColumnWriter {
  /** The most values of a column. */
  public static final int MAX_VALUES = 240;

  static final int CONSTANT = 0;
  static final int DELTA = 1;
  static final int DELTA_OF_DELTA = 2;

  static final int FORM_CONSTANT = 0;
  static final int FORM_DECIMAL = 1;
  static final int FORM_XOR = 2;

  static final int ESCAPE = 15;
  static final int ESCAPE_LENGTH_BITS = 6;
  static final int MAX_PARAMETER = 60;

  private final long[] mantissas = new long[MAX_VALUES];
  private final long[] deltas = new long[MAX_VALUES];
  private final long[] seconds = new long[MAX_VALUES];
  private final int[] lengths = new int[65];
  private final XorWindow window = new XorWindow();

  /** Creates a writer. */
  public ColumnWriter() {}

  /** Writes the first {@code count} whole numbers, at least one. */
  public void writeIntegers(long[] values, int count, ByteSink out) {
    long gcd = 0;
    for (int i = 1; i < count; i++) {
      deltas[i] = values[i] - values[i - 1];
      gcd = gcd == 1 ? 1 : gcd(gcd, deltas[i]);
    }
    if (gcd == 0) {
      out.putByte(CONSTANT);
      out.putSigned(values[0]);
      return;
    }
    for (int i = 1; i < count; i++) {
      deltas[i] = Bytes.zigZag(deltas[i] / gcd);
    }
    for (int i = 2; i < count; i++) {
      seconds[i] = Bytes.zigZag(Bytes.unZigZag(deltas[i]) - Bytes.unZigZag(deltas[i - 1]));
    }
    int parameter = parameter(deltas, 1, count);
    int secondParameter = parameter(seconds, 2, count);
    long firstDelta = Bytes.unZigZag(deltas[1]);
    // The first difference stands alone, about as long as its own number.
    long secondBits = bits(seconds, 2, count, secondParameter) + 2L * bitLength(deltas[1]);
    boolean second = secondBits < bits(deltas, 1, count, parameter);
    out.putByte(second ? DELTA_OF_DELTA | secondParameter << 2 : DELTA | parameter << 2);
    out.putSigned(values[0]);
    out.putVarint(gcd);
    if (second) {
      out.putSigned(firstDelta);
      putCodes(seconds, 2, count, secondParameter, out);
    } else {
      putCodes(deltas, 1, count, parameter, out);
    }
  }

  /** Writes the first {@code count} doubles, given as raw bits, at least one. */
  public void writeDoubles(long[] bits, int count, ByteSink out) {
    if (isConstant(bits, count)) {
      out.putByte(FORM_CONSTANT);
      // Round numbers have zeros in their low bytes, which come first here and cost nothing.
      out.putVarint(Long.reverseBytes(bits[0]));
      return;
    }
    int start = out.size();
    int scale = commonScale(bits, count);
    if (scale >= 0) {
      for (int i = 0; i < count; i++) {
        mantissas[i] = Decimal.mantissa(bits[i], scale);
      }
      out.putByte(FORM_DECIMAL | scale << 2);
      writeIntegers(mantissas, count, out);
    }
    int decimalSize = out.size() - start;
    // Only long decimals can lose to the other form; a noisy short one is rarely near the limit.
    if (scale >= 0 && decimalSize <= 3 * count + 8) {
      return;
    }
    int middle = out.size();
    putXor(bits, count, out);
    int xorSize = out.size() - middle;
    if (scale >= 0 && decimalSize <= xorSize) {
      out.truncate(middle);
    } else if (scale >= 0) {
      System.arraycopy(out.array(), middle, out.array(), start, xorSize);
      out.truncate(start + xorSize);
    }
  }

  private void putXor(long[] bits, int count, ByteSink out) {
    out.putByte(FORM_XOR);
    out.putLong(bits[0]);
    BitSink sink = new BitSink(out);
    window.reset();
    for (int i = 1; i < count; i++) {
      window.put(sink, bits[i - 1], bits[i]);
    }
    sink.finish();
  }

  private static boolean isConstant(long[] bits, int count) {
    for (int i = 1; i < count; i++) {
      if (bits[i] != bits[0]) {
        return false;
      }
    }
    return true;
  }

  private static int commonScale(long[] bits, int count) {
    int scale = 0;
    for (int i = 0; i < count; i++) {
      scale = Decimal.scale(bits[i], scale, Decimal.MAX_SCALE);
      if (scale < 0) {
        return Decimal.NONE;
      }
    }
    for (int i = 0; i < count; i++) {
      if (!Decimal.isExact(bits[i], scale)) {
        return Decimal.NONE;
      }
    }
    return scale;
  }

  private static long gcd(long a, long b) {
    long x = Math.abs(a);
    long y = Math.abs(b);
    if (x < 0 || y < 0) {
      return 1;
    }
    while (y != 0) {
      long rest = x % y;
      x = y;
      y = rest;
    }
    return x;
  }

  private static int bitLength(long value) {
    return 64 - Long.numberOfLeadingZeros(value);
  }

  // The best parameter lies near the median's length; outliers are escaped and do not count.
  private int parameter(long[] codes, int from, int to) {
    Arrays.fill(lengths, 0);
    for (int i = from; i < to; i++) {
      lengths[bitLength(codes[i])]++;
    }
    int median = 0;
    int below = lengths[0];
    while (2 * below < to - from) {
      below += lengths[++median];
    }
    int best = 0;
    long bestBits = Long.MAX_VALUE;
    for (int k = Math.max(0, median - 2); k <= Math.min(median + 2, MAX_PARAMETER); k++) {
      long bits = bits(codes, from, to, k);
      if (bits < bestBits) {
        best = k;
        bestBits = bits;
      }
    }
    return best;
  }

  private static long bits(long[] codes, int from, int to, int parameter) {
    long sum = 0;
    for (int i = from; i < to; i++) {
      long quotient = codes[i] >>> parameter;
      if (isShort(quotient)) {
        sum += quotient + 1 + parameter;
      } else {
        sum += ESCAPE + ESCAPE_LENGTH_BITS + bitLength(codes[i]);
      }
    }
    return sum;
  }

  // Quotients are unsigned.
  private static boolean isShort(long quotient) {
    return quotient >= 0 && quotient < ESCAPE;
  }

  private static void putCodes(long[] codes, int from, int to, int parameter, ByteSink out) {
    BitSink sink = new BitSink(out);
    for (int i = from; i < to; i++) {
      long code = codes[i];
      long quotient = code >>> parameter;
      if (isShort(quotient)) {
        // That many ones and a zero.
        sink.put((1L << (quotient + 1)) - 2, (int) quotient + 1);
        sink.put(code, parameter);
      } else {
        int length = bitLength(code);
        sink.put((1L << ESCAPE) - 1, ESCAPE);
        sink.put(length - 1, ESCAPE_LENGTH_BITS);
        sink.put(code, length);
      }
    }
    sink.finish();
  }
}
