package dev.goldcrest.promql.eval;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.model.Labels;
import dev.goldcrest.promql.parser.AggregateOp;
import dev.goldcrest.promql.parser.Grouping;
import dev.goldcrest.query.QueryException;
import org.jspecify.annotations.Nullable;

/**
 * The aggregations that choose some of each group's series: {@code topk}, {@code bottomk}, {@code
 * limitk} and {@code limit_ratio}.
 *
 * <p>A group is computed when the first of its series is asked for; what it chose is kept until the
 * last one is. At a single instant everything is computed in the first phase, because then the
 * order of the results is the ranking.
 */
final class SelectingAggregation implements Operator {
  private final Evaluation evaluation;
  private final Operator input;
  private final Operator parameter;
  private final Grid grid;
  private final AggregateOp op;
  private final Grouping grouping;
  private final AggregationInput source;
  private double[] limits = {};
  private int[] groupOf = {};
  private SeriesLabels ratioInputs = new SeriesLabels(0);
  private Groups groups;
  private @Nullable TopChoice[] choices = {};
  // At a single instant: which input each result is, and its value.
  private int[] ranking = {};
  private double[] rankedValues = {};

  SelectingAggregation(
      Evaluation evaluation,
      AggregationInput source,
      Grid grid,
      AggregateOp op,
      Grouping grouping) {
    this.evaluation = evaluation;
    this.source = source;
    this.input = source.vector();
    this.parameter = source.parameter();
    this.grid = grid;
    this.op = op;
    this.grouping = grouping;
    this.groups = Groups.of(new SeriesLabels(0), grouping);
  }

  @Override
  public SeriesLabels series() throws QueryException {
    limits = Scalars.evaluate(evaluation, parameter, grid);
    checkLimits();
    SeriesLabels inputs = input.series();
    if (op == AggregateOp.LIMIT_RATIO) {
      ratioInputs = inputs;
      return inputs;
    }
    groups = Groups.of(inputs, grouping);
    choices = new TopChoice[groups.count()];
    groupOf = new int[inputs.size()];
    for (int group = 0; group < groups.count(); group++) {
      for (int member : groups.members(group)) {
        groupOf[member] = group;
      }
    }
    return grid.count() == 1 ? ranked(inputs) : inputs;
  }

  private void checkLimits() throws QueryException {
    boolean ratio = op == AggregateOp.LIMIT_RATIO;
    for (double limit : limits) {
      if (Double.isNaN(limit)) {
        throw Evaluation.failure(ratio ? "Ratio value is NaN" : "Parameter value is NaN");
      }
      if (!ratio && limit >= Long.MAX_VALUE) {
        throw Evaluation.failure("Scalar value " + GoFloat.general(limit) + " overflows int64");
      }
      if (!ratio && limit <= Long.MIN_VALUE) {
        throw Evaluation.failure("Scalar value " + GoFloat.general(limit) + " underflows int64");
      }
      if (ratio && Math.abs(limit) > 1) {
        evaluation.warn(
            "ratio value should be between -1 and 1, got "
                + GoFloat.general(limit)
                + ", capping to "
                + (limit > 0 ? "1" : "-1"),
            source.parameterSpan());
      }
    }
  }

  private SeriesLabels ranked(SeriesLabels inputs) throws QueryException {
    ranking = new int[inputs.size()];
    rankedValues = new double[inputs.size()];
    SeriesLabels result = inputs.derive(16);
    for (int group = 0; group < groups.count(); group++) {
      TopChoice choice = choose(group);
      int count = choice.sortStep(0);
      for (int rank = 0; rank < count; rank++) {
        int chosen = choice.seriesAt(0, rank);
        ranking[result.size()] = chosen;
        rankedValues[result.size()] = choice.valueAt(0, rank);
        result.add(inputs.get(chosen), inputs.isNameless(chosen));
      }
      choice.release(evaluation);
    }
    return result;
  }

  private TopChoice choose(int group) throws QueryException {
    int[] members = groups.members(group);
    TopChoice choice = new TopChoice(evaluation, op, limits, members.length);
    Lane lane = evaluation.newLane(grid);
    for (int member : members) {
      input.evaluate(member, lane);
      choice.offer(member, lane);
      evaluation.tick(grid.count());
    }
    evaluation.release(lane);
    return choice;
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    if (op == AggregateOp.LIMIT_RATIO) {
      input.evaluate(index, out);
      keepRatio(ratioInputs.get(index), out);
      return;
    }
    out.clear();
    if (grid.count() == 1) {
      out.set(0, rankedValues[index]);
      return;
    }
    int group = groupOf[index];
    TopChoice choice = choices[group];
    if (choice == null) {
      choice = choose(group);
      choice.indexBySeries(groups.members(group));
      choices[group] = choice;
    }
    if (choice.take(index, out) == 0) {
      choice.release(evaluation);
      choices[group] = null;
    }
  }

  private void keepRatio(Labels labels, Lane out) {
    double place = (spread(labels.hashCode()) >>> 11) * 0x1.0p-53;
    for (int step = 0; step < out.steps(); step++) {
      double ratio = limits[step];
      boolean kept = ratio >= 0 ? place < ratio : place >= 1 + ratio;
      if (!kept) {
        out.remove(step);
      }
    }
  }

  // A finaliser that makes every bit of the result depend on every bit of the input.
  private static long spread(long hash) {
    long x = hash * 0x9e3779b97f4a7c15L;
    x = (x ^ (x >>> 30)) * 0xbf58476d1ce4e5b9L;
    x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
    return x ^ (x >>> 31);
  }
}
