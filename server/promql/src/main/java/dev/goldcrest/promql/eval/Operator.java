package dev.goldcrest.promql.eval;

import dev.goldcrest.query.QueryException;

/**
 * A node of an evaluation over a grid. Used by one thread, once.
 *
 * <p>Evaluation has two phases. First {@link #series} is called, once, and tells what series there
 * may be. Then {@link #evaluate} is called for each of them, in any order but at most once each, so
 * that no node needs to hold more than the series it works on. A scalar is a node with one series
 * that has no labels and is present at every step.
 */
interface Operator {
  /** Returns the label sets of the results; some may turn out to be absent at every step. */
  SeriesLabels series() throws QueryException;

  /**
   * Computes one series.
   *
   * @param index its place in {@link #series}
   * @param out receives the values; what it held before is overwritten
   */
  void evaluate(int index, Lane out) throws QueryException;
}
