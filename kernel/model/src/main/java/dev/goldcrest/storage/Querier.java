package dev.goldcrest.storage;

import dev.goldcrest.model.Matcher;
import java.util.List;

/** A view of one time range of a store. Owned by one thread at a time. */
public interface Querier extends AutoCloseable {
  /**
   * Finds the series that satisfy every matcher and may have samples in the range.
   *
   * @param matchers at least one
   * @param hints what the caller will do, so that the store may read less; it may ignore them
   * @param sorted whether the series must come in label order
   * @throws StorageException when the store cannot be read
   */
  SeriesSet select(List<Matcher> matchers, SelectHints hints, boolean sorted)
      throws StorageException;

  /**
   * Returns the names of labels, in UTF-8 order, of the series that satisfy every matcher.
   *
   * @param matchers may be empty: all series
   * @param limit the most names to return, 0 for no limit
   */
  List<String> labelNames(List<Matcher> matchers, int limit) throws StorageException;

  /**
   * Returns the values of one label, in UTF-8 order, of the series that satisfy every matcher; see
   * {@link #labelNames}.
   */
  List<String> labelValues(String name, List<Matcher> matchers, int limit) throws StorageException;

  @Override
  void close();
}
