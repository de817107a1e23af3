package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.promql.parser.BinaryOp;
import dev.goldcrest.promql.parser.VectorMatching;
import dev.goldcrest.promql.parser.VectorMatching.Cardinality;
import dev.goldcrest.query.QueryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic or a comparison between the series of two vectors.
 *
 * <p>One side is the "many" side, whose series give the results their labels (the left one unless
 * {@code group_right} is written), the other the "one" side, of which a match group may have only
 * one series present at a step. Which series meet is known from the labels alone; only a group with
 * several series on the "one" side needs to look at where they are present. So each result is
 * computed from two lanes, and the lane of the "one" side is kept only while results of its group
 * are outstanding.
 */
final class VectorBinary implements Operator {
  private static final int ANY = -1;

  private final Evaluation evaluation;
  private final Operator many;
  private final Operator one;
  private final Grid grid;
  private final Form form;
  private final MatchKeys keys;
  private final Lane manyLane;
  private final Lane manyPresence;
  private final List<MatchGroup> groups = new ArrayList<>();
  private final List<Result> results = new ArrayList<>();
  private SeriesLabels manyLabels = new SeriesLabels(0);
  private SeriesLabels oneLabels = new SeriesLabels(0);
  // Lanes of the "many" side that were computed before, or are needed more than once.
  private @Nullable Lane[] kept = {};
  private boolean[] computed = {};
  private int[] uses = {};

  /** What is computed. */
  record Form(BinaryOp op, boolean bool, VectorMatching matching) {
    boolean oneToOne() {
      return matching.cardinality() == Cardinality.ONE_TO_ONE;
    }

    boolean oneIsLeft() {
      return matching.cardinality() == Cardinality.ONE_TO_MANY;
    }

    boolean dropsName() {
      return bool || op.dropsMetricName();
    }
  }

  /** A result: pairs of a series of the "many" side and one of the other, or {@link #ANY}. */
  private static final class Result {
    final MatchGroup group;
    final List<int[]> pairs = new ArrayList<>(1);

    Result(MatchGroup group) {
      this.group = group;
    }
  }

  VectorBinary(Evaluation evaluation, Operator left, Operator right, Grid grid, Form form)
      throws QueryException {
    this.evaluation = evaluation;
    this.many = form.oneIsLeft() ? right : left;
    this.one = form.oneIsLeft() ? left : right;
    this.grid = grid;
    this.form = form;
    this.keys = new MatchKeys(form.matching);
    this.manyLane = evaluation.newLane(grid);
    this.manyPresence = Lane.withoutValues(grid.count());
  }

  @Override
  public SeriesLabels series() throws QueryException {
    manyLabels = many.series();
    oneLabels = one.series();
    kept = new Lane[manyLabels.size()];
    computed = new boolean[manyLabels.size()];
    uses = new int[manyLabels.size()];
    Map<Labels, MatchGroup> byKey = new HashMap<>();
    for (int i = 0; i < oneLabels.size(); i++) {
      MatchGroup group = byKey.computeIfAbsent(keys.of(oneLabels.get(i)), MatchGroup::new);
      if (group.ones.isEmpty()) {
        groups.add(group);
      }
      group.ones.add(i);
    }
    SeriesLabels labels = manyLabels.derive(manyLabels.size());
    labels.markFragile(oneLabels.isFragile());
    Map<Labels, Result> byLabels = new HashMap<>();
    for (int i = 0; i < manyLabels.size(); i++) {
      MatchGroup group = byKey.get(keys.of(manyLabels.get(i)));
      if (group != null) {
        addResults(i, group, labels, byLabels);
      } else if (manyLabels.isFragile()) {
        computeMany(i, manyLane);
      }
      evaluation.tick(4);
    }
    for (MatchGroup group : groups) {
      labels.markFragile(group.ones.size() > 1 || group.manyCount > 1);
    }
    checkUnmatchedGroups();
    return labels;
  }

  private void addResults(
      int manyIndex, MatchGroup group, SeriesLabels labels, Map<Labels, Result> byLabels) {
    boolean labelsDiffer = !form.matching.include().isEmpty() && group.ones.size() > 1;
    group.manyCount++;
    for (int oneIndex : labelsDiffer ? group.ones : group.ones.subList(0, 1)) {
      Labels result = resultLabels(manyLabels.get(manyIndex), oneLabels.get(oneIndex));
      Result target = byLabels.get(result);
      if (target == null) {
        target = new Result(group);
        byLabels.put(result, target);
        results.add(target);
        labels.add(result, isNameless(manyIndex, oneIndex));
      }
      target.pairs.add(new int[] {manyIndex, labelsDiffer ? oneIndex : ANY});
      group.outstanding++;
      uses[manyIndex]++;
    }
  }

  private Labels resultLabels(Labels manySet, Labels oneSet) {
    VectorMatching matching = form.matching;
    Labels result = manySet;
    if (form.dropsName() && !evaluation.delayedNames()) {
      result = SeriesLabels.dropName(result);
    }
    if (form.oneToOne()) {
      result = matching.on() ? result.only(matching.labels()) : result.without(matching.labels());
    }
    for (String name : matching.include()) {
      result = result.with(name, oneSet.get(name));
    }
    return result;
  }

