package dev.goldcrest.runtime.lifecycle;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed number of platform threads with a bounded queue.
 *
 * <p>Platform threads, because work that computes must not hold up what waits: virtual threads are
 * not time-sliced. Threads are never interrupted while they may read files, since that closes the
 * file for everybody; work ends by its own limits. Safe for use by several threads.
 */
public final class Workers implements Executor, AutoCloseable {
  private static final long IDLE_SECONDS = 60;
  private static final long CLOSE_SECONDS = 4;

  private final ThreadPoolExecutor pool;

  /**
   * Creates the pool; its threads start when there is work and end when there has been none for a
   * while.
   *
   * @param queue how many tasks may wait; more are refused with {@link RejectedExecutionException}
   */
  public Workers(String name, int threads, int queue) {
    AtomicInteger count = new AtomicInteger();
    pool =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(queue),
            task -> {
              Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Takes no more work, and waits some seconds for what was taken. */
  @Override
  public void close() {
    pool.shutdown();
    try {
      if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("work is still running after " + CLOSE_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
