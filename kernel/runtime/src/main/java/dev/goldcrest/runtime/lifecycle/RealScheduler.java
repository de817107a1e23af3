package dev.goldcrest.runtime.lifecycle;

import dev.goldcrest.model.Clock;
import java.time.Duration;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The scheduler in real time: one daemon thread that sleeps until the next task is due.
 *
 * <p>Closing it drops the tasks that have not started and waits for the one that runs.
 */
public final class RealScheduler implements Scheduler, AutoCloseable {
  private static final System.Logger log = System.getLogger("dev.goldcrest.runtime");

  private final Clock clock;
  private final PriorityQueue<ScheduledTask> heap = new PriorityQueue<>();
  private final Thread thread;
  private long sequence; // guarded by heap
  private boolean closed; // guarded by heap

  /** Starts the thread. */
  public RealScheduler(Clock clock) {
    this.clock = clock;
    this.thread = new Thread(this::loop, "scheduler");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public Clock clock() {
    return clock;
  }

  /**
   * {@inheritDoc}
   *
   * <p>After {@link #close()} the task is dropped.
   */
  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    long dueNanos = clock.monotonicNanos() + Math.max(0, delay.toNanos());
    synchronized (heap) {
      ScheduledTask scheduled = new ScheduledTask(heap, dueNanos, sequence++, task);
      if (!closed) {
        heap.add(scheduled);
        heap.notifyAll();
      }
      return scheduled;
    }
  }

  @Override
  public void close() {
    synchronized (heap) {
      closed = true;
      heap.clear();
      heap.notifyAll();
    }
    if (Thread.currentThread().equals(thread)) {
      return;
    }
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void loop() {
    for (Runnable work = next(); work != null; work = next()) {
      try {
        work.run();
      } catch (RuntimeException e) {
        log.log(System.Logger.Level.ERROR, "A scheduled task failed; the scheduler goes on.", e);
      }
    }
  }

  private @Nullable Runnable next() {
    synchronized (heap) {
      while (!closed) {
        ScheduledTask first = heap.peek();
        long nanos = first == null ? 0 : first.dueNanos - clock.monotonicNanos();
        if (first != null && nanos <= 0) {
          heap.poll();
          return first.work;
        }
        try {
          // Rounded up: waking a millisecond late is better than spinning through the last one.
          heap.wait(first == null ? 0 : nanos / 1_000_000 + 1);
        } catch (InterruptedException e) {
          return null;
        }
      }
      return null;
    }
  }
}
