package dev.goldcrest.query;

import dev.goldcrest.model.Labels;
import java.util.List;

/** What an expression evaluates to. Times are Unix milliseconds. */
public sealed interface QueryValue {
  /** One number at one time. */
  record Scalar(long timestampMillis, double value) implements QueryValue {}

  /** One string at one time. */
  record Text(long timestampMillis, String value) implements QueryValue {}

  /**
   * One sample for each of several series, all at one time; the order is the engine's and means
   * something after a sort.
   */
  record Vector(List<Sample> samples) implements QueryValue {
    /** Copies the list. */
    public Vector {
      samples = List.copyOf(samples);
    }
  }

  /** Samples over time for several series, in label order. */
  record Matrix(List<Series> series) implements QueryValue {
    /** Copies the list. */
    public Matrix {
      series = List.copyOf(series);
    }
  }

  /** One sample of a vector. */
  record Sample(Labels labels, long timestampMillis, double value) {}

  /**
   * One series of a matrix. The arrays are owned by the value and must not be changed.
   *
   * @param timestampsMillis ascending
   * @param values as many as there are timestamps
   */
  @SuppressWarnings(
      "ArrayRecordComponent") // Millions of points: a boxed list would cost ten times the memory.
  record Series(Labels labels, long[] timestampsMillis, double[] values) {}
}
