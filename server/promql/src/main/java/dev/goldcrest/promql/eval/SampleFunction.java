package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.Function;
import dev.goldcrest.query.QueryException;
import java.util.List;

/** A function of each sample alone, perhaps with scalar arguments. */
final class SampleFunction implements Operator {
  private final Evaluation evaluation;
  private final Operator input;
  private final Grid grid;
  private final Function function;
  private final List<Operator> arguments;
  private double[][] scalars = {};

  SampleFunction(
      Evaluation evaluation,
      Operator input,
      Grid grid,
      Function function,
      List<Operator> arguments) {
    this.evaluation = evaluation;
    this.input = input;
    this.grid = grid;
    this.function = function;
    this.arguments = arguments;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    scalars = Scalars.evaluate(evaluation, arguments, grid);
    SeriesLabels named = input.series();
    SeriesLabels result = named.derive(named.size());
    for (int i = 0; i < named.size(); i++) {
      result.addNameless(named.get(i), evaluation.delayedNames());
    }
    return result;
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    input.evaluate(index, out);
    boolean dates = function.family() == Function.Family.DATE;
    for (int step = 0; step < out.steps(); step++) {
      if (!out.has(step)) {
        continue;
      }
      double value = out.values[step];
      if (dates) {
        out.values[step] = SampleMath.datePart(function, value);
      } else if (function == Function.TIMESTAMP) {
        out.values[step] = grid.at(step) / 1000.0;
      } else if (scalars.length == 0) {
        out.values[step] = SampleMath.compute(function, value);
      } else {
        limit(out, step, value);
      }
    }
    evaluation.tick(out.steps());
  }

  private void limit(Lane out, int step, double value) {
    double first = scalars[0][step];
    switch (function) {
      case ROUND -> out.values[step] = SampleMath.round(value, first);
      case CLAMP_MIN -> out.values[step] = SampleMath.atLeast(value, first);
      case CLAMP_MAX -> out.values[step] = SampleMath.atMost(value, first);
      case CLAMP -> {
        double max = scalars[1][step];
        if (max < first) {
          out.remove(step);
        } else {
          out.values[step] = SampleMath.atLeast(SampleMath.atMost(value, max), first);
        }
      }
      default -> throw new IllegalStateException("BUG: " + function + " takes no scalar");
    }
  }
}
