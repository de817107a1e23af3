package dev.goldcrest.runtime.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/** A number that only grows. Safe for use by several threads; counting allocates nothing. */
public final class Counter {
  /** Whole steps, which are nearly all, take one atomic addition; the others a retry loop. */
  private final AtomicLong whole = new AtomicLong();

  private final AtomicLong fractionBits = new AtomicLong();

  Counter() {}

  /** Adds one. */
  public void inc() {
    whole.getAndIncrement();
  }

  /** Adds {@code amount}, which must not be negative. */
  public void add(long amount) {
    if (amount < 0) {
      throw new IllegalStateException("BUG: adding " + amount + " to a counter");
    }
    whole.getAndAdd(amount);
  }

  /** Adds {@code amount}, which must not be negative. */
  public void add(double amount) {
    if (!(amount >= 0)) {
      throw new IllegalStateException("BUG: adding " + amount + " to a counter");
    }
    Gauge.addTo(fractionBits, amount);
  }

  /** Returns the sum of all additions. */
  public double value() {
    return whole.get() + Double.longBitsToDouble(fractionBits.get());
  }
}
