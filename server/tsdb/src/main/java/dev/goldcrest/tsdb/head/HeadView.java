package dev.goldcrest.tsdb.head;

/**
 * A moment of the head: what had been committed when it was opened.
 *
 * <p>Samples of a series only ever get newer, so a moment is a newest timestamp per series. Only
 * series that were written to since need one; they are learnt from the head's undo list as the view
 * is used. Guarded by the head.
 */
public final class HeadView {
  private final long fromMillis;
  private final long openedNanos;
  private long undoPosition;
  private boolean expired;
  // Open addressing by series + 1.
  private int[] keys = new int[16];
  private long[] limits = new long[16];
  private int count;

  HeadView(long fromMillis, long undoPosition, long openedNanos) {
    this.fromMillis = fromMillis;
    this.undoPosition = undoPosition;
    this.openedNanos = openedNanos;
  }

  /** Returns the time from which on samples come from the head; older ones are in blocks. */
  public long fromMillis() {
    return fromMillis;
  }

  /** Tells whether the head has given up on the view because it was held too long. */
  public boolean isExpired() {
    return expired;
  }

  long openedNanos() {
    return openedNanos;
  }

  long undoPosition() {
    return undoPosition;
  }

  void expire() {
    expired = true;
  }

  /** Notes the newest timestamp of a series as of the view; the first note counts. */
  void note(int series, long lastMillis) {
    undoPosition++;
    if (count * 2 >= keys.length) {
      grow();
    }
    put(series, lastMillis);
  }

  /** Returns the newest timestamp visible, {@link Long#MAX_VALUE} for a series not written to. */
  long limit(int series) {
    int mask = keys.length - 1;
    for (int slot = Symbols.spread(series) & mask; keys[slot] != 0; slot = (slot + 1) & mask) {
      if (keys[slot] == series + 1) {
        return limits[slot];
      }
    }
    return Long.MAX_VALUE;
  }

  private void put(int series, long lastMillis) {
    int mask = keys.length - 1;
    int slot = Symbols.spread(series) & mask;
    while (keys[slot] != 0) {
      if (keys[slot] == series + 1) {
        return;
      }
      slot = (slot + 1) & mask;
    }
    keys[slot] = series + 1;
    limits[slot] = lastMillis;
    count++;
  }

  private void grow() {
    int[] oldKeys = keys;
    long[] oldLimits = limits;
    keys = new int[oldKeys.length * 2];
    limits = new long[oldKeys.length * 2];
    count = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        put(oldKeys[i] - 1, oldLimits[i]);
      }
    }
  }
}
