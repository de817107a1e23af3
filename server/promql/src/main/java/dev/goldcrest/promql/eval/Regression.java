package dev.goldcrest.promql.eval;

/** The straight line that fits the samples of a window best. */
final class Regression {
  private final Window window;
  private final CompensatedSum sumX = new CompensatedSum();
  private final CompensatedSum sumY = new CompensatedSum();
  private final CompensatedSum sumXy = new CompensatedSum();
  private final CompensatedSum sumX2 = new CompensatedSum();
  private double slope;
  private double intercept;

  Regression(Window window) {
    this.window = window;
  }

  /** Returns the slope a second, computed with times relative to {@code originMillis}. */
  double slopeFrom(long originMillis) {
    fit(originMillis);
    return slope;
  }

  /** Returns the line's value some seconds after {@code nowMillis}. */
  double predict(long nowMillis, double secondsAhead) {
    fit(nowMillis);
    return slope * secondsAhead + intercept;
  }

  private void fit(long originMillis) {
    sumX.reset();
    sumY.reset();
    sumXy.reset();
    sumX2.reset();
    double firstY = window.values[window.from];
    boolean constant = true;
    for (int i = window.from; i < window.to; i++) {
      double y = window.values[i];
      constant &= y == firstY;
      double x = (window.times[i] - originMillis) / 1000.0;
      sumX.add(x);
      sumY.add(y);
      sumXy.add(x * y);
      sumX2.add(x * x);
    }
    if (constant) {
      // The sums would only bring rounding errors; an infinite constant has no line at all.
      slope = Double.isInfinite(firstY) ? Double.NaN : 0;
      intercept = Double.isInfinite(firstY) ? Double.NaN : firstY;
      return;
    }
    double n = window.count();
    double x = sumX.value();
    double y = sumY.value();
    slope = (sumXy.value() - x * y / n) / (sumX2.value() - x * x / n);
    intercept = y / n - slope * x / n;
  }
}
