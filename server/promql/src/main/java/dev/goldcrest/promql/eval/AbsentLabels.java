package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.promql.parser.Expr;
import dev.goldcrest.promql.parser.Expr.MatrixSelector;
import dev.goldcrest.promql.parser.Expr.VectorSelector;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Finds out which labels an absent series would have had. */
final class AbsentLabels {
  private AbsentLabels() {}

  /** Returns the labels that a selector asks to be equal to one value, without the name. */
  static Labels of(Expr expr) {
    Expr inner = expr.unwrapped();
    List<Matcher> matchers = List.of();
    if (inner instanceof VectorSelector selector) {
      matchers = selector.matchers();
    } else if (inner instanceof MatrixSelector matrix) {
      matchers = matrix.vector().matchers();
    }
    Labels.Builder labels = Labels.builder();
    Set<String> seen = new HashSet<>();
    for (Matcher matcher : matchers) {
      if (matcher.name().equals(Labels.METRIC_NAME)) {
        continue;
      }
      boolean first = seen.add(matcher.name());
      if (first && matcher.type() == Matcher.Type.EQUAL) {
        labels.set(matcher.name(), matcher.value());
      } else {
        labels.remove(matcher.name());
      }
    }
    return labels.build();
  }
}
