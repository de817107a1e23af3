package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.promql.parser.BinaryOp;
import dev.goldcrest.promql.parser.VectorMatching;
import dev.goldcrest.query.QueryException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code and}, {@code unless} and {@code or}: which series stay depends, at each step, on whether
 * the other side has any series in the same match group.
 */
final class SetOperator implements Operator {
  private final Evaluation evaluation;
  private final Operator left;
  private final Operator right;
  private final Grid grid;
  private final BinaryOp op;
  private final MatchKeys keys;
  private int leftCount;
  private int[] groupOf = {};
  // For each match group the series of the side that decides, and where that side is present.
  private final List<List<Integer>> deciders = new ArrayList<>();
  private @Nullable Lane[] presence = {};
  // Left series of an `or` that were computed before they were asked for.
  private @Nullable Lane[] early = {};

  SetOperator(Evaluation evaluation, Operator left, Operator right, Grid grid, Form form) {
    this.evaluation = evaluation;
    this.left = left;
    this.right = right;
    this.grid = grid;
    this.op = form.op;
    this.keys = new MatchKeys(form.matching);
  }

  /** What is computed. */
  record Form(BinaryOp op, VectorMatching matching) {}

  @Override
  public SeriesLabels series() throws QueryException {
    SeriesLabels lefts = left.series();
    SeriesLabels rights = right.series();
    leftCount = lefts.size();
    boolean or = op == BinaryOp.OR;
    groupOf = new int[leftCount + rights.size()];
    Map<Labels, Integer> groups = new HashMap<>();
    SeriesLabels result = lefts.derive(groupOf.length);
    result.markFragile(rights.isFragile());
    for (int i = 0; i < groupOf.length; i++) {
      boolean onLeft = i < leftCount;
      int index = onLeft ? i : i - leftCount;
      SeriesLabels side = onLeft ? lefts : rights;
      Labels key = keys.of(side.get(index));
      Integer group = groups.computeIfAbsent(key, k -> deciders.size());
      if (group == deciders.size()) {
        deciders.add(new ArrayList<>());
      }
      groupOf[i] = group;
      if (onLeft == or) {
        deciders.get(group).add(index);
      }
      if (onLeft || or) {
        result.add(side.get(index), side.isNameless(index));
      }
    }
    presence = new Lane[deciders.size()];
    early = new Lane[or ? leftCount : 0];
    if (!or && rights.isFragile()) {
      computeUnmatched();
    }
    return result;
  }

  // Groups without a left series are never asked for.
  private void computeUnmatched() throws QueryException {
    BitSet matched = new BitSet();
    for (int i = 0; i < leftCount; i++) {
      matched.set(groupOf[i]);
    }
    for (int group = 0; group < deciders.size(); group++) {
      if (!matched.get(group)) {
        presence(group);
      }
    }
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    if (index >= leftCount) {
      right.evaluate(index - leftCount, out);
      out.keepWhere(presence(groupOf[index]), false);
    } else if (op == BinaryOp.OR) {
      evaluateLeftOfOr(index, out);
    } else {
      left.evaluate(index, out);
      out.keepWhere(presence(groupOf[index]), op == BinaryOp.AND);
    }
  }

  private void evaluateLeftOfOr(int index, Lane out) throws QueryException {
    Lane before = early[index];
    if (before == null) {
      left.evaluate(index, out);
      List<Integer> undecided = deciders.get(groupOf[index]);
      Lane group = presence[groupOf[index]];
      if (group == null) {
        group = newPresence();
        presence[groupOf[index]] = group;
      }
      group.addPresenceOf(out);
      undecided.remove(Integer.valueOf(index));
    } else {
      out.copyFrom(before);
      evaluation.release(before);
      early[index] = null;
    }
  }

  // The steps at which the deciding side of a group is present; computes what is still missing.
  private Lane presence(int group) throws QueryException {
    Lane present = presence[group];
    if (present == null) {
      present = newPresence();
      presence[group] = present;
    }
    List<Integer> undecided = deciders.get(group);
    if (!undecided.isEmpty()) {
      Lane lane = evaluation.newLane(grid);
      for (int series : undecided) {
        if (op == BinaryOp.OR) {
          Lane kept = evaluation.newLane(grid);
          left.evaluate(series, kept);
          early[series] = kept;
          present.addPresenceOf(kept);
        } else {
          right.evaluate(series, lane);
          present.addPresenceOf(lane);
        }
      }
      undecided.clear();
      evaluation.release(lane);
    }
    return present;
  }

  private Lane newPresence() throws QueryException {
    evaluation.charge(1 + grid.count() / 64);
    return Lane.withoutValues(grid.count());
  }
}
