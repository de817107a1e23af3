package dev.goldcrest.tsdb;

import dev.goldcrest.tsdb.codec.ByteSink;
import dev.goldcrest.tsdb.codec.ChunkBytes;
import dev.goldcrest.tsdb.codec.ColumnWriter;
import dev.goldcrest.tsdb.head.HeadSamples;
import java.util.Arrays;

/** Codes the part of a chunk that lies in a range as a chunk of its own. Owned by one thread. */
final class ChunkRecoder {
  // Series that are scraped together have the same timestamps and share a timeline.
  private static final int RECENT = 8;

  private final ColumnWriter writer = new ColumnWriter();
  private final ByteSink column = new ByteSink(512);
  private final ByteSink valueColumn = new ByteSink(2048);
  private final long[] timestamps = new long[ColumnWriter.MAX_VALUES];
  private final long[] values = new long[ColumnWriter.MAX_VALUES];
  private final byte[][] recent = new byte[RECENT][0];
  private final long[] keys = new long[RECENT];
  private final int[] counts = new int[RECENT];
  private int next;
  // Below 0, where no address of the head is.
  private long lastKey;

  /**
   * Recodes the samples of a chunk that are in the range of its {@link HeadSamples}.
   *
   * @param into valid until the next call
   * @return whether there are any
   */
  boolean recode(HeadSamples samples, int chunk, ChunkBytes into) {
    int end = samples.decode(chunk, timestamps, values);
    int start = 0;
    while (start < end && timestamps[start] < samples.fromMillis()) {
      start++;
    }
    while (end > start && timestamps[end - 1] > samples.toMillis()) {
      end--;
    }
    int count = end - start;
    if (count == 0) {
      return false;
    }
    System.arraycopy(timestamps, start, timestamps, 0, count);
    System.arraycopy(values, start, values, 0, count);
    into.samples = count;
    into.firstMillis = timestamps[0];
    into.lastMillis = timestamps[count - 1];
    int timeline = timeline(count);
    into.timelineKey = keys[timeline];
    into.timestamps = recent[timeline];
    into.timestampsFrom = 0;
    into.timestampsLength = recent[timeline].length;
    valueColumn.truncate(0);
    writer.writeDoubles(values, count, valueColumn);
    into.values = valueColumn.array();
    into.valuesFrom = 0;
    into.valuesLength = valueColumn.size();
    return true;
  }

  // Equal columns may still code different numbers of timestamps.
  private int timeline(int count) {
    column.truncate(0);
    writer.writeIntegers(timestamps, count, column);
    byte[] coded = Arrays.copyOf(column.array(), column.size());
    for (int i = 0; i < RECENT; i++) {
      if (keys[i] != 0 && counts[i] == count && Arrays.equals(recent[i], coded)) {
        return i;
      }
    }
    int slot = next;
    next = (next + 1) % RECENT;
    recent[slot] = coded;
    counts[slot] = count;
    keys[slot] = --lastKey;
    return slot;
  }
}
