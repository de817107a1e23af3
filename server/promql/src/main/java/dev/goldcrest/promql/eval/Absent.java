package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.query.QueryException;

/** One where a vector has no series at all. */
final class Absent implements Operator {
  private final Evaluation evaluation;
  private final Operator input;
  private final Grid grid;
  private final Labels labels;
  private int inputCount;

  /**
   * Creates the node.
   *
   * @param labels what the absent series would have had in common, as far as is known
   */
  Absent(Evaluation evaluation, Operator input, Grid grid, Labels labels) {
    this.evaluation = evaluation;
    this.input = input;
    this.grid = grid;
    this.labels = labels;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    SeriesLabels inputs = input.series();
    inputCount = inputs.size();
    SeriesLabels result = inputs.derive(1);
    result.add(labels, false);
    return result;
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    Lane present = Lane.withoutValues(grid.count());
    for (int i = 0; i < inputCount; i++) {
      input.evaluate(i, out);
      present.addPresenceOf(out);
      evaluation.tick(1 + grid.count() / 64);
    }
    out.fill(1);
    out.keepWhere(present, false);
  }
}
