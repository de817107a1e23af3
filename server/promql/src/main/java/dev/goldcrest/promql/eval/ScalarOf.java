package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.query.QueryException;

/** The value of a vector's only series, not-a-number where there is none or more than one. */
final class ScalarOf implements Operator {
  private final Evaluation evaluation;
  private final Operator input;
  private final Grid grid;
  private int inputCount;

  ScalarOf(Evaluation evaluation, Operator input, Grid grid) {
    this.evaluation = evaluation;
    this.input = input;
    this.grid = grid;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    SeriesLabels inputs = input.series();
    inputCount = inputs.size();
    SeriesLabels result = inputs.derive(1);
    result.add(Labels.empty(), false);
    return result;
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    Lane lane = evaluation.newLane(grid);
    Lane several = Lane.withoutValues(grid.count());
    out.clear();
    for (int i = 0; i < inputCount; i++) {
      input.evaluate(i, lane);
      add(lane, out, several);
      evaluation.tick(out.steps());
    }
    for (int step = 0; step < out.steps(); step++) {
      if (several.has(step) || !out.has(step)) {
        out.values[step] = Double.NaN;
      }
    }
    out.markAllPresent();
    evaluation.release(lane);
  }

  private static void add(Lane lane, Lane out, Lane several) {
    for (int step = 0; step < out.steps(); step++) {
      if (!lane.has(step)) {
        continue;
      }
      if (out.has(step)) {
        several.mark(step);
      }
      out.set(step, lane.values[step]);
    }
  }
}
