package dev.goldcrest.runtime.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts observations per range of values. Safe for use by several threads; observing allocates
 * nothing. A reader may see an observation in its bucket before it is in the sum.
 */
public final class Histogram {
  private final double[] upperBounds;
  private final AtomicLongArray counts;
  private final AtomicLong sumBits = new AtomicLong();

  Histogram(double[] upperBounds) {
    this.upperBounds = upperBounds;
    this.counts = new AtomicLongArray(upperBounds.length + 1);
  }

  /** Counts one value; a NaN falls into the last bucket and makes the sum NaN. */
  public void observe(double value) {
    int bucket = 0;
    while (bucket < upperBounds.length && !(value <= upperBounds[bucket])) {
      bucket++;
    }
    counts.getAndIncrement(bucket);
    Gauge.addTo(sumBits, value);
  }

  /** Counts a duration, in seconds as Prometheus's base unit wants it. */
  public void observeNanos(long nanos) {
    observe(nanos / 1e9);
  }

  /** Returns the inclusive upper bounds, without +Inf. Not a copy. */
  double[] upperBounds() {
    return upperBounds;
  }

  /** Returns the counts per bucket, not accumulated; the last is for +Inf. */
  long[] counts() {
    long[] copy = new long[counts.length()];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = counts.get(i);
    }
    return copy;
  }

  double sum() {
    return Double.longBitsToDouble(sumBits.get());
  }
}
