package dev.goldcrest.tsdb.codec;

import dev.goldcrest.storage.StorageException;

/** Some chunks of one series, oldest first. Owned by one thread. */
public interface ChunkSource {
  /** Returns how many chunks there are. */
  int chunks() throws StorageException;

  /**
   * Decodes a chunk into arrays of at least {@link ColumnWriter#MAX_VALUES}, from index 0 on.
   *
   * @return the number of samples
   */
  int decode(int chunk, long[] timestamps, long[] values) throws StorageException;

  /** Returns the oldest timestamp to take from the chunks; they may hold older ones. */
  long fromMillis();

  /** Returns the newest timestamp to take from the chunks; they may hold newer ones. */
  long toMillis();
}
