package dev.goldcrest.runtime.telemetry;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The metrics of one name that differ in their label values. Safe for use by several threads.
 *
 * <p>Finding a child compares label values one by one: code that counts often keeps the child.
 *
 * @param <M> {@link Counter}, {@link Gauge} or {@link Histogram}
 */
public final class MetricFamily<M> {
  /**
   * The most children a family has. What comes later is counted together in one more child whose
   * label values all read {@link #OVERFLOW}, so that a label nobody bounded cannot eat the heap.
   */
  public static final int MAX_CHILDREN = 256;

  /** The label value of the child that counts for all label sets beyond the limit. */
  public static final String OVERFLOW = "overflow";

  private final String name;
  private final MetricType type;
  private final String help;
  private final String[] labelNames;
  private final double[] upperBounds;

  /** Replaced, never changed, so that finding and exposing take no lock. */
  private volatile Child[] children = {};

  private static final class Child {
    private final String[] labelValues;
    private final Object metric;

    Child(String[] labelValues, Object metric) {
      this.labelValues = labelValues;
      this.metric = metric;
    }
  }

  MetricFamily(
      String name, MetricType type, String help, double[] upperBounds, String... labelNames) {
    this.name = name;
    this.type = type;
    this.help = help;
    this.upperBounds = upperBounds;
    this.labelNames = labelNames;
  }

  /** Returns the child for these label values, in the order of the label names. */
  public M labels(String... values) {
    if (values.length != labelNames.length) {
      throw new IllegalStateException(
          "BUG: "
              + values.length
              + " label values for "
              + name
              + ", which has labels "
              + String.join(", ", labelNames));
    }
    Object found = find(children, values);
    return cast(found == null ? create(values) : found);
  }

  private synchronized Object create(String[] values) {
    Child[] present = children;
    String[] wanted = values.clone();
    if (present.length >= MAX_CHILDREN) {
      Arrays.fill(wanted, OVERFLOW);
    }
    Object found = find(present, wanted);
    if (found != null) {
      return found;
    }
    Object metric =
        switch (type) {
          case COUNTER -> new Counter();
          case HISTOGRAM -> new Histogram(upperBounds);
          default -> new Gauge();
        };
    Child[] more = Arrays.copyOf(present, present.length + 1);
    more[present.length] = new Child(wanted, metric);
    children = more;
    return metric;
  }

  private static @Nullable Object find(Child[] children, String[] values) {
    for (Child child : children) {
      if (Arrays.equals(child.labelValues, values)) {
        return child.metric;
      }
    }
    return null;
  }

  /** The registry chose {@code M} to fit the type. */
  @SuppressWarnings("unchecked")
  private M cast(Object metric) {
    return (M) metric;
  }

  String name() {
    return name;
  }

  void writeTo(MetricSink sink) {
    sink.family(name, type, help, labelNames);
    for (Child child : children) {
      switch (child.metric) {
        case Counter counter -> sink.sample(counter.value(), child.labelValues);
        case Histogram histogram ->
            sink.histogram(
                histogram.upperBounds(), histogram.counts(), histogram.sum(), child.labelValues);
        default -> sink.sample(((Gauge) child.metric).value(), child.labelValues);
      }
    }
  }
}