  private boolean isNameless(int manyIndex, int oneIndex) {
    if (form.matching.include().contains(Labels.METRIC_NAME)) {
      return oneLabels.isNameless(oneIndex);
    }
    return manyLabels.isNameless(manyIndex) || (form.dropsName() && evaluation.delayedNames());
  }

  // Series that share a match group on the "one" side are an error even if nothing matches them.
  private void checkUnmatchedGroups() throws QueryException {
    for (MatchGroup group : groups) {
      boolean duplicates = group.ones.size() > 1 && manyLabels.size() > 0;
      if (group.manyCount == 0 && (duplicates || oneLabels.isFragile())) {
        loadOneSide(group);
        group.release(evaluation);
      }
    }
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    out.clear();
    Result result = results.get(index);
    MatchGroup group = result.group;
    if (group.lane == null) {
      loadOneSide(group);
    }
    for (int[] pair : result.pairs) {
      combine(takeMany(pair[0]), group, pair[1], out);
      group.outstanding--;
    }
    if (group.outstanding == 0) {
      group.release(evaluation);
    }
    evaluation.tick(2 * grid.count());
  }

  private void combine(Lane manySide, MatchGroup group, int oneIndex, Lane out)
      throws QueryException {
    Lane oneSide = group.oneLane();
    BinaryOp op = form.op;
    boolean swapped = form.oneIsLeft();
    for (int step = 0; step < out.steps(); step++) {
      if (!manySide.has(step) || !oneSide.has(step) || !group.shows(oneIndex, step)) {
        continue;
      }
      checkOneToOne(group, step);
      double left = swapped ? oneSide.values[step] : manySide.values[step];
      double right = swapped ? manySide.values[step] : oneSide.values[step];
      double value;
      if (!op.isComparison()) {
        value = op.compute(left, right);
      } else if (form.bool) {
        value = op.holds(left, right) ? 1 : 0;
      } else if (op.holds(left, right)) {
        value = left;
      } else {
        continue;
      }
      checkUnique(out, step);
      out.set(step, value);
    }
  }

  // A second match is refused even where a comparison then filters it away.
  private void checkOneToOne(MatchGroup group, int step) throws QueryException {
    if (form.oneToOne() && group.manyCount > 1 && !group.take(step, grid)) {
      throw Evaluation.failure(
          "multiple matches for labels: many-to-one matching must be explicit"
              + " (group_left/group_right)");
    }
  }

  private void checkUnique(Lane out, int step) throws QueryException {
    if (!form.oneToOne() && out.has(step)) {
      throw Evaluation.failure(
          "multiple matches for labels: grouping labels must ensure unique matches");
    }
  }

  private Lane takeMany(int index) throws QueryException {
    Lane lane = kept[index];
    uses[index]--;
    if (lane != null) {
      if (uses[index] == 0) {
        kept[index] = null;
        evaluation.release(lane);
      }
      return lane;
    }
    if (uses[index] > 0) {
      return keepMany(index);
    }
    computeMany(index, manyLane);
    return manyLane;
  }

  private void computeMany(int index, Lane lane) throws QueryException {
    computed[index] = true;
    many.evaluate(index, lane);
    manyPresence.addPresenceOf(lane);
  }

  private Lane keepMany(int index) throws QueryException {
    Lane lane = evaluation.newLane(grid);
    computeMany(index, lane);
    kept[index] = lane;
    return lane;
  }

  /** Computes the lane of a group's "one" side, and refuses two series at the same step. */
  private void loadOneSide(MatchGroup group) throws QueryException {
    Lane lane = evaluation.newLane(grid);
    group.lane = lane;
    one.evaluate(group.ones.get(0), lane);
    if (group.ones.size() == 1) {
      return;
    }
    int[] shown = group.startShowing(grid);
    Lane next = evaluation.newLane(grid);
    for (int i = 1; i < group.ones.size(); i++) {
      one.evaluate(group.ones.get(i), next);
      for (int step = 0; step < grid.count(); step++) {
        if (!next.has(step)) {
          continue;
        }
        if (lane.has(step)) {
          refuseDuplicate(group, shown[step], group.ones.get(i), step);
        } else {
          lane.set(step, next.values[step]);
          shown[step] = group.ones.get(i);
        }
      }
    }
    evaluation.release(next);
  }

  // Nothing is matched, so nothing is refused, at steps where the "many" side has no series at all.
  private void refuseDuplicate(MatchGroup group, int first, int second, int step)
      throws QueryException {
    for (int i = 0; i < computed.length && !manyPresence.has(step); i++) {
      if (!computed[i]) {
        keepMany(i);
      }
    }
    if (!manyPresence.has(step)) {
      return;
    }
    throw Evaluation.failure(
        "found duplicate series for the match group "
            + group.key
            + " on the "
            + (form.oneIsLeft() ? "left" : "right")
            + " hand-side of the operation: ["
            + oneLabels.get(second)
            + ", "
            + oneLabels.get(first)
            + "];many-to-many matching not allowed: matching labels must be unique on one side");
  }
}
