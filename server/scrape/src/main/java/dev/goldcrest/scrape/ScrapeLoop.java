package dev.goldcrest.scrape;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.runtime.http.HttpFetcher.FetchException;
import dev.goldcrest.runtime.http.HttpFetcher.Response;
import dev.goldcrest.runtime.lifecycle.Scheduler.Cancellable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Scrapes one target on a steady beat.
 *
 * <p>The times at which a target is due are the multiples of its interval plus its offset, in wall
 * time, so the grid is the same after a restart. A scrape goes through three threads: the scheduler
 * finds it due, an event loop of the fetcher brings the answer, a worker stores it. At most one is
 * under way; a tick that finds one is skipped. The monitor guards the fields and is never held
 * while asking or storing.
 */
final class ScrapeLoop {
  private static final Logger log = System.getLogger("dev.goldcrest.scrape");

  /** A scrape that begins this late, but no later than 1 % of the interval, counts as punctual. */
  private static final long MAX_TOLERANCE_MILLIS = 2;

  private final ScrapeContext context;
  private final ScrapeWriter writer;
  private ScrapePlan plan;
  private @Nullable String forcedError;

  private @Nullable Cancellable timer;
  private @Nullable CompletableFuture<Response> exchange;
  private long dueMillis;
  private boolean busy;
  private boolean stopped;

  private TargetHealth health = TargetHealth.UNKNOWN;
  private String lastError = "";
  private long lastErrorAtMillis;
  private String warning = "";
  private long lastScrapeMillis;
  private long lastDurationNanos;

  /** One scrape under way. */
  private record Attempt(ScrapePlan plan, long startMillis, ScrapeWriter.Moment moment) {}

  ScrapeLoop(ScrapeContext context, ScrapePlan plan) {
    this.context = context;
    this.plan = plan;
    this.writer = new ScrapeWriter(context);
  }

  synchronized void start() {
    dueMillis = slotAfter(clock().wallMillis() - 1);
    scheduleDue();
  }

  /** Takes over a changed job or changed discovered labels; the target is the same. */
  synchronized void configure(ScrapePlan next) {
    boolean otherBeat = next.target().intervalMillis() != plan.target().intervalMillis();
    plan = next;
    if (otherBeat && timer != null) {
      timer.cancel();
      dueMillis = slotAfter(clock().wallMillis());
      scheduleDue();
    }
  }

  /** Makes every scrape fail with this reason before the target is asked; {@code null} ends it. */
  synchronized void forceError(@Nullable String reason) {
    forcedError = reason;
  }

  /**
   * Ends the loop. What is under way is given up.
   *
   * @param marksEnd whether the target's series are to be marked stale. That is done more than two
   *     intervals later, when a successor with the same labels will have written newer samples, so
   *     that a target that only moved does not flicker.
   */
  void stop(boolean marksEnd) {
    CompletableFuture<Response> underWay;
    synchronized (this) {
      stopped = true;
      if (timer != null) {
        timer.cancel();
      }
      underWay = exchange;
      if (marksEnd && health != TargetHealth.UNKNOWN) {
        long interval = plan.target().intervalMillis();
        long endMillis = dueMillis;
        ScrapePlan last = plan;
        long delay = endMillis - clock().wallMillis() + interval + interval / 10;
        context.later(delay, () -> context.onWorker(() -> writer.writeEnd(last, endMillis)));
      }
    }
    if (underWay != null) {
      underWay.cancel(true);
    }
  }

  synchronized TargetStatus status() {
    Target target = plan.target();
    return new TargetStatus(
        plan.job().jobName(),
        target.discoveredLabels(),
        target.labels(),
        target.uri().toString(),
        GlobalUrl.of(target.uri(), context.settings.externalHost()),
        health,
        lastError,
        lastErrorAtMillis,
        warning,
        lastScrapeMillis,
        lastDurationNanos,
        target.intervalMillis(),
        target.timeoutMillis());
  }

  synchronized TargetMetadata metadata() {
    Map<String, MetricMetadata> families = writer.metadata();
    return new TargetMetadata(plan.job().jobName(), plan.target().labels(), families);
  }

  private Clock clock() {
    return context.clock();
  }

  private long slotAfter(long wallMillis) {
    long interval = plan.target().intervalMillis();
    long offset = plan.target().offsetMillis(context.settings.offsetSeed());
    return wallMillis + interval - Math.floorMod(wallMillis - offset, interval);
  }

  private void scheduleDue() {
    long delay = dueMillis - clock().wallMillis();
    timer = context.later(delay, this::tick);
  }

