package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.Grouping;
import dev.goldcrest.promql.parser.Span;
import dev.goldcrest.query.QueryException;

/** The quantile of each group; it holds all values of the group at hand. */
final class QuantileAggregation implements Operator {
  private final Evaluation evaluation;
  private final Operator input;
  private final Operator parameter;
  private final Grid grid;
  private final Grouping grouping;
  private final Span parameterSpan;
  private final Quantiles quantiles = new Quantiles();
  private double[] wanted = {};
  private Groups groups;

  QuantileAggregation(Evaluation evaluation, AggregationInput input, Grid grid, Grouping grouping) {
    this.evaluation = evaluation;
    this.input = input.vector();
    this.parameter = input.parameter();
    this.parameterSpan = input.parameterSpan();
    this.grid = grid;
    this.grouping = grouping;
    this.groups = Groups.of(new SeriesLabels(0), grouping);
  }

  @Override
  public SeriesLabels series() throws QueryException {
    wanted = Scalars.evaluate(evaluation, parameter, grid);
    WindowFunction.warnOfQuantiles(evaluation, wanted, parameterSpan);
    groups = Groups.of(input.series(), grouping);
    return groups.labels();
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    out.clear();
    int[] members = groups.members(index);
    Lane[] lanes = new Lane[members.length];
    for (int i = 0; i < members.length; i++) {
      lanes[i] = evaluation.newLane(grid);
      input.evaluate(members[i], lanes[i]);
    }
    for (int step = 0; step < out.steps(); step++) {
      quantiles.clear();
      boolean any = false;
      for (Lane lane : lanes) {
        if (lane.has(step)) {
          quantiles.add(lane.values[step]);
          any = true;
        }
      }
      if (any) {
        out.set(step, quantiles.quantile(wanted[step]));
      }
      evaluation.tick(lanes.length);
    }
    evaluation.release((long) members.length * grid.count());
  }
}
