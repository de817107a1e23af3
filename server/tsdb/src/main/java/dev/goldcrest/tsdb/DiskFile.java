package dev.goldcrest.tsdb;

import java.io.Closeable;
import java.io.IOException;

/** An open file. Reads are positional and safe for use by several threads; one thread writes. */
public interface DiskFile extends Closeable {
  /** Returns the file's length in bytes. */
  long size() throws IOException;

  /**
   * Reads up to {@code length} bytes from {@code position} on.
   *
   * @return how many bytes were read, fewer than asked only at the end of the file
   */
  int read(long position, byte[] into, int offset, int length) throws IOException;

  /** Writes all bytes at {@code position}; after an exception any part may have been written. */
  void write(long position, byte[] from, int offset, int length) throws IOException;

  /** Cuts the file off at {@code size}. */
  void truncate(long size) throws IOException;

  /** Makes what was written durable. */
  void force() throws IOException;
}
