package dev.goldcrest.scrape;

import dev.goldcrest.model.Clock;
import dev.goldcrest.runtime.lifecycle.Scheduler.Cancellable;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;

/** What all loops share. */
final class ScrapeContext {
  final ScrapePorts ports;
  final ScrapeSettings settings;
  final ScrapeCounters counters = new ScrapeCounters();
  final ScrapeSlots slots;
  private volatile boolean closed;

  ScrapeContext(ScrapePorts ports, ScrapeSettings settings) {
    this.ports = ports;
    this.settings = settings;
    this.slots = new ScrapeSlots(settings.limits().maxConcurrentScrapes());
  }

  Clock clock() {
    return ports.scheduler().clock();
  }

  void close() {
    closed = true;
  }

  Cancellable later(long delayMillis, Runnable task) {
    return ports
        .scheduler()
        .schedule(
            Duration.ofMillis(delayMillis),
            () -> {
              if (!closed) {
                task.run();
              }
            });
  }

  /**
   * Hands work to the worker.
   *
   * @return {@code false} when it takes no more, because the process stops
   */
  boolean onWorker(Runnable work) {
    if (closed) {
      return false;
    }
    try {
      ports.worker().execute(work);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }
}
