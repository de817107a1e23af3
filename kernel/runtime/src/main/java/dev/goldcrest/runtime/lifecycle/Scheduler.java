package dev.goldcrest.runtime.lifecycle;

import dev.goldcrest.model.Clock;
import java.time.Duration;

/**
 * Runs tasks later, in real or in virtual time. Safe for use by several threads.
 *
 * <p>Tasks run on the scheduler's own thread and must be short and must not block: they hand work
 * on to an executor. A task that throws is logged; the scheduler goes on.
 */
public interface Scheduler {
  /** Returns the clock whose time the delays follow. */
  Clock clock();

  /**
   * Runs {@code task} once after {@code delay}; a delay of zero or less means as soon as possible.
   */
  Cancellable schedule(Duration delay, Runnable task);

  /** A task that may still be called off. */
  interface Cancellable {
    /** Calls the task off if it has not started; otherwise does nothing. */
    void cancel();
  }
}
