package dev.goldcrest.device.sensor;

import dev.goldcrest.model.Clock;
import dev.goldcrest.runtime.lifecycle.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Takes readings at whole multiples of the interval and processes them in order, both on the
 * scheduler: requests only look at the newest one.
 *
 * <p>Taking and processing are separate tasks with a queue between them, so a scheduler that lags
 * shows as depth and latency. After a pause, as of a suspended machine, the readings missed are
 * taken late, as many as the queue holds; older ones are lost, as they would be on a device.
 */
final class Readings implements AutoCloseable {
  /** Readings that may wait. */
  static final int QUEUE_LIMIT = 64;

  /** Intervals without a reading after which the newest one counts as stale. */
  private static final int STALE_INTERVALS = 5;

  private static final long MIN_STALE_MILLIS = 10_000;
  private static final long NANOS_PER_MILLI = 1_000_000;

  private record Waiting(Reading reading, long dueNanos) {}

  private final Weather weather;
  private final long intervalMillis;
  private final Clock clock;
  private final Scheduler scheduler;
  private final SensorMetrics metrics;
  private final Runnable afterEach;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>(); // guarded by itself
  private final ResidentMemory residentMemory = new ResidentMemory();
  private volatile Reading newest;
  private volatile long processedNanos;
  private volatile boolean closed;
  private volatile Scheduler.Cancellable next = () -> {};
  private long nextMillis;

  /**
   * Takes the first reading at once and schedules the others.
   *
   * @param afterEach runs on the scheduler after each round of readings
   */
  Readings(
      SensorConfig config,
      Clock clock,
      Scheduler scheduler,
      SensorMetrics metrics,
      Runnable afterEach) {
    weather = new Weather(config.seed());
    intervalMillis = config.readingIntervalMillis();
    this.clock = clock;
    this.scheduler = scheduler;
    this.metrics = metrics;
    this.afterEach = afterEach;
    long now = clock.wallMillis();
    newest = weather.at(Math.floorDiv(now, intervalMillis) * intervalMillis);
    nextMillis = newest.timestampMillis() + intervalMillis;
    publish(newest);
    next = scheduler.schedule(Duration.ofMillis(nextMillis - now), this::take);
  }

  Reading newest() {
    return newest;
  }

  /** Tells whether readings have stopped coming. */
  boolean isStale() {
    long allowed = Math.max(MIN_STALE_MILLIS, STALE_INTERVALS * intervalMillis);
    return clock.monotonicNanos() - processedNanos > allowed * NANOS_PER_MILLI;
  }

  private void take() {
    if (closed) {
      return;
    }
    long now = clock.wallMillis();
    long nowNanos = clock.monotonicNanos();
    boolean clockWentBack = nextMillis - now > intervalMillis;
    long lateReadings = Math.floorDiv(now - nextMillis, intervalMillis);
    if (clockWentBack || lateReadings >= QUEUE_LIMIT) {
      long kept = clockWentBack ? 0 : QUEUE_LIMIT - 1;
      nextMillis = (Math.floorDiv(now, intervalMillis) - kept) * intervalMillis;
    }
    synchronized (queue) {
      for (; nextMillis <= now && queue.size() < QUEUE_LIMIT; nextMillis += intervalMillis) {
        long dueNanos = nowNanos - (now - nextMillis) * NANOS_PER_MILLI;
        queue.add(new Waiting(weather.at(nextMillis), dueNanos));
      }
      metrics.queueDepth.set(queue.size());
    }
    scheduler.schedule(Duration.ZERO, this::processAll);
    next = scheduler.schedule(Duration.ofMillis(nextMillis - now), this::take);
  }

  private void processAll() {
    while (!closed) {
      Waiting waiting;
      synchronized (queue) {
        waiting = queue.poll();
        metrics.queueDepth.set(queue.size());
      }
      if (waiting == null) {
        break;
      }
      metrics.processingLatency.observeNanos(clock.monotonicNanos() - waiting.dueNanos);
      publish(waiting.reading);
    }
    afterEach.run();
  }

  private void publish(Reading reading) {
    newest = reading;
    processedNanos = clock.monotonicNanos();
    metrics.temperature.set(reading.temperature());
    metrics.humidity.set(reading.humidity());
    metrics.memory.set(residentMemory.bytes());
  }

  @Override
  public void close() {
    closed = true;
    next.cancel();
  }
}
