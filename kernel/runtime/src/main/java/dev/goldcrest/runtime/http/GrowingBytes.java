package dev.goldcrest.runtime.http;

import java.util.Arrays;

/**
 * A body being gathered: an array that doubles up to its limit and is charged to a shared budget.
 */
final class GrowingBytes implements ByteSink {
  private static final int FIRST_CAPACITY = 1024;

  /** How far a declared length is trusted before bytes have arrived. */
  private static final int MAX_PRESIZE = 64 << 10;

  private final long maxBytes;
  private final ByteBudget budget;
  private byte[] array = new byte[0];
  private int size;

  /** Creates an empty body that may grow to {@code maxBytes}, at most what an array can hold. */
  GrowingBytes(long maxBytes, ByteBudget budget) {
    this.maxBytes = Math.min(maxBytes, Integer.MAX_VALUE - 8);
    this.budget = budget;
  }

  /** Makes room for a body whose sender declares this length. */
  void expect(long length) throws HttpProblem {
    if (length > maxBytes) {
      throw tooLarge();
    }
    if (length > 0) {
      growTo((int) Math.min(length, MAX_PRESIZE));
    }
  }

  @Override
  public void put(byte[] source, int offset, int length) throws HttpProblem {
    if (length > maxBytes - size) {
      throw tooLarge();
    }
    if (length > array.length - size) {
      long doubled = Math.max(FIRST_CAPACITY, 2L * array.length);
      growTo((int) Math.min(maxBytes, Math.max(doubled, (long) size + length)));
    }
    System.arraycopy(source, offset, array, size, length);
    size += length;
  }

  private void growTo(int capacity) throws HttpProblem {
    int more = capacity - array.length;
    if (!budget.take(more)) {
      throw new HttpProblem(
          503, "bodies being received hold all " + budget.limitBytes() + " bytes they may; retry");
    }
    try {
      array = Arrays.copyOf(array, capacity);
    } catch (OutOfMemoryError e) {
      budget.give(more);
      throw e;
    }
  }

  private HttpProblem tooLarge() {
    return new HttpProblem(413, "body exceeds " + maxBytes + " bytes");
  }

  /** Returns the array; the first {@link #size} bytes count. */
  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  /** Returns an array of exactly the gathered bytes, without a copy where that is possible. */
  byte[] toExactArray() {
    return array.length == size ? array : Arrays.copyOf(array, size);
  }

  /** Gives the bytes back to the budget; the array is no longer counted. */
  void release() {
    budget.give(array.length);
    array = new byte[0];
    size = 0;
  }
}
