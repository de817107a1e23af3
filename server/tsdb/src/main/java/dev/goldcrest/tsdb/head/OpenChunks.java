package dev.goldcrest.tsdb.head;

import dev.goldcrest.tsdb.codec.Bytes;
import dev.goldcrest.tsdb.codec.SampleStream;
import java.util.Arrays;

/**
 * The chunk under construction of every series: a stream of bits in a chain of small cells.
 *
 * <p>Cells come from one pool, so that a growing chunk copies nothing and a series of one sample
 * takes one cell. Guarded by the head.
 */
final class OpenChunks {
  private static final int CELL = 32;
  // The last bytes of a cell name the next one.
  private static final int DATA = CELL - 4;
  private static final int SHIFT = 9;
  private static final int MASK = (1 << SHIFT) - 1;

  private final SeriesRows rows;
  private final SampleStream stream = new SampleStream();
  private final SampleStream.Step step = new SampleStream.Step();
  private byte[][] pages = new byte[4][];
  // Cell 0 is never given out: it stands for none.
  private int limit = 1;
  private int free;
  private int cellsInUse;
  private long bytesHeld;

  OpenChunks(SeriesRows rows) {
    this.rows = rows;
  }

  /** Adds a sample that is newer than the series' last. */
  void append(int series, long timestampMillis, long valueBits) {
    int count = rows.getShort(series, SeriesRows.COUNT);
    int bits = rows.getShort(series, SeriesRows.BITS);
    if (count == 0) {
      stream.first(timestampMillis, valueBits);
      step.stepMillis = 0;
      step.windowState = 0;
    } else {
      step.timestampMillis = rows.getLong(series, SeriesRows.LAST_TIME);
      step.valueBits = rows.getLong(series, SeriesRows.LAST_VALUE);
      step.stepMillis = rows.getInt(series, SeriesRows.STEP);
      step.windowState = rows.getShort(series, SeriesRows.WINDOW);
      int filled = bits & 7;
      stream.next(
          filled, filled == 0 ? 0 : lastByte(series, bits), step, timestampMillis, valueBits);
    }
    store(series, bits);
    rows.putShort(series, SeriesRows.BITS, bits + stream.bitCount());
    rows.putShort(series, SeriesRows.COUNT, count + 1);
    rows.putInt(series, SeriesRows.STEP, (int) step.stepMillis);
    rows.putShort(series, SeriesRows.WINDOW, step.windowState);
    rows.putLong(series, SeriesRows.LAST_TIME, timestampMillis);
    rows.putLong(series, SeriesRows.LAST_VALUE, valueBits);
  }

  /** Returns how many bytes the stream of a series takes. */
  int streamBytes(int series) {
    return (rows.getShort(series, SeriesRows.BITS) + 7) >>> 3;
  }

  /** Copies the stream of a series. */
  void copy(int series, byte[] into) {
    int rest = streamBytes(series);
    int at = 0;
    for (int cell = rows.getInt(series, SeriesRows.FIRST_CELL); rest > 0; cell = next(cell)) {
      int n = Math.min(rest, DATA);
      System.arraycopy(page(cell), offset(cell), into, at, n);
      at += n;
      rest -= n;
    }
  }

  /** Returns the first timestamp of a stream that has one. */
  long firstTimestamp(int series) {
    int cell = rows.getInt(series, SeriesRows.FIRST_CELL);
    // Bits are stored highest first.
    return Long.reverseBytes(Bytes.getLong(page(cell), offset(cell)));
  }

  /** Empties the stream of a series. */
  void clear(int series) {
    cellsInUse -= (streamBytes(series) + DATA - 1) / DATA;
    int last = rows.getInt(series, SeriesRows.LAST_CELL);
    if (last != 0) {
      setNext(last, free);
      free = rows.getInt(series, SeriesRows.FIRST_CELL);
    }
    rows.putInt(series, SeriesRows.FIRST_CELL, 0);
    rows.putInt(series, SeriesRows.LAST_CELL, 0);
    rows.putShort(series, SeriesRows.BITS, 0);
    rows.putShort(series, SeriesRows.COUNT, 0);
    rows.putShort(series, SeriesRows.WINDOW, 0);
    rows.putInt(series, SeriesRows.STEP, 0);
  }

  /** Moves the streams together when more than half of the memory is unused. */
  void compact() {
    if (2L * CELL * cellsInUse >= bytesHeld) {
      return;
    }
    byte[][] old = pages;
    pages = new byte[4][];
    limit = 1;
    free = 0;
    cellsInUse = 0;
    bytesHeld = 0;
    for (int series = 0; series < rows.limit(); series++) {
      int cell = rows.getInt(series, SeriesRows.FIRST_CELL);
      int last = 0;
      while (rows.isLive(series) && cell != 0) {
        last = chainCell(series, last);
        byte[] from = old[cell >>> SHIFT];
        System.arraycopy(from, offset(cell), page(last), offset(last), DATA);
        cell = Bytes.getInt(from, offset(cell) + DATA);
      }
    }
  }

  long bytesHeld() {
    return bytesHeld;
  }

  private int lastByte(int series, int bits) {
    int cell = rows.getInt(series, SeriesRows.LAST_CELL);
    return page(cell)[offset(cell) + (bits >>> 3) % DATA];
  }

  // Writes the coder's bytes over the partly filled last byte and behind it.
  private void store(int series, int bits) {
    byte[] bytes = stream.bytes();
    int count = stream.byteCount();
    int cell = rows.getInt(series, SeriesRows.LAST_CELL);
    int byteIndex = bits >>> 3;
    boolean existing = (bits & 7) != 0;
    for (int i = 0; i < count; i++, byteIndex++) {
      int at = byteIndex % DATA;
      if (at == 0 && !existing) {
        cell = chainCell(series, cell);
      }
      existing = false;
      page(cell)[offset(cell) + at] = bytes[i];
    }
  }

  private int chainCell(int series, int last) {
    int cell;
    if (free != 0) {
      cell = free;
      free = next(cell);
    } else {
      int slot = limit >>> SHIFT;
      if (slot == pages.length) {
        pages = Arrays.copyOf(pages, slot * 2);
      }
      if (pages[slot] == null) {
        pages[slot] = new byte[CELL << SHIFT];
        bytesHeld += CELL << SHIFT;
      }
      cell = limit++;
    }
    cellsInUse++;
    setNext(cell, 0);
    if (last == 0) {
      rows.putInt(series, SeriesRows.FIRST_CELL, cell);
    } else {
      setNext(last, cell);
    }
    rows.putInt(series, SeriesRows.LAST_CELL, cell);
    return cell;
  }

  private byte[] page(int cell) {
    return pages[cell >>> SHIFT];
  }

  private static int offset(int cell) {
    return (cell & MASK) * CELL;
  }

  private int next(int cell) {
    return Bytes.getInt(page(cell), offset(cell) + DATA);
  }

  private void setNext(int cell, int next) {
    Bytes.putInt(page(cell), offset(cell) + DATA, next);
  }
}
