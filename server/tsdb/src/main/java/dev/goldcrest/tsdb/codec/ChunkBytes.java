package dev.goldcrest.tsdb.codec;

/** Where the coded columns of one chunk lie: a carrier to be filled again and again. */
public final class ChunkBytes {
  /** Names the timeline among the chunks of one source: equal keys, equal timestamps. */
  public long timelineKey;

  /** Number of samples. */
  public int samples;

  /** The first timestamp. */
  public long firstMillis;

  /** The last timestamp. */
  public long lastMillis;

  /** Holds the column of timestamps. */
  public byte[] timestamps = new byte[0];

  /** Where the column of timestamps starts. */
  public int timestampsFrom;

  /** Length of the column of timestamps. */
  public int timestampsLength;

  /** Holds the column of values. */
  public byte[] values = new byte[0];

  /** Where the column of values starts. */
  public int valuesFrom;

  /** Length of the column of values. */
  public int valuesLength;

  /** Creates an empty carrier. */
  public ChunkBytes() {}
}
