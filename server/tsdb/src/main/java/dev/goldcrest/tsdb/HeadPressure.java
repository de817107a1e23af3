package dev.goldcrest.tsdb;

import dev.goldcrest.model.Clock;
import dev.goldcrest.tsdb.head.Head;

/**
 * How near the head is to the most memory it may take. Safe for use by several threads.
 *
 * <p>Above a share of the limit it asks for maintenance, which makes a block early; at the limit
 * writes are refused until that is done.
 */
final class HeadPressure {
  private static final System.Logger LOG = System.getLogger("dev.goldcrest.tsdb");
  private static final int HIGH_PERCENT = 60;
  private static final long PAUSE_NANOS = 100_000_000L;
  private static final long LOG_NANOS = 60_000_000_000L;

  private final Head head;
  private final long maxBytes;
  private final Clock clock;
  private volatile Runnable listener = () -> {};
  private volatile String refusal = "";
  private boolean asked;
  private long nextAskNanos;
  private long nextLogNanos;

  HeadPressure(Head head, long maxBytes, Clock clock) {
    this.head = head;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.nextAskNanos = clock.monotonicNanos();
    this.nextLogNanos = nextAskNanos;
  }

  /** Names who is asked for maintenance, on the thread that writes; it must not wait. */
  void listener(Runnable asks) {
    listener = asks;
  }

  boolean isHigh() {
    return maxBytes > 0 && head.bytesHeld() >= maxBytes / 100 * HIGH_PERCENT;
  }

  boolean isFull() {
    return maxBytes > 0 && head.bytesHeld() >= maxBytes;
  }

  /** Returns why no writes are taken as of the last {@link #check}, or the empty string. */
  String refusal() {
    return refusal;
  }

  /** Measures again, asks for maintenance when that is due, and returns the refusal. */
  String check() {
    if (maxBytes > 0) {
      long bytes = head.bytesHeld();
      refusal = bytes < maxBytes ? "" : text(bytes);
      if (bytes >= maxBytes / 100 * HIGH_PERCENT) {
        ask();
      }
    }
    return refusal;
  }

  /** Tells that maintenance has ended, so that it may be asked for again a little later. */
  synchronized void maintained() {
    asked = false;
    nextAskNanos = clock.monotonicNanos() + PAUSE_NANOS;
    if (maxBytes > 0) {
      long bytes = head.bytesHeld();
      refusal = bytes < maxBytes ? "" : text(bytes);
    }
  }

  private void ask() {
    synchronized (this) {
      long now = clock.monotonicNanos();
      if (!refusal.isEmpty() && now - nextLogNanos >= 0) {
        nextLogNanos = now + LOG_NANOS;
        LOG.log(System.Logger.Level.WARNING, "storage takes no writes for a moment: " + refusal);
      }
      if (asked || now - nextAskNanos < 0) {
        return;
      }
      asked = true;
    }
    listener.run();
  }

  private String text(long bytes) {
    return "series and samples in memory take "
        + megabytes(bytes)
        + " MB of the "
        + megabytes(maxBytes)
        + " MB allowed; a block is being written; if this lasts, raise --memory.limit or send fewer"
        + " series";
  }

  private static String megabytes(long bytes) {
    long tenths = (bytes + 50_000) / 100_000;
    return tenths / 10 + "." + tenths % 10;
  }
}
