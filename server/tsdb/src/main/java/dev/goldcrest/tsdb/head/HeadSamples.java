package dev.goldcrest.tsdb.head;

import dev.goldcrest.tsdb.codec.ByteSource;
import dev.goldcrest.tsdb.codec.ChunkBytes;
import dev.goldcrest.tsdb.codec.ChunkSource;
import dev.goldcrest.tsdb.codec.ColumnReader;
import dev.goldcrest.tsdb.codec.SampleStream;

/**
 * The chunks of one series as a view sees them, oldest first; decoded without the head's lock.
 *
 * <p>Sealed chunks are read where they lie: their bytes never change and the arrays are kept alive
 * from here. The chunk under construction is a copy.
 */
public final class HeadSamples implements ChunkSource {
  static final int PLACES = 6;

  private final byte[][] pages;
  // Per sealed chunk: samples, start and length of the timestamps, start and length of the values,
  // address of the timeline.
  private final int[] places;
  private final byte[] open;
  private final int openCount;
  private final TimeRange range;

  HeadSamples(byte[][] pages, int[] places, byte[] open, int openCount, TimeRange range) {
    this.pages = pages;
    this.places = places;
    this.open = open;
    this.openCount = openCount;
    this.range = range;
  }

  @Override
  public int chunks() {
    return pages.length / 2 + (openCount > 0 ? 1 : 0);
  }

  /** Tells whether a chunk is sealed; the last may be a copy of the one under construction. */
  public boolean isSealed(int chunk) {
    return chunk < pages.length / 2;
  }

  /** Says where a sealed chunk lies. */
  public void describe(int chunk, ChunkBytes into) {
    int at = chunk * PLACES;
    into.samples = places[at];
    into.timestamps = pages[2 * chunk];
    into.timestampsFrom = places[at + 1];
    into.timestampsLength = places[at + 2];
    into.values = pages[2 * chunk + 1];
    into.valuesFrom = places[at + 3];
    into.valuesLength = places[at + 4];
    into.timelineKey = places[at + 5];
    int timeline = into.timestampsFrom;
    into.firstMillis = SealedChunks.firstMillis(into.timestamps, timeline);
    into.lastMillis = SealedChunks.lastMillis(into.timestamps, timeline);
  }

  @Override
  public long fromMillis() {
    return range.minMillis();
  }

  @Override
  public long toMillis() {
    return range.maxMillis();
  }

  @Override
  public int decode(int chunk, long[] timestamps, long[] values) {
    if (chunk == pages.length / 2) {
      new SampleStream().read(open, open.length, openCount, timestamps, values);
      return openCount;
    }
    ColumnReader reader = new ColumnReader();
    ByteSource in = new ByteSource();
    int at = chunk * PLACES;
    int count = places[at];
    int from = places[at + 1];
    reader.readIntegers(in.over(pages[2 * chunk], from, from + places[at + 2]), count, timestamps);
    from = places[at + 3];
    reader.readDoubles(in.over(pages[2 * chunk + 1], from, from + places[at + 4]), count, values);
    return count;
  }
}
