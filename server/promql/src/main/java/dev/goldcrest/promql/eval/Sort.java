package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.promql.parser.Function;
import dev.goldcrest.query.QueryException;
import java.util.ArrayList;
import java.util.List;

/** The order of an instant vector, by value or by labels. Over several steps there is none. */
final class Sort implements Operator {
  private final Operator input;
  private final Function function;
  private final List<String> labelNames;
  private final List<Entry> entries = new ArrayList<>();

  private record Entry(int index, Labels labels, double value) {}

  Sort(Operator input, Function function, List<String> labelNames) {
    this.input = input;
    this.function = function;
    this.labelNames = labelNames;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    SeriesLabels inputs = input.series();
    Lane lane = new Lane(1);
    for (int i = 0; i < inputs.size(); i++) {
      input.evaluate(i, lane);
      if (lane.has(0)) {
        entries.add(new Entry(i, inputs.get(i), lane.values[0]));
      }
    }
    entries.sort(this::compare);
    SeriesLabels result = inputs.derive(entries.size());
    for (Entry entry : entries) {
      result.add(entry.labels, inputs.isNameless(entry.index));
    }
    return result;
  }

  private int compare(Entry a, Entry b) {
    return switch (function) {
      case SORT -> byValue(a.value, b.value);
      case SORT_DESC ->
          // Not-a-number values come last both ways.
          Double.isNaN(a.value) || Double.isNaN(b.value)
              ? byValue(a.value, b.value)
              : byValue(b.value, a.value);
      case SORT_BY_LABEL -> byLabels(a.labels, b.labels);
      default -> byLabels(b.labels, a.labels);
    };
  }

  private static int byValue(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Boolean.compare(Double.isNaN(a), Double.isNaN(b));
    }
    return a < b ? -1 : (a > b ? 1 : 0);
  }

  private int byLabels(Labels a, Labels b) {
    for (String name : labelNames) {
      int order = NaturalOrder.compare(a.get(name), b.get(name));
      if (order != 0) {
        return order;
      }
    }
    return a.compareTo(b);
  }

  @Override
  public void evaluate(int index, Lane out) {
    out.set(0, entries.get(index).value);
  }
}
