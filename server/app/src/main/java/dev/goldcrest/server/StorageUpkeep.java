package dev.goldcrest.server;

import dev.goldcrest.runtime.lifecycle.Scheduler;
import dev.goldcrest.runtime.lifecycle.Workers;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.Tsdb;
import java.time.Duration;

/**
 * Cuts blocks, applies retention and frees log files on a thread of its own: now and then, and when
 * the store asks because memory gets short.
 */
final class StorageUpkeep implements AutoCloseable {
  private static final System.Logger log = System.getLogger("dev.goldcrest.server");
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private final Tsdb tsdb;
  private final Scheduler scheduler;
  // One round that is due and one that the store asks for may wait.
  private final Workers worker = new Workers("storage", 1, 2);
  // Both guarded by this.
  private Scheduler.Cancellable next;
  private boolean closed;

  StorageUpkeep(Tsdb tsdb, Scheduler scheduler) {
    this.tsdb = tsdb;
    this.scheduler = scheduler;
    this.next = scheduler.schedule(INTERVAL, this::start);
    tsdb.onMemoryPressure(this::startForMemory);
  }

  private synchronized void start() {
    if (!closed) {
      worker.execute(this::run);
    }
  }

  private synchronized void startForMemory() {
    if (!closed) {
      worker.execute(this::maintain);
    }
  }

  private void run() {
    try {
      maintain();
    } finally {
      scheduleNext();
    }
  }

  private void maintain() {
    try {
      tsdb.maintain(scheduler.clock().wallMillis());
    } catch (StorageException e) {
      log.log(System.Logger.Level.ERROR, "Storage maintenance failed: " + e.getMessage());
    }
  }

  private synchronized void scheduleNext() {
    if (!closed) {
      next = scheduler.schedule(INTERVAL, this::start);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      next.cancel();
    }
    worker.close();
  }
}
