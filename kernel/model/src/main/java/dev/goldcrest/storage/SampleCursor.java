package dev.goldcrest.storage;

/**
 * Reads the samples of one series in batches, so that decoding runs in tight loops over primitive
 * arrays. Owned by one thread.
 */
public interface SampleCursor {
  /**
   * Reads the next samples in ascending time, staleness markers included.
   *
   * @param timestamps receives Unix milliseconds from index {@code offset} on
   * @param valueBits receives raw value bits from index {@code offset} on
   * @param offset first index to write
   * @param max the most samples to read, at least 1
   * @return how many were read; 0 only at the end
   * @throws StorageException when the store cannot be read, naming the file
   */
  int read(long[] timestamps, long[] valueBits, int offset, int max) throws StorageException;
}
