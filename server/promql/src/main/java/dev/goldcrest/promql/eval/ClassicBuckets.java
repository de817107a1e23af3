package dev.goldcrest.promql.eval;

import java.util.Arrays;

/** The cumulative buckets of one classic histogram at one time. Reused for time after time. */
final class ClassicBuckets {
  // Differences smaller than this share of the counts come from floating point, not from a reset.
  private static final double TOLERANCE = 1e-12;

  private double[] bounds = new double[16];
  private double[] counts = new double[16];
  private int size;
  private boolean forcedMonotonic;

  void clear() {
    size = 0;
    forcedMonotonic = false;
  }

  int count() {
    return size;
  }

  /** Tells whether the last quantile had to ignore a bucket below its predecessor. */
  boolean wereForcedMonotonic() {
    return forcedMonotonic;
  }

  /** Adds a bucket, keeping them in order of their bounds; equal bounds are added up. */
  void add(double bound, double cumulativeCount) {
    int at = size;
    while (at > 0 && bounds[at - 1] > bound) {
      at--;
    }
    if (at > 0 && bounds[at - 1] == bound) {
      counts[at - 1] += cumulativeCount;
      return;
    }
    if (size == bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * size);
      counts = Arrays.copyOf(counts, 2 * size);
    }
    System.arraycopy(bounds, at, bounds, at + 1, size - at);
    System.arraycopy(counts, at, counts, at + 1, size - at);
    bounds[at] = bound;
    counts[at] = cumulativeCount;
    size++;
  }

  private boolean isComplete() {
    return bounds[size - 1] == Double.POSITIVE_INFINITY;
  }

  double quantile(double q) {
    if (Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    if (!isComplete()) {
      return Double.NaN;
    }
    forceMonotonic();
    if (size < 2 || counts[size - 1] == 0) {
      return Double.NaN;
    }
    double rank = q * counts[size - 1];
    int bucket = 0;
    while (bucket < size - 1 && !(counts[bucket] >= rank)) {
      bucket++;
    }
    if (bucket == size - 1) {
      return bounds[size - 2];
    }
    if (bucket == 0 && bounds[0] <= 0) {
      return bounds[0];
    }
    double start = bucket == 0 ? 0 : bounds[bucket - 1];
    double before = bucket == 0 ? 0 : counts[bucket - 1];
    return start + (bounds[bucket] - start) * ((rank - before) / (counts[bucket] - before));
  }

  private void forceMonotonic() {
    double highest = counts[0];
    for (int i = 1; i < size; i++) {
      double count = counts[i];
      if (count == highest) {
        continue;
      }
      if (almostEqual(highest, count)) {
        counts[i] = highest;
      } else if (count < highest) {
        counts[i] = highest;
        forcedMonotonic = true;
      } else {
        highest = count;
      }
    }
  }

  private static boolean almostEqual(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Double.isNaN(a) && Double.isNaN(b);
    }
    double sum = Math.abs(a) + Math.abs(b);
    double difference = Math.abs(a - b);
    if (a == 0 || b == 0 || sum < Double.MIN_NORMAL) {
      return difference < TOLERANCE * Double.MIN_NORMAL;
    }
    return difference / Math.min(sum, Double.MAX_VALUE) < TOLERANCE;
  }

  /** Returns the share of observations between two values, interpolated within buckets. */
  double fraction(double lower, double upper) {
    if (!isComplete()) {
      return Double.NaN;
    }
    double total = counts[size - 1];
    if (total == 0 || Double.isNaN(lower) || Double.isNaN(upper)) {
      return Double.NaN;
    }
    if (lower >= upper) {
      return 0;
    }
    return (rankOf(upper) - rankOf(lower)) / total;
  }

  // How many observations lie below a value.
  private double rankOf(double value) {
    double below = 0;
    for (int i = 0; i < size; i++) {
      double start = i > 0 ? bounds[i - 1] : (bounds[0] > 0 ? 0 : Double.NEGATIVE_INFINITY);
      if (start >= value) {
        return Math.min(below, counts[size - 1]);
      }
      if (bounds[i] > value) {
        double rank = counts[i];
        if (start != Double.NEGATIVE_INFINITY) {
          rank = below + (counts[i] - below) * (value - start) / (bounds[i] - start);
        }
        return Math.min(rank, counts[size - 1]);
      }
      below = counts[i];
    }
    return counts[size - 1];
  }
}
