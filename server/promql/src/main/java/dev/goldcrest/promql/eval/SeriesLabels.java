package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The label sets of an operator's results, and which of them are to lose their metric name at the
 * end of the evaluation.
 */
final class SeriesLabels {
  private static final List<String> METRIC_LABELS =
      List.of(Labels.METRIC_NAME, "__type__", "__unit__");

  private final List<Labels> labels;
  private final BitSet nameless = new BitSet();
  private boolean fragile;

  SeriesLabels(int expected) {
    this.labels = new ArrayList<>(expected);
  }

  /** Returns the one empty label set, which scalars have. */
  static SeriesLabels single(Labels labels) {
    SeriesLabels single = new SeriesLabels(1);
    single.add(labels, false);
    return single;
  }

  /** Returns an empty list for the results that an operation derives from these series. */
  SeriesLabels derive(int expected) {
    SeriesLabels derived = new SeriesLabels(expected);
    derived.fragile = fragile;
    return derived;
  }

  /**
   * Tells whether computing a series may fail because of its values. Then every series must be
   * computed, wanted or not, so that a query fails or not whatever is optimised away.
   */
  boolean isFragile() {
    return fragile;
  }

  void markFragile(boolean also) {
    fragile |= also;
  }

  int size() {
    return labels.size();
  }

  Labels get(int index) {
    return labels.get(index);
  }

  /** Tells whether the metric name of the series is to go at the end. */
  boolean isNameless(int index) {
    return nameless.get(index);
  }

  void add(Labels set, boolean withoutName) {
    if (withoutName) {
      nameless.set(labels.size());
    }
    labels.add(set);
  }

  /** Adds a set whose metric name goes: at the end when {@code delayed}, otherwise at once. */
  void addNameless(Labels set, boolean delayed) {
    add(delayed ? set : dropName(set), delayed);
  }

  /** Returns the set without the metric name and the labels that describe the metric. */
  static Labels dropName(Labels set) {
    return set.without(METRIC_LABELS);
  }
}