  private void tick() {
    long intended;
    synchronized (this) {
      if (stopped) {
        return;
      }
      intended = dueMillis;
      long now = clock().wallMillis();
      long interval = plan.target().intervalMillis();
      dueMillis = intended + interval;
      // Off by more than a beat: the time of day was set, or the machine slept.
      if (now >= dueMillis || now < intended - interval) {
        dueMillis = slotAfter(now);
      }
      scheduleDue();
      if (busy) {
        context.counters.add(ScrapeCounters.Count.SKIPPED_TICKS, 1);
        return;
      }
      busy = true;
    }
    context.slots.acquire(() -> begin(intended));
  }

  /** Asks the target; returns whether there is something to wait for. */
  private boolean begin(long intendedMillis) {
    Attempt attempt;
    String forced;
    synchronized (this) {
      if (stopped) {
        busy = false;
        return false;
      }
      long now = clock().wallMillis();
      long tolerance = Math.min(MAX_TOLERANCE_MILLIS, plan.target().intervalMillis() / 100);
      long timestamp = Math.abs(now - intendedMillis) <= tolerance ? intendedMillis : now;
      long startNanos = clock().monotonicNanos();
      attempt = new Attempt(plan, now, new ScrapeWriter.Moment(timestamp, startNanos));
      forced = forcedError;
    }
    if (forced != null) {
      ScrapeException reason = new ScrapeException(ScrapeFailure.TARGET_LIMIT, forced);
      handOver(attempt, null, reason);
      return true;
    }
    CompletableFuture<Response> future;
    try {
      future = context.ports.fetcher().fetch(attempt.plan.request());
    } catch (RuntimeException e) {
      // Whatever went wrong, the slot must come back.
      future = CompletableFuture.failedFuture(e);
    }
    synchronized (this) {
      exchange = future;
    }
    var _ = future.whenComplete((response, error) -> handOver(attempt, response, error));
    return true;
  }

  private void handOver(Attempt attempt, @Nullable Response response, @Nullable Throwable error) {
    if (!context.onWorker(() -> finish(attempt, response, error))) {
      end();
    }
  }

  private void end() {
    synchronized (this) {
      busy = false;
      exchange = null;
    }
    context.slots.release();
  }

  private void finish(Attempt attempt, @Nullable Response response, @Nullable Throwable error) {
    try {
      synchronized (this) {
        if (stopped) {
          return;
        }
      }
      ScrapeAnswer answer = ScrapeAnswer.of(attempt.plan, response, error(attempt.plan, error));
      ScrapeWriter.Verdict verdict = writer.write(attempt.plan, answer, attempt.moment);
      record(attempt, verdict);
    } catch (RuntimeException e) {
      log.log(Level.ERROR, "BUG: scraping " + attempt.plan.target().uri() + " failed", e);
    } finally {
      end();
    }
  }

  private static @Nullable ScrapeException error(ScrapePlan plan, @Nullable Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    return switch (cause) {
      case null -> null;
      case ScrapeException e -> e;
      case FetchException e when e.kind() == FetchException.Kind.TIMEOUT ->
          new ScrapeException(ScrapeFailure.TIMEOUT, String.valueOf(e.getMessage()));
      case FetchException e when e.kind() == FetchException.Kind.BODY_TOO_LARGE ->
          new ScrapeException(
              ScrapeFailure.BODY_SIZE,
              "body size limit exceeded: " + e.getMessage() + " (" + plan.bodyLimitOrigin() + ")");
      default ->
          new ScrapeException(
              ScrapeFailure.CONNECTION,
              cause.getMessage() == null ? cause.toString() : cause.getMessage());
    };
  }

  private synchronized void record(Attempt attempt, ScrapeWriter.Verdict verdict) {
    TargetHealth before = health;
    String error = verdict.failure() == null ? "" : verdict.failure().reason();
    health = verdict.failure() == null ? TargetHealth.UP : TargetHealth.DOWN;
    lastScrapeMillis = attempt.startMillis;
    lastDurationNanos = verdict.durationNanos();
    String target = "target " + plan.target().uri() + " of job " + plan.job().jobName();
    if (verdict.failure() != null) {
      lastErrorAtMillis = attempt.startMillis;
    }
    // Only changes are logged: a target that is down for a night is one line.
    if (health == TargetHealth.DOWN && before != TargetHealth.DOWN) {
      log.log(Level.WARNING, target + " is down: " + error);
    } else if (health == TargetHealth.UP && before == TargetHealth.DOWN) {
      log.log(Level.INFO, target + " is up again");
    }
    if (!verdict.warning().isEmpty() && !verdict.warning().equals(warning)) {
      log.log(Level.WARNING, verdict.warning());
    }
    lastError = error;
    warning = verdict.warning();
  }
}
