package dev.goldcrest.server.api;

import dev.goldcrest.query.QueryException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets some queries run, some wait, and sends the rest away, so that queries never take every
 * request thread and the server's own metrics stay readable under load. Safe for use by several
 * threads.
 */
final class QueryGate {
  private final Semaphore running;
  private final AtomicInteger waiting = new AtomicInteger();
  private final int maxRunning;
  private final int maxWaiting;

  QueryGate(int maxRunning, int maxWaiting) {
    this.running = new Semaphore(maxRunning, true);
    this.maxRunning = maxRunning;
    this.maxWaiting = maxWaiting;
  }

  /** An evaluation. */
  @FunctionalInterface
  interface Evaluation<T> {
    T run() throws QueryException;
  }

  /**
   * Runs an evaluation when its turn has come.
   *
   * @param timeoutMillis how long it may wait
   */
  <T> T run(long timeoutMillis, Evaluation<T> evaluation) throws QueryException {
    enter(timeoutMillis);
    try {
      return evaluation.run();
    } finally {
      running.release();
    }
  }

  private void enter(long timeoutMillis) throws QueryException {
    if (running.tryAcquire()) {
      return;
    }
    try {
      if (waiting.incrementAndGet() > maxWaiting) {
        throw new QueryException(
            QueryException.Kind.UNAVAILABLE,
            "too many queries: "
                + maxRunning
                + " run and "
                + maxWaiting
                + " wait; ask again later");
      }
      if (!running.tryAcquire(timeoutMillis, TimeUnit.MILLISECONDS)) {
        throw new QueryException(QueryException.Kind.TIMEOUT, "query timed out in query queue");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new QueryException(QueryException.Kind.CANCELED, "query was canceled in query queue");
    } finally {
      waiting.decrementAndGet();
    }
  }
}
