package dev.goldcrest.tsdb.head;

import java.util.Arrays;

/** The samples of a transaction that is being put together. Owned by one thread at a time. */
public final class Batch {
  private int[] series = new int[64];
  private int[] seriesIds = new int[64];
  private long[] timestamps = new long[64];
  private long[] values = new long[64];
  private int count;

  /** Creates an empty batch. */
  public Batch() {}

  /** Returns how many samples it has. */
  public int count() {
    return count;
  }

  /** Returns the numbers of the series in the log, by sample; not to be changed. */
  public int[] seriesIds() {
    return seriesIds;
  }

  /** Returns the timestamps by sample; not to be changed. */
  public long[] timestamps() {
    return timestamps;
  }

  /** Returns the raw bits of the values by sample; not to be changed. */
  public long[] values() {
    return values;
  }

  /** Forgets the samples, and arrays beyond {@code keepCapacity} too. */
  public void clear(int keepCapacity) {
    count = 0;
    if (series.length > keepCapacity) {
      resize(keepCapacity);
    }
  }

  int series(int at) {
    return series[at];
  }

  void add(int number, int seriesId, long timestampMillis, long valueBits) {
    if (count == series.length) {
      resize(count * 2);
    }
    series[count] = number;
    seriesIds[count] = seriesId;
    timestamps[count] = timestampMillis;
    values[count] = valueBits;
    count++;
  }

  private void resize(int capacity) {
    series = Arrays.copyOf(series, capacity);
    seriesIds = Arrays.copyOf(seriesIds, capacity);
    timestamps = Arrays.copyOf(timestamps, capacity);
    values = Arrays.copyOf(values, capacity);
  }
}
