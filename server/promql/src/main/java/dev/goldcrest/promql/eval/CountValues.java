package dev.goldcrest.promql.eval;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.model.Labels;
import dev.goldcrest.promql.parser.Grouping;
import dev.goldcrest.query.QueryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How often each value occurs in each group. The label sets depend on the values, so everything is
 * computed in the first phase.
 */
final class CountValues implements Operator {
  private final Evaluation evaluation;
  private final Operator input;
  private final String label;
  private final Grid grid;
  private final Grouping grouping;
  private final List<Lane> counts = new ArrayList<>();

  CountValues(Evaluation evaluation, Operator input, String label, Grid grid, Grouping grouping) {
    this.evaluation = evaluation;
    this.input = input;
    this.label = label;
    this.grid = grid;
    List<String> labels = new ArrayList<>(grouping.labels());
    if (!grouping.without()) {
      labels.add(label);
    }
    this.grouping = new Grouping(grouping.without(), labels);
  }

  @Override
  public SeriesLabels series() throws QueryException {
    if (label.isEmpty()) {
      throw Evaluation.failure("invalid label name \"\"");
    }
    SeriesLabels inputs = input.series();
    SeriesLabels result = inputs.derive(16);
    Map<Labels, Lane> byLabels = new HashMap<>();
    Lane lane = evaluation.newLane(grid);
    for (int i = 0; i < inputs.size(); i++) {
      input.evaluate(i, lane);
      for (int step = 0; step < grid.count(); step++) {
        if (!lane.has(step)) {
          continue;
        }
        String value = GoFloat.plain(lane.values[step]);
        Labels key = Groups.key(inputs.get(i).with(label, value), grouping);
        Lane count = byLabels.get(key);
        if (count == null) {
          count = evaluation.newLane(grid);
          byLabels.put(key, count);
          counts.add(count);
          result.add(key, inputs.isNameless(i));
        }
        count.set(step, count.has(step) ? count.values[step] + 1 : 1);
      }
      evaluation.tick(8 * grid.count());
    }
    evaluation.release(lane);
    return result;
  }

  @Override
  public void evaluate(int index, Lane out) {
    out.copyFrom(counts.get(index));
  }
}
