package dev.goldcrest.promql.eval;

import dev.goldcrest.query.QueryException;

/** An expression that is the same at every step: evaluated once and repeated. */
final class StepInvariant implements Operator {
  private final Operator once;
  private final Lane lane = new Lane(1);

  /**
   * Creates the node.
   *
   * @param once the expression on a grid of one step
   */
  StepInvariant(Operator once) {
    this.once = once;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    return once.series();
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    once.evaluate(index, lane);
    if (lane.has(0)) {
      out.fill(lane.values[0]);
    } else {
      out.clear();
    }
  }
}
