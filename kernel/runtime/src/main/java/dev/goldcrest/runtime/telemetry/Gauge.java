package dev.goldcrest.runtime.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/** A number that goes up and down. Safe for use by several threads; setting allocates nothing. */
public final class Gauge {
  private final AtomicLong bits = new AtomicLong();

  Gauge() {}

  /** Replaces the value. */
  public void set(double value) {
    bits.set(Double.doubleToRawLongBits(value));
  }

  /** Replaces the value by a whole number; above 2^53 it is rounded. */
  public void set(long value) {
    set((double) value);
  }

  /** Adds one. */
  public void inc() {
    addTo(bits, 1);
  }

  /** Subtracts one. */
  public void dec() {
    addTo(bits, -1);
  }

  /** Adds {@code amount}, which may be negative. */
  public void add(double amount) {
    addTo(bits, amount);
  }

  /** Returns the value, 0 before it was first set. */
  public double value() {
    return Double.longBitsToDouble(bits.get());
  }

  static void addTo(AtomicLong doubleBits, double amount) {
    long before;
    long after;
    do {
      before = doubleBits.get();
      after = Double.doubleToRawLongBits(Double.longBitsToDouble(before) + amount);
    } while (!doubleBits.compareAndSet(before, after));
  }
}
