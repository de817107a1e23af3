package dev.goldcrest.scrape;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how many scrapes are under way; those beyond wait in the order they came. A loop never has
 * two in here, so the queue is bounded by the number of targets.
 */
final class ScrapeSlots {
  private final int max;
  private final ArrayDeque<BooleanSupplier> waiting = new ArrayDeque<>();
  private int used;

  ScrapeSlots(int max) {
    this.max = max;
  }

  /**
   * Starts a scrape now or when a slot is free.
   *
   * @param start returns whether it keeps the slot, which it then gives back by {@link #release}
   */
  void acquire(BooleanSupplier start) {
    synchronized (this) {
      if (used == max) {
        waiting.add(start);
        return;
      }
      used++;
    }
    if (!start.getAsBoolean()) {
      release();
    }
  }

  void release() {
    BooleanSupplier next = passOn();
    while (next != null && !next.getAsBoolean()) {
      next = passOn();
    }
  }

  private synchronized @Nullable BooleanSupplier passOn() {
    BooleanSupplier next = waiting.poll();
    if (next == null) {
      used--;
    }
    return next;
  }
}
