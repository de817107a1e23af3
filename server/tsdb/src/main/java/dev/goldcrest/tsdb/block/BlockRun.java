package dev.goldcrest.tsdb.block;

import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.codec.ByteSource;
import dev.goldcrest.tsdb.codec.ChunkSource;
import dev.goldcrest.tsdb.codec.ColumnReader;
import dev.goldcrest.tsdb.codec.ColumnWriter;

/** The chunks of one series in a block, read from the file when the first is asked for. */
public final class BlockRun implements ChunkSource {
  // Per chunk: place and length of the timeline, samples, place and length of the values.
  private static final int PLACES = 5;

  private final Block block;
  private final TimelineCache timelines;
  private final long offset;
  private final int length;
  private final long fromMillis;
  private final long toMillis;
  // Empty until read.
  private byte[] bytes = new byte[0];
  private long[] places = new long[0];
  private int chunks;

  BlockRun(Block block, TimelineCache timelines, long[] placeAndRange) {
    this.block = block;
    this.timelines = timelines;
    this.offset = placeAndRange[0];
    this.length = (int) placeAndRange[1];
    this.fromMillis = placeAndRange[2];
    this.toMillis = placeAndRange[3];
  }

  @Override
  public long fromMillis() {
    return fromMillis;
  }

  @Override
  public long toMillis() {
    return toMillis;
  }

  @Override
  public int chunks() throws StorageException {
    if (bytes.length == 0) {
      bytes = block.read(offset, length);
      try {
        parse();
      } catch (IndexOutOfBoundsException e) {
        throw block.damaged(offset, length, e);
      }
    }
    return chunks;
  }

  // Only the chunks that overlap the range are kept.
  private void parse() {
    ByteSource in = new ByteSource().over(bytes, 0, bytes.length - BlockFormat.CRC);
    int count = in.getCount(bytes.length);
    places = new long[PLACES * count];
    for (int i = 0; i < count; i++) {
      int at = PLACES * chunks;
      places[at] = in.getVarint();
      places[at + 1] = in.getVarint();
      places[at + 2] = in.getCount(ColumnWriter.MAX_VALUES);
      long first = block.minMillis() + in.getSigned();
      long last = first + in.getVarint();
      int valuesLength = in.getCount(bytes.length);
      places[at + 3] = in.claim(valuesLength);
      places[at + 4] = valuesLength;
      if (first <= toMillis && last >= fromMillis) {
        chunks++;
      }
    }
  }

  @Override
  public int decode(int chunk, long[] timestamps, long[] values) throws StorageException {
    int at = PLACES * chunk;
    int count = (int) places[at + 2];
    try {
      long[] timeline = timeline(places[at], (int) places[at + 1], count);
      System.arraycopy(timeline, 0, timestamps, 0, count);
      int from = (int) places[at + 3];
      ByteSource in = new ByteSource().over(bytes, from, from + (int) places[at + 4]);
      new ColumnReader().readDoubles(in, count, values);
    } catch (IndexOutOfBoundsException e) {
      throw block.damaged(offset, length, e);
    }
    return count;
  }

  private long[] timeline(long at, int size, int count) throws StorageException {
    long[] known = timelines.get(block, at);
    if (known != null) {
      return known;
    }
    byte[] column = block.read(at, size);
    long[] decoded = new long[count];
    ByteSource in = new ByteSource().over(column, 0, size - BlockFormat.CRC);
    new ColumnReader().readIntegers(in, count, decoded);
    timelines.put(block, at, decoded);
    return decoded;
  }
}
