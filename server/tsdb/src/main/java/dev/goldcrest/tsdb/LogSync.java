package dev.goldcrest.tsdb;

/** The thread that syncs the log, at most once in an interval and only after a commit. */
final class LogSync implements Runnable {
  // The thread calls a few methods deep and logs; the default stack would cost more memory.
  private static final long STACK_BYTES = 128 * 1024;

  private final Tsdb tsdb;
  private final long intervalMillis;
  private final Thread thread;
  private boolean dirty;
  private boolean stopped;

  private LogSync(Tsdb tsdb, long intervalMillis) {
    this.tsdb = tsdb;
    this.intervalMillis = intervalMillis;
    this.thread = new Thread(null, this, "goldcrest-wal-sync", STACK_BYTES);
    this.thread.setDaemon(true);
  }

  static LogSync start(Tsdb tsdb, long intervalMillis) {
    LogSync sync = new LogSync(tsdb, intervalMillis);
    sync.thread.start();
    return sync;
  }

  /** Tells that there is something to sync. */
  synchronized void wake() {
    if (!dirty) {
      dirty = true;
      notifyAll();
    }
  }

  /** Ends the thread and waits for it. */
  void stop() {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void run() {
    try {
      while (awaitWork()) {
        tsdb.sync();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("BUG: the sync thread was interrupted", e);
    }
  }

  // Waits for a commit, then for the interval to pass, so that further commits are synced with it.
  private synchronized boolean awaitWork() throws InterruptedException {
    while (!dirty && !stopped) {
      wait();
    }
    long deadline = System.nanoTime() + intervalMillis * 1_000_000;
    for (long left = intervalMillis; left > 0 && !stopped; ) {
      wait(left);
      left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
    }
    dirty = false;
    return !stopped;
  }
}
