package dev.goldcrest.runtime.lifecycle;

import dev.goldcrest.model.Clock;

/** The machine's own clock. The only place that asks the system for the time. */
public final class SystemClock implements Clock {
  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public long monotonicNanos() {
    return System.nanoTime();
  }
}
