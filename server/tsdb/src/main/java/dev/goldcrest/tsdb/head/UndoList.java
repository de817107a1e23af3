package dev.goldcrest.tsdb.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the newest timestamp of a series was before a commit, kept while a view that is older than
 * the commit is open. Guarded by the head.
 */
final class UndoList {
  /** Past this many entries the oldest view is given up, so that a forgotten one costs little. */
  static final int MAX_ENTRIES = 1 << 17;

  private static final int SMALL = 64;

  private final List<HeadView> views = new ArrayList<>();
  private int[] series = new int[SMALL];
  private long[] lastMillis = new long[SMALL];
  private int count;
  // Position, counted since the start, of the first entry kept.
  private long start;
  private int epoch = 1;

  HeadView open(long fromMillis, long nowNanos) {
    HeadView view = new HeadView(fromMillis, start + count, nowNanos);
    views.add(view);
    epoch++;
    return view;
  }

  void close(HeadView view) {
    views.remove(view);
    trim();
  }

  /** Notes a series' newest timestamp before a commit, once per view opened. */
  void note(SeriesRows rows, int number, long timestampMillis) {
    if (views.isEmpty() || rows.getInt(number, SeriesRows.UNDO_EPOCH) == epoch) {
      return;
    }
    rows.putInt(number, SeriesRows.UNDO_EPOCH, epoch);
    if (count == MAX_ENTRIES) {
      views.removeFirst().expire();
      trim();
      if (views.isEmpty()) {
        return;
      }
    }
    if (count == series.length) {
      series = Arrays.copyOf(series, count * 2);
      lastMillis = Arrays.copyOf(lastMillis, count * 2);
    }
    series[count] = number;
    lastMillis[count] = timestampMillis;
    count++;
  }

  /** Tells a view what was noted since it asked last. */
  void inform(HeadView view) {
    if (view.isExpired()) {
      return;
    }
    for (int i = (int) (view.undoPosition() - start); i < count; i++) {
      view.note(series[i], lastMillis[i]);
    }
  }

  /** Tells whether a view is open that still reads samples older than {@code millis} here. */
  boolean anyReadsBefore(long millis) {
    for (HeadView view : views) {
      if (view.fromMillis() < millis) {
        return true;
      }
    }
    return false;
  }

  /** Gives up views opened before {@code nanos}. */
  void expireBefore(long nanos) {
    while (!views.isEmpty() && views.getFirst().openedNanos() - nanos < 0) {
      views.removeFirst().expire();
    }
    trim();
  }

  long bytesHeld() {
    return 12L * series.length;
  }

  private void trim() {
    if (views.isEmpty()) {
      start += count;
      count = 0;
      if (series.length > 4096) {
        series = new int[SMALL];
        lastMillis = new long[SMALL];
      }
      return;
    }
    int done = (int) (views.getFirst().undoPosition() - start);
    for (HeadView view : views) {
      done = Math.min(done, (int) (view.undoPosition() - start));
    }
    if (done > 0 && done * 2 >= count) {
      System.arraycopy(series, done, series, 0, count - done);
      System.arraycopy(lastMillis, done, lastMillis, 0, count - done);
      count -= done;
      start += done;
    }
  }
}
