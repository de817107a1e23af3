package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.Function;
import dev.goldcrest.query.QueryException;

/** What the window functions compute. */
final class WindowMath {
  private final Function function;
  private final Window window;
  private final long rangeMillis;
  private final Quantiles quantiles = new Quantiles();
  private final Regression regression;
  private double[][] scalars = {};

  WindowMath(Function function, Window window, long rangeMillis) {
    this.function = function;
    this.window = window;
    this.rangeMillis = rangeMillis;
    this.regression = new Regression(window);
  }

  void setScalars(double[][] newScalars) {
    scalars = newScalars;
  }

  /** Returns how many samples a window must hold for the function to have a value. */
  static int samplesNeeded(Function function) {
    return switch (function) {
      case RATE,
          INCREASE,
          DELTA,
          IRATE,
          IDELTA,
          DERIV,
          PREDICT_LINEAR,
          DOUBLE_EXPONENTIAL_SMOOTHING ->
          2;
      default -> 1;
    };
  }

  /** Computes the function for the window as it stands. */
  double compute(int step, long stepMillis) throws QueryException {
    double[] values = window.values;
    return switch (function) {
      case RATE, INCREASE, DELTA -> extrapolated();
      case IRATE, IDELTA -> instantChange();
      case DERIV -> regression.slopeFrom(window.times[window.from]);
      case PREDICT_LINEAR -> regression.predict(stepMillis, scalars[0][step]);
      case CHANGES -> changes();
      case RESETS -> window.decreases;
      case COUNT_OVER_TIME -> window.count();
      case PRESENT_OVER_TIME -> 1;
      case LAST_OVER_TIME -> values[window.to - 1];
      case FIRST_OVER_TIME -> values[window.from];
      case MIN_OVER_TIME -> values[extremeIndex(false)];
      case MAX_OVER_TIME -> values[extremeIndex(true)];
      case TS_OF_MIN_OVER_TIME -> seconds(lastExtremeIndex(false));
      case TS_OF_MAX_OVER_TIME -> seconds(lastExtremeIndex(true));
      case TS_OF_FIRST_OVER_TIME -> seconds(window.from);
      case TS_OF_LAST_OVER_TIME -> seconds(window.to - 1);
      case SUM_OVER_TIME -> sum();
      case AVG_OVER_TIME -> average();
      case STDVAR_OVER_TIME -> variance();
      case STDDEV_OVER_TIME -> Math.sqrt(variance());
      case QUANTILE_OVER_TIME -> {
        quantiles.load(values, window.from, window.to);
        yield quantiles.quantile(scalars[0][step]);
      }
      case MAD_OVER_TIME -> medianDeviation();
      case DOUBLE_EXPONENTIAL_SMOOTHING -> smoothed(scalars[0][step], scalars[1][step]);
      default -> throw new IllegalStateException("BUG: " + function + " has no window");
    };
  }

  private double seconds(int index) {
    return window.times[index] / 1000.0;
  }

  /**
   * The change over the range: the change between first and last sample, stretched to the ends of
   * the range as far as samples so near to them suggest, but for counters not below zero.
   */
  private double extrapolated() {
    int first = window.from;
    int last = window.to - 1;
    boolean counter = function != Function.DELTA;
    double change = window.values[last] - window.values[first];
    if (counter && window.decreases > 0) {
      for (int i = first + 1; i <= last; i++) {
        if (window.values[i] < window.values[i - 1]) {
          change += window.values[i - 1];
        }
      }
    }
    double toStart = (window.times[first] - window.startMillis) / 1000.0;
    double toEnd = (window.endMillis - window.times[last]) / 1000.0;
    double sampled = (window.times[last] - window.times[first]) / 1000.0;
    double spacing = sampled / (last - first);
    double threshold = spacing * 1.1;
    if (toStart >= threshold) {
      toStart = spacing / 2;
    }
    if (counter) {
      double toZero = toStart;
      if (change > 0 && window.values[first] >= 0) {
        toZero = sampled * (window.values[first] / change);
      }
      toStart = Math.min(toStart, toZero);
    }
    if (toEnd >= threshold) {
      toEnd = spacing / 2;
    }
    double factor = (sampled + toStart + toEnd) / sampled;
    if (function == Function.RATE) {
      factor /= rangeMillis / 1000.0;
    }
    return change * factor;
  }

