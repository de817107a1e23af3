package dev.goldcrest.promql.eval;

/**
 * A running sum with Neumaier's compensation: the error of each addition is collected apart and
 * added at the end. Once the sum is infinite the error means nothing and is dropped.
 */
final class CompensatedSum {
  double sum;
  double error;

  void reset() {
    sum = 0;
    error = 0;
  }

  void add(double value) {
    double total = sum + value;
    error = errorOf(total, sum, value, error);
    sum = total;
  }

  double value() {
    return sum + error;
  }

  /** Returns the error collected so far after {@code total = sum + value}. */
  static double errorOf(double total, double sum, double value, double error) {
    if (Double.isInfinite(total)) {
      return 0;
    }
    return Math.abs(sum) >= Math.abs(value)
        ? error + ((sum - total) + value)
        : error + ((value - total) + sum);
  }
}
