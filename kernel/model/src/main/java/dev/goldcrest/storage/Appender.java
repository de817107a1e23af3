package dev.goldcrest.storage;

import dev.goldcrest.model.Labels;

/**
 * One write transaction. Samples become visible to queries together, at {@link #commit}.
 *
 * <p>Owned by one thread. A rejected sample does not harm the transaction: the caller may go on and
 * commit the rest.
 */
public interface Appender extends AutoCloseable {
  /** The reference to pass when the series' reference is not known. */
  long NO_REF = 0;

  /**
   * Adds one sample.
   *
   * @param ref what an earlier append of the same series returned, or {@link #NO_REF}; a stale
   *     reference is harmless
   * @param labels the whole label set of the series, never empty
   * @param timestampMillis Unix milliseconds
   * @param valueBits the value's raw bits, see {@link dev.goldcrest.model.SampleValue}
   * @return the reference of the series, greater than 0, to pass next time
   * @throws AppendException when the sample cannot be taken; the reason tells whether that is the
   *     sender's fault
   */
  long append(long ref, Labels labels, long timestampMillis, long valueBits) throws AppendException;

  /**
   * Adds one sample by reference alone, for writers that keep the reference of a steady series and
   * want no label set built.
   *
   * @return {@code false} when the reference is unknown (the series is gone); the caller then
   *     appends with labels
   * @throws AppendException as {@link #append}
   */
  boolean appendByRef(long ref, long timestampMillis, long valueBits) throws AppendException;

  /**
   * Writes the transaction to the log and makes it visible.
   *
   * @throws StorageException when the log cannot be written, for instance on a full disk; nothing
   *     of the transaction is visible
   */
  void commit() throws StorageException;

  /** Forgets the transaction. Series it created may remain, without samples. */
  void rollback();

  /** Rolls back unless committed. */
  @Override
  void close();
}
