package dev.goldcrest.promql.eval;

import dev.goldcrest.query.QueryException;
import dev.goldcrest.storage.SampleCursor;

/** Series with their samples in time: selected from the storage, or computed by a subquery. */
interface CursorSource {
  /** Returns the label sets; called once, first. */
  SeriesLabels series() throws QueryException;

  /**
   * Returns the samples of one series, in any order of series but at most once each. The cursor is
   * valid until the next call.
   */
  SampleCursor cursor(int index) throws QueryException;
}
