package dev.goldcrest.tsdb.head;

import dev.goldcrest.tsdb.codec.Bytes;
import java.util.Arrays;

/**
 * The fixed-size state of every series: one row of {@value #ROW} bytes, found by the dense number
 * of the series. Guarded by the head.
 *
 * <p>Growth adds a page and never copies a row. Numbers of dropped series are given out again.
 */
final class SeriesRows {
  // Offsets of the fields in a row, in bytes.
  static final int LAST_TIME = 0; // 8
  static final int LAST_VALUE = 8; // 8
  static final int STEP = 16; // 4: time between the last two samples
  static final int FIRST_CELL = 20; // 4: chain of the chunk under construction
  static final int LAST_CELL = 24; // 4
  static final int SEALED = 28; // 4: address of the newest sealed chunk
  static final int LABELS = 32; // 4: address of the label set
  static final int SERIES_ID = 36; // 4: number in the log, never given out twice; 0 when free
  static final int SEGMENT = 40; // 4: log segment that holds the series' definition
  static final int PENDING = 44; // 4: where the transaction at work last noted this series
  static final int HASH = 48; // 4: hash of the label set
  static final int CHAIN = 52; // 4: next series of the same hash bucket, or of the free list, + 1
  static final int UNDO_EPOCH = 56; // 4: view epoch in which the last time was noted
  static final int BITS = 60; // 2: bits of the chunk under construction
  static final int COUNT = 62; // 2: its samples
  static final int WINDOW = 64; // 2: its coder's state
  static final int ROW = 68;

  private static final int SHIFT = 8;
  private static final int MASK = (1 << SHIFT) - 1;

  private byte[][] pages = new byte[4][];
  private int limit;
  private int live;
  private int free;

  /** Returns one more than the highest number in use. */
  int limit() {
    return limit;
  }

  /** Returns how many series there are. */
  int live() {
    return live;
  }

  /** Gives out a number; its row is all zero. */
  int add() {
    live++;
    if (free != 0) {
      int series = free - 1;
      free = getInt(series, CHAIN);
      putInt(series, CHAIN, 0);
      return series;
    }
    int page = limit >>> SHIFT;
    if (page == pages.length) {
      pages = Arrays.copyOf(pages, page * 2);
    }
    if ((limit & MASK) == 0) {
      pages[page] = new byte[ROW << SHIFT];
    }
    return limit++;
  }

  /** Takes a number back. */
  void remove(int series) {
    int at = at(series);
    Arrays.fill(pages[series >>> SHIFT], at, at + ROW, (byte) 0);
    putInt(series, CHAIN, free);
    free = series + 1;
    live--;
  }

  /** Gives the memory back when there are no series. */
  void trim() {
    if (live == 0) {
      pages = new byte[4][];
      limit = 0;
      free = 0;
    }
  }

  /** Tells whether the number belongs to a series. */
  boolean isLive(int series) {
    return series >= 0 && series < limit && getInt(series, SERIES_ID) != 0;
  }

  int getInt(int series, int field) {
    return Bytes.getInt(pages[series >>> SHIFT], at(series) + field);
  }

  void putInt(int series, int field, int value) {
    Bytes.putInt(pages[series >>> SHIFT], at(series) + field, value);
  }

  long getLong(int series, int field) {
    return Bytes.getLong(pages[series >>> SHIFT], at(series) + field);
  }

  void putLong(int series, int field, long value) {
    Bytes.putLong(pages[series >>> SHIFT], at(series) + field, value);
  }

  int getShort(int series, int field) {
    return Bytes.getShort(pages[series >>> SHIFT], at(series) + field);
  }

  void putShort(int series, int field, int value) {
    Bytes.putShort(pages[series >>> SHIFT], at(series) + field, value);
  }

  long bytesHeld() {
    return (long) ((limit + MASK) >>> SHIFT) * (ROW << SHIFT);
  }

  private static int at(int series) {
    return (series & MASK) * ROW;
  }
}
