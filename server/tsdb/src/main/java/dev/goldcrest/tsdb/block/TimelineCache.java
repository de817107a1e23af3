package dev.goldcrest.tsdb.block;

import org.jspecify.annotations.Nullable;

/**
 * The timelines that a query decoded last: neighbouring series were mostly scraped together and
 * share them. Owned by one thread.
 */
public final class TimelineCache {
  private static final int ENTRIES = 16;

  private final @Nullable Block[] blocks = new Block[ENTRIES];
  private final long[] offsets = new long[ENTRIES];
  private final long[][] timestamps = new long[ENTRIES][];
  private int next;

  /** Creates an empty cache. */
  public TimelineCache() {}

  long @Nullable [] get(Block block, long offset) {
    for (int i = 0; i < ENTRIES; i++) {
      if (offsets[i] == offset && block.equals(blocks[i])) {
        return timestamps[i];
      }
    }
    return null;
  }

  void put(Block block, long offset, long[] decoded) {
    blocks[next] = block;
    offsets[next] = offset;
    timestamps[next] = decoded;
    next = (next + 1) % ENTRIES;
  }
}
