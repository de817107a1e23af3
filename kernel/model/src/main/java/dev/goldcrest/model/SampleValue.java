package dev.goldcrest.model;

/**
 * Sample values are IEEE 754 doubles carried as their 64 raw bits.
 *
 * <p>The staleness marker is a signalling NaN with a payload. {@link Double#doubleToLongBits} and
 * arithmetic destroy it, so storage and wire code passes {@code long} bits and only the query
 * engine, which drops markers first, computes with doubles.
 */
public final class SampleValue {
  /** The marker that ends a series: the target or rule no longer exposes it. */
  public static final long STALE_BITS = 0x7ff0000000000002L;

  /** The NaN that Prometheus stores for an ordinary not-a-number value. */
  public static final long NAN_BITS = 0x7ff8000000000001L;

  private SampleValue() {}

  /** Returns the bits of {@code value}; any NaN becomes the ordinary one. */
  public static long bits(double value) {
    return Double.isNaN(value) ? NAN_BITS : Double.doubleToRawLongBits(value);
  }

  /** Returns the double of {@code bits}. */
  public static double value(long bits) {
    return Double.longBitsToDouble(bits);
  }

  /** Tells whether {@code bits} are the staleness marker. */
  public static boolean isStale(long bits) {
    return bits == STALE_BITS;
  }
}
