package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.AggregateOp;
import dev.goldcrest.promql.parser.Grouping;
import dev.goldcrest.query.QueryException;
import java.util.Arrays;

/**
 * The aggregations that need only a few numbers for each group and step. One group is computed at a
 * time, so memory does not grow with the number of groups.
 */
final class Aggregation implements Operator {
  private final Evaluation evaluation;
  private final Operator input;
  private final AggregateOp op;
  private final Grouping grouping;
  private final Lane lane;
  // Of the group at hand: how many samples at each step, their sum or extreme or mean, the error of
  // that sum, and for variances the sum of squares.
  private final int[] counts;
  private final double[] errors;
  private final double[] means;
  // At which steps of an average the sum would have overflowed.
  private final Lane overflowed;
  private Groups groups;

  Aggregation(Evaluation evaluation, Operator input, Grid grid, AggregateOp op, Grouping grouping)
      throws QueryException {
    this.evaluation = evaluation;
    this.input = input;
    this.op = op;
    this.grouping = grouping;
    evaluation.charge(3L * grid.count());
    this.lane = new Lane(grid.count());
    this.counts = new int[grid.count()];
    this.errors = new double[grid.count()];
    this.means = new double[grid.count()];
    this.overflowed = Lane.withoutValues(grid.count());
    this.groups = Groups.of(new SeriesLabels(0), grouping);
  }

  @Override
  public SeriesLabels series() throws QueryException {
    groups = Groups.of(input.series(), grouping);
    return groups.labels();
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    out.clear();
    Arrays.fill(out.values, 0);
    Arrays.fill(counts, 0);
    Arrays.fill(errors, 0);
    Arrays.fill(means, 0);
    overflowed.clear();
    for (int member : groups.members(index)) {
      input.evaluate(member, lane);
      for (int step = 0; step < out.steps(); step++) {
        if (lane.has(step)) {
          counts[step]++;
          add(out.values, step, lane.values[step]);
        }
      }
      evaluation.tick(out.steps());
    }
    for (int step = 0; step < out.steps(); step++) {
      if (counts[step] > 0) {
        out.set(step, result(out.values[step], step));
      }
    }
  }

  private void add(double[] values, int step, double value) {
    switch (op) {
      case SUM -> {
        double total = values[step] + value;
        errors[step] = CompensatedSum.errorOf(total, values[step], value, errors[step]);
        values[step] = total;
      }
      case AVG -> addToAverage(values, step, value);
      case MIN -> {
        if (counts[step] == 1 || value < values[step] || Double.isNaN(values[step])) {
          values[step] = value;
        }
      }
      case MAX -> {
        if (counts[step] == 1 || value > values[step] || Double.isNaN(values[step])) {
          values[step] = value;
        }
      }
      case STDDEV, STDVAR -> {
        double delta = value - means[step];
        means[step] += delta / counts[step];
        values[step] += delta * (value - means[step]);
      }
      default -> {}
    }
  }

  // Sums, until the sum would overflow; from there on the mean itself is carried.
  private void addToAverage(double[] values, int step, double value) {
    double n = counts[step];
    if (n == 1) {
      values[step] = value;
      return;
    }
    if (!overflowed.has(step)) {
      double total = values[step] + value;
      if (!Double.isInfinite(total)) {
        errors[step] = CompensatedSum.errorOf(total, values[step], value, errors[step]);
        values[step] = total;
        return;
      }
      overflowed.mark(step);
      means[step] = values[step] / (n - 1);
      errors[step] /= n - 1;
    }
    double weighted = (n - 1) / n * means[step];
    double total = weighted + value / n;
    double error = (n - 1) / n * errors[step];
    errors[step] = CompensatedSum.errorOf(total, weighted, value / n, error);
    means[step] = total;
  }

  private double result(double value, int step) {
    return switch (op) {
      case SUM -> value + errors[step];
      case AVG ->
          overflowed.has(step)
              ? means[step] + errors[step]
              : value / counts[step] + errors[step] / counts[step];
      case COUNT -> counts[step];
      case GROUP -> 1;
      case STDVAR -> value / counts[step];
      case STDDEV -> Math.sqrt(value / counts[step]);
      default -> value;
    };
  }
}
