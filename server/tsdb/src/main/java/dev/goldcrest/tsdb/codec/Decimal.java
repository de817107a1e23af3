package dev.goldcrest.tsdb.codec;

/**
 * Doubles as whole numbers over a power of ten, where that is exact.
 *
 * <p>A value has scale {@code s} when {@code m / 10^s}, with {@code m} whole and below 2^53, is the
 * same 64 bits. Numerator and power are exact doubles then and the division rounds correctly, so
 * any number that was once written with at most 15 digits qualifies; negative zero, infinities and
 * NaNs do not.
 */
public final class Decimal {
  /** The largest scale tried. */
  public static final int MAX_SCALE = 12;

  /** What {@link #scale} returns when no scale is exact. */
  public static final int NONE = -1;

  private static final double LIMIT = 0x1p53;
  private static final double[] POWERS = new double[MAX_SCALE + 1];

  static {
    POWERS[0] = 1;
    for (int i = 1; i <= MAX_SCALE; i++) {
      POWERS[i] = POWERS[i - 1] * 10;
    }
  }

  private Decimal() {}

  /** Returns the smallest exact scale from {@code least} to {@code most}, or {@link #NONE}. */
  public static int scale(long bits, int least, int most) {
    for (int s = least; s <= most; s++) {
      if (isExact(bits, s)) {
        return s;
      }
    }
    return NONE;
  }

  /** Tells whether the value is a whole number over {@code 10^scale}. */
  public static boolean isExact(long bits, int scale) {
    double scaled = Double.longBitsToDouble(bits) * POWERS[scale];
    // A comparison with NaN is false, so NaNs fail here too.
    if (!(Math.abs(scaled) < LIMIT)) {
      return false;
    }
    return bits(Math.round(scaled), scale) == bits;
  }

  /** Returns the whole number of an exact value. */
  public static long mantissa(long bits, int scale) {
    return Math.round(Double.longBitsToDouble(bits) * POWERS[scale]);
  }

  /** Returns the bits of {@code mantissa / 10^scale}. */
  public static long bits(long mantissa, int scale) {
    double value = mantissa;
    return Double.doubleToRawLongBits(scale == 0 ? value : value / POWERS[scale]);
  }
}
