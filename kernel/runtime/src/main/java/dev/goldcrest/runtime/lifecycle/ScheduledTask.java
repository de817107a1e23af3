package dev.goldcrest.runtime.lifecycle;

import java.util.PriorityQueue;

/**
 * One entry of a scheduler's heap, ordered by due time and, within the same nanosecond, by the
 * order of the calls. The heap is guarded by its own monitor.
 */
final class ScheduledTask implements Scheduler.Cancellable, Comparable<ScheduledTask> {
  private final PriorityQueue<ScheduledTask> heap;
  private final long sequence;
  final long dueNanos;
  final Runnable work;

  ScheduledTask(PriorityQueue<ScheduledTask> heap, long dueNanos, long sequence, Runnable work) {
    this.heap = heap;
    this.dueNanos = dueNanos;
    this.sequence = sequence;
    this.work = work;
  }

  /** Takes the task out of the heap, so that what it refers to can be freed at once. */
  @Override
  public void cancel() {
    synchronized (heap) {
      heap.remove(this);
    }
  }

  @Override
  public int compareTo(ScheduledTask other) {
    // By difference, since a monotonic time may wrap around.
    long later = dueNanos - other.dueNanos;
    return later != 0 ? Long.signum(later) : Long.compare(sequence, other.sequence);
  }

  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
