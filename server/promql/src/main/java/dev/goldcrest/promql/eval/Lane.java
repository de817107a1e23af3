package dev.goldcrest.promql.eval;

import java.util.Arrays;

/** The values of one series over a grid, each of which may be absent. */
final class Lane {
  private static final double[] NO_VALUES = {};

  final double[] values;

  private final int steps;
  private final long[] present;

  Lane(int steps) {
    this(steps, new double[steps]);
  }

  private Lane(int steps, double[] values) {
    this.steps = steps;
    this.values = values;
    this.present = new long[(steps + 63) >>> 6];
  }

  /** Returns a lane that can only say where something is present. */
  static Lane withoutValues(int steps) {
    return new Lane(steps, NO_VALUES);
  }

  int steps() {
    return steps;
  }

  boolean has(int step) {
    return (present[step >>> 6] & (1L << step)) != 0;
  }

  void set(int step, double value) {
    values[step] = value;
    present[step >>> 6] |= 1L << step;
  }

  void remove(int step) {
    present[step >>> 6] &= ~(1L << step);
  }

  /** Marks one step present, without a value. */
  void mark(int step) {
    present[step >>> 6] |= 1L << step;
  }

  /** Marks every step absent. */
  void clear() {
    Arrays.fill(present, 0);
  }

  /** Gives every step this value. */
  void fill(double value) {
    Arrays.fill(values, value);
    markAllPresent();
  }

  /** Marks every step present, whatever its value. */
  void markAllPresent() {
    Arrays.fill(present, -1L);
    int rest = steps & 63;
    if (rest != 0) {
      present[present.length - 1] = (1L << rest) - 1;
    }
  }

  void copyFrom(Lane other) {
    System.arraycopy(other.values, 0, values, 0, steps);
    System.arraycopy(other.present, 0, present, 0, present.length);
  }

  /** Marks present what is present in {@code other} too. */
  void addPresenceOf(Lane other) {
    for (int i = 0; i < present.length; i++) {
      present[i] |= other.present[i];
    }
  }

  /** Keeps only the steps whose presence in {@code other} is {@code wanted}. */
  void keepWhere(Lane other, boolean wanted) {
    for (int i = 0; i < present.length; i++) {
      present[i] &= wanted ? other.present[i] : ~other.present[i];
    }
  }

  /** Tells whether some step is present here and in {@code other}. */
  boolean overlaps(Lane other) {
    for (int i = 0; i < present.length; i++) {
      if ((present[i] & other.present[i]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Returns how many steps are present. */
  int presentCount() {
    int count = 0;
    for (long word : present) {
      count += Long.bitCount(word);
    }
    return count;
  }
}
