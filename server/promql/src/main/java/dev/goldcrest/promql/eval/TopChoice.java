package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.AggregateOp;
import dev.goldcrest.query.QueryException;
import java.util.Arrays;

/**
 * The series that one group chose at each step: for each step a heap whose root is the first to
 * give way, in one array for all steps.
 */
final class TopChoice {
  private final AggregateOp op;
  private final double[] limits;
  private final int capacity;
  private final int[] sizes;
  private final int[] series;
  private final double[] values;
  // For each member of the group where in `chosen` its steps begin; filled by indexBySeries.
  private int[] starts = {};
  private int[] chosen = {};
  private int[] members = {};
  private int untaken;

  TopChoice(Evaluation evaluation, AggregateOp op, double[] limits, int memberCount)
      throws QueryException {
    this.op = op;
    this.limits = limits;
    double most = 0;
    for (double limit : limits) {
      most = Math.max(most, limit);
    }
    this.capacity = (int) Math.min(most, memberCount);
    long places = (long) capacity * limits.length;
    evaluation.charge(2 * places);
    if (places > Integer.MAX_VALUE - 8) {
      throw Evaluation.failure("too many series and steps for " + op.text());
    }
    this.sizes = new int[limits.length];
    this.series = new int[(int) places];
    this.values = new double[(int) places];
  }

  void release(Evaluation evaluation) {
    evaluation.release(2L * capacity * limits.length);
  }

  /** Considers the values of one series. */
  void offer(int member, Lane lane) {
    for (int step = 0; step < sizes.length; step++) {
      int limit = (int) Math.max(0, Math.min(capacity, limits[step]));
      if (limit == 0 || !lane.has(step)) {
        continue;
      }
      int base = step * capacity;
      double value = lane.values[step];
      if (sizes[step] < limit) {
        int at = sizes[step]++;
        place(base + at, member, value);
        siftUp(base, at);
      } else if (op != AggregateOp.LIMITK && beats(value, values[base])) {
        place(base, member, value);
        siftDown(base, sizes[step]);
      }
    }
  }

  private void place(int at, int member, double value) {
    series[at] = member;
    values[at] = value;
  }

  private boolean beats(double value, double root) {
    return (op == AggregateOp.TOPK ? value > root : value < root)
        || (Double.isNaN(root) && !Double.isNaN(value));
  }

  // Whether a gives way before b does. For limitk nothing gives way, and the heap stays a list.
  private boolean weaker(int a, int b) {
    if (op == AggregateOp.LIMITK) {
      return false;
    }
    if (Double.isNaN(values[a])) {
      return !Double.isNaN(values[b]);
    }
    return op == AggregateOp.TOPK ? values[a] < values[b] : values[a] > values[b];
  }

  private void siftUp(int base, int from) {
    int at = from;
    while (at > 0) {
      int parent = (at - 1) / 2;
      if (!weaker(base + at, base + parent)) {
        return;
      }
      swap(base + at, base + parent);
      at = parent;
    }
  }

  private void siftDown(int base, int size) {
    int at = 0;
    while (true) {
      int child = 2 * at + 1;
      if (child >= size) {
        return;
      }
      if (child + 1 < size && weaker(base + child + 1, base + child)) {
        child++;
      }
      if (!weaker(base + child, base + at)) {
        return;
      }
      swap(base + child, base + at);
      at = child;
    }
  }

  private void swap(int a, int b) {
    int otherSeries = series[a];
    double otherValue = values[a];
    place(a, series[b], values[b]);
    place(b, otherSeries, otherValue);
  }

  /** Puts the choice of one step in order, the best first, and returns its size. */
  int sortStep(int step) {
    int base = step * capacity;
    if (op != AggregateOp.LIMITK) {
      for (int end = sizes[step] - 1; end > 0; end--) {
        swap(base, base + end);
        siftDown(base, end);
      }
    }
    return sizes[step];
  }

  int seriesAt(int step, int rank) {
    return series[step * capacity + rank];
  }

  double valueAt(int step, int rank) {
    return values[step * capacity + rank];
  }

  /** Prepares {@link #take}: lists for each member where it was chosen. */
  void indexBySeries(int[] groupMembers) {
    members = groupMembers;
    untaken = groupMembers.length;
    starts = new int[groupMembers.length + 1];
    int total = 0;
    for (int step = 0; step < sizes.length; step++) {
      for (int rank = 0; rank < sizes[step]; rank++) {
        starts[memberIndex(seriesAt(step, rank)) + 1]++;
        total++;
      }
    }
    for (int i = 0; i < groupMembers.length; i++) {
      starts[i + 1] += starts[i];
    }
    int[] next = starts.clone();
    chosen = new int[total];
    for (int step = 0; step < sizes.length; step++) {
      for (int rank = 0; rank < sizes[step]; rank++) {
        int place = step * capacity + rank;
        chosen[next[memberIndex(series[place])]++] = place;
      }
    }
  }

  private int memberIndex(int member) {
    return Arrays.binarySearch(members, member);
  }

  /** Writes the steps at which a member was chosen, and returns how many members are left. */
  int take(int member, Lane out) {
    int index = memberIndex(member);
    for (int i = starts[index]; i < starts[index + 1]; i++) {
      out.set(chosen[i] / capacity, values[chosen[i]]);
    }
    return --untaken;
  }
}
