package dev.goldcrest.promql.eval;

/**
 * The times at which an expression is evaluated: {@code start, start + step, …}.
 *
 * @param step milliseconds; 0 when there is one time only
 * @param count how many times, at least 1
 */
record Grid(long start, long step, int count) {
  long at(int index) {
    return start + index * step;
  }

  long end() {
    return at(count - 1);
  }

  /** Returns the grid of the first time alone. */
  Grid first() {
    return new Grid(start, 0, 1);
  }
}
