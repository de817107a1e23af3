package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The series of the two sides of an operator whose match keys are equal. */
final class MatchGroup {
  final Labels key;

  /** The series of the "one" side. */
  final List<Integer> ones = new ArrayList<>(1);

  /** How many series of the "many" side the group has. */
  int manyCount;

  /** How many uses of the "one" side are still to come. */
  int outstanding;

  /** The "one" side, while it is in use. */
  @Nullable Lane lane;

  // Which of several series the lane shows at each step; null while there is one only.
  private int @Nullable [] shown;
  // Where a one-to-one match was found already; null until there is one.
  private @Nullable Lane taken;

  MatchGroup(Labels key) {
    this.key = key;
  }

  Lane oneLane() {
    Lane loaded = lane;
    if (loaded == null) {
      throw new IllegalStateException("BUG: the one side of " + key + " is not loaded");
    }
    return loaded;
  }

  int[] startShowing(Grid grid) {
    int[] showing = new int[grid.count()];
    Arrays.fill(showing, ones.get(0));
    shown = showing;
    return showing;
  }

  /** Tells whether the lane shows this series of the "one" side, or any if it is negative. */
  boolean shows(int one, int step) {
    return one < 0 || shown == null || shown[step] == one;
  }

  /** Notes a match at a step, and returns whether it is the first one there. */
  boolean take(int step, Grid grid) {
    if (taken == null) {
      taken = Lane.withoutValues(grid.count());
    }
    boolean first = !taken.has(step);
    taken.mark(step);
    return first;
  }

  void release(Evaluation evaluation) {
    if (lane != null) {
      evaluation.release(lane);
      lane = null;
    }
    shown = null;
    taken = null;
  }
}
