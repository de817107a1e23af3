package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;

/** A number. */
final class Constant implements Operator {
  private final double value;

  Constant(double value) {
    this.value = value;
  }

  @Override
  public SeriesLabels series() {
    return SeriesLabels.single(Labels.empty());
  }

  @Override
  public void evaluate(int index, Lane out) {
    out.fill(value);
  }
}
