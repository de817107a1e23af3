package dev.goldcrest.promql.eval;

import dev.goldcrest.query.QueryException;
import java.util.List;

/** The scalar arguments of a function over the grid. */
final class Scalars {
  private Scalars() {}

  /** Returns the values of each argument at each step. */
  static double[][] evaluate(Evaluation evaluation, List<Operator> arguments, Grid grid)
      throws QueryException {
    double[][] values = new double[arguments.size()][];
    for (int i = 0; i < values.length; i++) {
      values[i] = evaluate(evaluation, arguments.get(i), grid);
    }
    return values;
  }

  /** Returns the values of one argument at each step. */
  static double[] evaluate(Evaluation evaluation, Operator argument, Grid grid)
      throws QueryException {
    Lane lane = evaluation.newLane(grid);
    argument.series();
    argument.evaluate(0, lane);
    return lane.values;
  }
}
