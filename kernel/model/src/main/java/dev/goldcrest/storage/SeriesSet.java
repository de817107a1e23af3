package dev.goldcrest.storage;

import dev.goldcrest.model.Labels;

/**
 * A cursor over selected series; starts before the first. Owned by one thread.
 *
 * <pre>{@code
 * while (set.next()) {
 *   set.labels();
 *   set.samples();
 * }
 * }</pre>
 */
public interface SeriesSet {
  /**
   * Moves to the next series.
   *
   * @return {@code false} when there is none
   */
  boolean next() throws StorageException;

  /** Returns the labels of the current series; the value may be kept. */
  Labels labels();

  /**
   * Returns a cursor over the current series' samples in the querier's range, in strictly ascending
   * time. It stays valid after {@link #next} and until the querier is closed.
   */
  SampleCursor samples();

  /** Returns a set without series. */
  static SeriesSet empty() {
    return EmptySeriesSet.INSTANCE;
  }
}
