package dev.goldcrest.storage;

/** Something that can be read over a range of time. Safe for use by several threads. */
public interface Queryable {
  /**
   * Opens a consistent view of the samples with {@code minMillis <= timestamp <= maxMillis}.
   * Transactions committed later are not seen. The caller closes it; it may hold resources until
   * then.
   */
  Querier querier(long minMillis, long maxMillis);
}
