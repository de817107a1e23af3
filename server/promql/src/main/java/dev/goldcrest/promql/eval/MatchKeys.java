package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.promql.parser.VectorMatching;
import java.util.ArrayList;
import java.util.List;

/** Which part of a label set decides what it is matched with. */
final class MatchKeys {
  private final boolean on;
  private final List<String> names;

  MatchKeys(VectorMatching matching) {
    this.on = matching.on();
    List<String> list = new ArrayList<>(matching.labels());
    if (!on) {
      list.add(Labels.METRIC_NAME);
    }
    this.names = list;
  }

  Labels of(Labels labels) {
    return on ? labels.only(names) : labels.without(names);
  }
}
