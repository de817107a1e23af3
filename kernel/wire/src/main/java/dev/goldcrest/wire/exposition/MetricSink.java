package dev.goldcrest.wire.exposition;

import dev.goldcrest.model.MetricType;

/**
 * Takes metric families one after the other, each with all its samples, as an exposition needs
 * them. Used by one thread at a time; nothing passed in is kept.
 *
 * <p>A family is started once per document, and a label set occurs once in its family: sinks do not
 * check either, and a document that breaks them is refused by its readers.
 */
public interface MetricSink {
  /**
   * Starts a family; all samples up to the next call belong to it.
   *
   * @param name the metric name as queries use it, so that of a counter ends in {@code _total}
   * @param type counter, gauge, histogram, summary or unknown
   * @param labelNames the names for the values that each sample brings, in the same order
   */
  void family(String name, MetricType type, String help, String... labelNames);

  /** Adds a sample to a counter, gauge or unknown family. */
  void sample(double value, String... labelValues);

  /** Adds a sample that is a whole number; above 2^53 it is rounded. */
  default void sample(long value, String... labelValues) {
    sample((double) value, labelValues);
  }

  /**
   * Adds a histogram.
   *
   * @param upperBounds inclusive and ascending, without +Inf
   * @param counts observations per bucket, not accumulated; one more than bounds, the last for +Inf
   */
  void histogram(double[] upperBounds, long[] counts, double sum, String... labelValues);

  /**
   * Adds a summary.
   *
   * @param quantiles between 0 and 1; may be empty
   * @param values the estimates, one for each quantile
   */
  void summary(double[] quantiles, double[] values, long count, double sum, String... labelValues);
}
