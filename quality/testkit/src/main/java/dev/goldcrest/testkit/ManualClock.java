package dev.goldcrest.testkit;

import dev.goldcrest.model.Clock;

/** A clock that stands still until a test moves it. Safe for use by several threads. */
public final class ManualClock implements Clock {
  private long wallMillis;
  private long monotonicNanos;

  /** Starts at the given Unix milliseconds. */
  public ManualClock(long wallMillis) {
    this.wallMillis = wallMillis;
  }

  @Override
  public synchronized long wallMillis() {
    return wallMillis;
  }

  @Override
  public synchronized long monotonicNanos() {
    return monotonicNanos;
  }

  /** Moves both times forward. */
  public synchronized void advanceMillis(long millis) {
    wallMillis += millis;
    monotonicNanos += millis * 1_000_000;
  }

  /** Sets the time of day alone, as a clock correction does. */
  public synchronized void jumpToWallMillis(long millis) {
    wallMillis = millis;
  }
}