  private double instantChange() {
    int last = window.to - 1;
    double newest = window.values[last];
    double before = window.values[last - 1];
    if (function == Function.IDELTA) {
      return newest - before;
    }
    double change = newest < before ? newest : newest - before;
    return change / ((window.times[last] - window.times[last - 1]) / 1000.0);
  }

  private double changes() {
    int changes = 0;
    for (int i = window.from + 1; i < window.to; i++) {
      double value = window.values[i];
      double before = window.values[i - 1];
      if (value != before && !(Double.isNaN(value) && Double.isNaN(before))) {
        changes++;
      }
    }
    return changes;
  }

  private int extremeIndex(boolean greatest) {
    double[] values = window.values;
    int best = window.from;
    for (int i = best + 1; i < window.to; i++) {
      boolean better = greatest ? values[i] > values[best] : values[i] < values[best];
      if (better || Double.isNaN(values[best])) {
        best = i;
      }
    }
    return best;
  }

  private int lastExtremeIndex(boolean greatest) {
    double[] values = window.values;
    int best = window.from;
    for (int i = best + 1; i < window.to; i++) {
      boolean better = greatest ? values[i] >= values[best] : values[i] <= values[best];
      if (better || Double.isNaN(values[best])) {
        best = i;
      }
    }
    return best;
  }

  private double sum() {
    double sum = 0;
    double error = 0;
    for (int i = window.from; i < window.to; i++) {
      double value = window.values[i];
      double total = sum + value;
      error = CompensatedSum.errorOf(total, sum, value, error);
      sum = total;
    }
    return Double.isInfinite(sum) ? sum : sum + error;
  }

  private double average() {
    double sum = window.values[window.from];
    double error = 0;
    int count = window.count();
    for (int i = 1; i < count; i++) {
      double value = window.values[window.from + i];
      double total = sum + value;
      if (Double.isInfinite(total)) {
        return incrementalAverage(i, sum / i, error / i);
      }
      error = CompensatedSum.errorOf(total, sum, value, error);
      sum = total;
    }
    return sum / count + error / count;
  }

  // The sum would overflow, so the mean itself is carried on from here.
  private double incrementalAverage(int from, double meanSoFar, double errorSoFar) {
    double mean = meanSoFar;
    double error = errorSoFar;
    for (int i = from; i < window.count(); i++) {
      double n = i + 1;
      double weighted = (n - 1) / n * mean;
      double part = window.values[window.from + i] / n;
      double total = weighted + part;
      error = CompensatedSum.errorOf(total, weighted, part, (n - 1) / n * error);
      mean = total;
    }
    return mean + error;
  }

  private double variance() {
    double mean = 0;
    double meanError = 0;
    double squares = 0;
    double squaresError = 0;
    double n = 0;
    for (int i = window.from; i < window.to; i++) {
      n++;
      double delta = window.values[i] - (mean + meanError);
      double part = delta / n;
      double total = mean + part;
      meanError = CompensatedSum.errorOf(total, mean, part, meanError);
      mean = total;
      double square = delta * (window.values[i] - (mean + meanError));
      total = squares + square;
      squaresError = CompensatedSum.errorOf(total, squares, square, squaresError);
      squares = total;
    }
    return (squares + squaresError) / n;
  }

  private double medianDeviation() {
    quantiles.load(window.values, window.from, window.to);
    double median = quantiles.quantile(0.5);
    quantiles.clear();
    for (int i = window.from; i < window.to; i++) {
      quantiles.add(Math.abs(window.values[i] - median));
    }
    return quantiles.quantile(0.5);
  }

  private double smoothed(double smoothing, double trendFactor) throws QueryException {
    checkFactor("smoothing", smoothing);
    checkFactor("trend", trendFactor);
    double before = 0;
    double level = window.values[window.from];
    double trend = window.values[window.from + 1] - level;
    for (int i = window.from + 1; i < window.to; i++) {
      if (i > window.from + 1) {
        trend = trendFactor * (level - before) + (1 - trendFactor) * trend;
      }
      double next = smoothing * window.values[i] + (1 - smoothing) * (level + trend);
      before = level;
      level = next;
    }
    return level;
  }

  private static void checkFactor(String name, double factor) throws QueryException {
    if (factor <= 0 || factor >= 1) {
      String symbol = name.equals("trend") ? "tf" : "sf";
      throw Evaluation.failure(
          "invalid " + name + " factor. Expected: 0 < " + symbol + " < 1, got: " + factor);
    }
  }
}
