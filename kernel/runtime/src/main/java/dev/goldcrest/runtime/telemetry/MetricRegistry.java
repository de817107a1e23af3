package dev.goldcrest.runtime.telemetry;

import dev.goldcrest.model.LabelNames;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.util.Arrays;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;

/**
 * All metrics of one process, or of one role in it, in the order in which they were registered.
 * Safe for use by several threads.
 *
 * <p>Metrics that happen are counted in a {@link Counter}, {@link Gauge} or {@link Histogram};
 * metrics that can be asked for are written by a callback or a {@link Collector} at exposition.
 * Every name is registered once: a second time is a defect and says so.
 */
public final class MetricRegistry {
  private static final double[] NO_BOUNDS = {};

  private final CopyOnWriteArrayList<Entry> entries = new CopyOnWriteArrayList<>();

  private record Entry(String name, Collector collector) {}

  /** Registers a counter without labels. */
  public Counter counter(String name, String help) {
    return this.<Counter>family(name, MetricType.COUNTER, help, NO_BOUNDS).labels();
  }

  /** Registers a counter for each combination of label values. */
  public MetricFamily<Counter> counter(String name, String help, String... labelNames) {
    return family(name, MetricType.COUNTER, help, NO_BOUNDS, labelNames);
  }

  /** Registers a gauge without labels. */
  public Gauge gauge(String name, String help) {
    return this.<Gauge>family(name, MetricType.GAUGE, help, NO_BOUNDS).labels();
  }

  /** Registers a gauge for each combination of label values. */
  public MetricFamily<Gauge> gauge(String name, String help, String... labelNames) {
    return family(name, MetricType.GAUGE, help, NO_BOUNDS, labelNames);
  }

  /**
   * Registers a histogram without labels.
   *
   * @param upperBounds inclusive, ascending, finite; +Inf is understood
   */
  public Histogram histogram(String name, String help, double[] upperBounds) {
    return this.<Histogram>family(name, MetricType.HISTOGRAM, help, checked(name, upperBounds))
        .labels();
  }

  /**
   * Registers a histogram for each combination of label values.
   *
   * @param upperBounds inclusive, ascending, finite; +Inf is understood
   */
  public MetricFamily<Histogram> histogram(
      String name, String help, double[] upperBounds, String... labelNames) {
    return family(name, MetricType.HISTOGRAM, help, checked(name, upperBounds), labelNames);
  }

  /** Registers a gauge whose value is asked for at exposition. */
  public void gaugeCallback(String name, String help, DoubleSupplier value) {
    callback(name, MetricType.GAUGE, help, sink -> sink.sample(value.getAsDouble()));
  }

  /** Registers a gauge whose samples, with label values, are written at exposition. */
  public void gaugeCallback(String name, String help, Collector samples, String... labelNames) {
    callback(name, MetricType.GAUGE, help, samples, labelNames);
  }

  /** Registers a counter whose value is asked for at exposition; it must never fall. */
  public void counterCallback(String name, String help, DoubleSupplier value) {
    callback(name, MetricType.COUNTER, help, sink -> sink.sample(value.getAsDouble()));
  }

  /** Registers a counter whose samples, with label values, are written at exposition. */
  public void counterCallback(String name, String help, Collector samples, String... labelNames) {
    callback(name, MetricType.COUNTER, help, samples, labelNames);
  }

  /** Registers a collector, which starts its own families: none that is registered elsewhere. */
  public void register(Collector collector) {
    entries.add(new Entry("", collector));
  }

  /**
   * Writes every family with its present values. An exception of a callback goes to the caller: a
   * document with a hole in it would look like a healthy one.
   */
  public void writeTo(MetricSink sink) {
    for (Entry entry : entries) {
      entry.collector.collect(sink);
    }
  }

  private <M> MetricFamily<M> family(
      String name, MetricType type, String help, double[] upperBounds, String... labelNames) {
    checkLabels(name, labelNames);
    MetricFamily<M> family = new MetricFamily<>(name, type, help, upperBounds, labelNames.clone());
    add(name, family::writeTo);
    return family;
  }

  private void callback(
      String name, MetricType type, String help, Collector samples, String... labelNames) {
    checkLabels(name, labelNames);
    add(
        name,
        sink -> {
          sink.family(name, type, help, labelNames);
          samples.collect(sink);
        });
  }

  private synchronized void add(String name, Collector collector) {
    if (!LabelNames.isLegacyMetric(name)) {
      throw new IllegalStateException("BUG: metric name \"" + name + "\" is not in [a-zA-Z0-9_:]");
    }
    for (Entry entry : entries) {
      if (entry.name.equals(name)) {
        throw new IllegalStateException("BUG: metric " + name + " is registered twice");
      }
    }
    entries.add(new Entry(name, collector));
  }

  private static void checkLabels(String name, String[] labelNames) {
    for (String label : labelNames) {
      if (!LabelNames.isLegacy(label) || label.equals("le") || label.equals("quantile")) {
        throw new IllegalStateException(
            "BUG: label name \""
                + label
                + "\" of metric "
                + name
                + " is reserved or not in"
                + " [a-zA-Z0-9_]");
      }
    }
  }

  private static double[] checked(String name, double[] upperBounds) {
    for (int i = 0; i < upperBounds.length; i++) {
      boolean ascending = i == 0 || upperBounds[i] > upperBounds[i - 1];
      if (!Double.isFinite(upperBounds[i]) || !ascending) {
        throw new IllegalStateException(
            "BUG: bounds of "
                + name
                + " must be finite and ascending; got "
                + Arrays.toString(upperBounds));
      }
    }
    return upperBounds.clone();
  }
}
