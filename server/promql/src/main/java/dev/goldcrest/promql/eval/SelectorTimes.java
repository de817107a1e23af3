package dev.goldcrest.promql.eval;

/**
 * The times a selector looks at: each step of the grid, or one fixed time, moved back by an offset.
 *
 * @param fixed whether {@code fixedMillis} stands for every step
 */
record SelectorTimes(Grid grid, long offsetMillis, boolean fixed, long fixedMillis) {
  long at(int step) {
    return (fixed ? fixedMillis : grid.at(step)) - offsetMillis;
  }

  long first() {
    return at(0);
  }

  long last() {
    return at(grid.count() - 1);
  }
}
