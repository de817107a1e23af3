package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.BinaryOp;
import dev.goldcrest.query.QueryException;

/** An operator between each sample of a vector and a scalar, or between two scalars. */
final class ScalarBinary implements Operator {
  private final Evaluation evaluation;
  private final Operator vector;
  private final Operator scalar;
  private final Grid grid;
  private final Form form;
  private double[] scalars = {};

  /**
   * What is computed.
   *
   * @param bool whether a comparison yields 0 and 1 instead of filtering
   * @param scalarLeft whether the scalar is the left operand
   */
  record Form(BinaryOp op, boolean bool, boolean scalarLeft) {}

  ScalarBinary(Evaluation evaluation, Operator vector, Operator scalar, Grid grid, Form form) {
    this.evaluation = evaluation;
    this.vector = vector;
    this.scalar = scalar;
    this.grid = grid;
    this.form = form;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    scalars = Scalars.evaluate(evaluation, scalar, grid);
    SeriesLabels named = vector.series();
    if (!form.op.dropsMetricName() && !form.bool) {
      return named;
    }
    SeriesLabels result = named.derive(named.size());
    for (int i = 0; i < named.size(); i++) {
      result.addNameless(named.get(i), evaluation.delayedNames());
    }
    return result;
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    vector.evaluate(index, out);
    BinaryOp op = form.op;
    boolean comparison = op.isComparison();
    for (int step = 0; step < out.steps(); step++) {
      if (!out.has(step)) {
        continue;
      }
      double value = out.values[step];
      double left = form.scalarLeft ? scalars[step] : value;
      double right = form.scalarLeft ? value : scalars[step];
      if (!comparison) {
        out.values[step] = op.compute(left, right);
      } else if (form.bool) {
        out.values[step] = op.holds(left, right) ? 1 : 0;
      } else if (!op.holds(left, right)) {
        out.remove(step);
      }
    }
    evaluation.tick(out.steps());
  }
}
