package dev.goldcrest.runtime.lifecycle;

import dev.goldcrest.model.Clock;
import java.time.Duration;
import java.util.PriorityQueue;

/**
 * The scheduler in virtual time: time stands still until {@link #advance} moves it, and tasks run
 * on the thread that does so, in the order of their due times. For simulations and for rule tests.
 */
public final class VirtualScheduler implements Scheduler {
  private final PriorityQueue<ScheduledTask> heap = new PriorityQueue<>();
  private final Clock clock = new VirtualClock();
  private long wallMillisAtOrigin; // guarded by heap, as all that follows
  private long nowNanos;
  private long sequence;

  /** Starts at the given Unix milliseconds. */
  public VirtualScheduler(long wallMillis) {
    this.wallMillisAtOrigin = wallMillis;
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Cancellable schedule(Duration delay, Runnable task) {
    synchronized (heap) {
      long dueNanos = nowNanos + Math.max(0, delay.toNanos());
      ScheduledTask scheduled = new ScheduledTask(heap, dueNanos, sequence++, task);
      heap.add(scheduled);
      return scheduled;
    }
  }

  /**
   * Moves the time forward, stopping at each task that falls due on the way to run it; tasks that
   * these schedule within the span run too. A task that throws ends the advance with its exception.
   */
  public void advance(Duration span) {
    long end;
    synchronized (heap) {
      end = nowNanos + span.toNanos();
    }
    while (true) {
      ScheduledTask task;
      synchronized (heap) {
        task = heap.peek();
        if (task == null || task.dueNanos > end) {
          nowNanos = end;
          return;
        }
        heap.poll();
        nowNanos = task.dueNanos;
      }
      task.work.run();
    }
  }

  /** Runs what is due now, without moving the time. */
  public void runDue() {
    advance(Duration.ZERO);
  }

  /** Returns how many tasks wait. */
  public int pending() {
    synchronized (heap) {
      return heap.size();
    }
  }

  /** Sets the time of day alone, as a clock correction does; delays are not affected. */
  public void jumpToWallMillis(long wallMillis) {
    synchronized (heap) {
      wallMillisAtOrigin = wallMillis - nowNanos / 1_000_000;
    }
  }

  private final class VirtualClock implements Clock {
    @Override
    public long wallMillis() {
      synchronized (heap) {
        return wallMillisAtOrigin + nowNanos / 1_000_000;
      }
    }

    @Override
    public long monotonicNanos() {
      synchronized (heap) {
        return nowNanos;
      }
    }
  }
}
