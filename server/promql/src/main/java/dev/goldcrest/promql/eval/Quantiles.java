package dev.goldcrest.promql.eval;

import java.util.Arrays;

/** Quantiles of a set of numbers, interpolated between neighbours. Reused for set after set. */
final class Quantiles {
  private double[] values = new double[16];
  private int count;
  private boolean sorted;

  void clear() {
    count = 0;
    sorted = false;
  }

  void add(double value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  /** Starts over with the numbers of part of an array. */
  void load(double[] source, int from, int to) {
    clear();
    if (values.length < to - from) {
      values = new double[to - from];
    }
    System.arraycopy(source, from, values, 0, to - from);
    count = to - from;
  }

  /** Returns the quantile; not-a-number values rank below all others. */
  double quantile(double q) {
    if (count == 0 || Double.isNaN(q)) {
      return Double.NaN;
    }
    if (q < 0) {
      return Double.NEGATIVE_INFINITY;
    }
    if (q > 1) {
      return Double.POSITIVE_INFINITY;
    }
    sort();
    double rank = q * (count - 1);
    int lower = (int) Math.max(0, Math.floor(rank));
    int upper = Math.min(count - 1, lower + 1);
    double weight = rank - Math.floor(rank);
    return values[lower] * (1 - weight) + values[upper] * weight;
  }

  // Java sorts not-a-number values last, the language wants them first.
  private void sort() {
    if (sorted) {
      return;
    }
    sorted = true;
    Arrays.sort(values, 0, count);
    int numbers = count;
    while (numbers > 0 && Double.isNaN(values[numbers - 1])) {
      numbers--;
    }
    if (numbers < count) {
      System.arraycopy(values, 0, values, count - numbers, numbers);
      Arrays.fill(values, 0, count - numbers, Double.NaN);
    }
  }
}
