package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.promql.parser.Function;
import dev.goldcrest.query.QueryException;
import java.util.List;

/** The functions that compute a scalar from the query's times or from other scalars. */
final class ConstantFunction implements Operator {
  private final Evaluation evaluation;
  private final Grid grid;
  private final Function function;
  private final List<Operator> arguments;

  ConstantFunction(Evaluation evaluation, Grid grid, Function function, List<Operator> arguments) {
    this.evaluation = evaluation;
    this.grid = grid;
    this.function = function;
    this.arguments = arguments;
  }

  @Override
  public SeriesLabels series() {
    return SeriesLabels.single(Labels.empty());
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    Grid query = evaluation.grid();
    switch (function) {
      case PI -> out.fill(Math.PI);
      case START -> out.fill(query.start() / 1000.0);
      case END -> out.fill(query.end() / 1000.0);
      case STEP -> out.fill(query.step() / 1000.0);
      case RANGE -> out.fill((query.end() - query.start()) / 1000.0);
      case TIME -> fillTimes(out);
      case MIN_OF, MAX_OF -> fillExtremes(out);
      default -> throw new IllegalStateException("BUG: " + function + " is no constant");
    }
  }

  private void fillTimes(Lane out) {
    for (int step = 0; step < out.steps(); step++) {
      out.values[step] = grid.at(step) / 1000.0;
    }
    out.markAllPresent();
  }

  private void fillExtremes(Lane out) throws QueryException {
    double[][] values = Scalars.evaluate(evaluation, arguments, grid);
    boolean least = function == Function.MIN_OF;
    for (int step = 0; step < out.steps(); step++) {
      double a = values[0][step];
      double b = values[1][step];
      out.values[step] = least ? Math.min(a, b) : Math.max(a, b);
    }
    out.markAllPresent();
  }
}
