package dev.goldcrest.scrape;

import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.scrape.ScrapeCounters.Count;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.wire.exposition.ExpositionException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stores the answers of one target: one transaction for each scrape, with samples, staleness
 * markers and the report of how it went.
 *
 * <p>A scrape that fails on the way leaves nothing but markers for every series that was alive, and
 * the report. The writing methods exclude each other; metadata may be read at any time.
 */
final class ScrapeWriter {
  private static final Logger log = System.getLogger("dev.goldcrest.scrape");

  private final ScrapeContext context;
  private final SeriesCache cache = new SeriesCache();
  private final ReportSeries report = new ReportSeries();
  private final FamilyMetadata metadata;
  private @Nullable ScrapeJob rules;

  /**
   * When a scrape takes place.
   *
   * @param timestampMillis of samples that bring none
   * @param startNanos when it began, monotonic
   */
  record Moment(long timestampMillis, long startNanos) {}

  /**
   * How a scrape went.
   *
   * @param failure why it failed, or null
   * @param warning what is odd about it, or empty
   */
  record Verdict(@Nullable ScrapeException failure, String warning, long durationNanos) {}

  ScrapeWriter(ScrapeContext context) {
    this.context = context;
    this.metadata = new FamilyMetadata(context.settings.limits().maxMetadataPerTarget());
  }

  Map<String, MetricMetadata> metadata() {
    return metadata.families();
  }

  /** Stores one answer. */
  synchronized Verdict write(ScrapePlan plan, ScrapeAnswer answer, Moment moment) {
    adopt(plan.job());
    ScrapeTally tally = new ScrapeTally();
    ScrapeException failure = answer.failure();
    if (failure == null) {
      failure = store(plan, answer, moment, tally);
    }
    if (failure != null) {
      tally.forgetStored();
      context.counters.fail(failure.failure());
      if (failure.failure() == ScrapeFailure.STORE) {
        context.counters.add(Count.COMMIT_FAILURES, 1);
      } else {
        storeFailure(plan, moment, tally);
      }
    }
    tally.addTo(context.counters);
    context.counters.add(Count.BYTES_SCRAPED, answer.length());
    String warning = failure == null ? warning(plan, answer, tally) : "";
    if (failure == null && isOdd(answer)) {
      context.counters.add(Count.WARNED_SCRAPES, 1);
    }
    return new Verdict(failure, warning, context.clock().monotonicNanos() - moment.startNanos);
  }

  /** Marks the end of all series of a target that is scraped no more. */
  synchronized void writeEnd(ScrapePlan plan, long timestampMillis) {
    ScrapeTally tally = new ScrapeTally();
    try (Appender appender = context.ports.store().appender()) {
      new ScrapeTransaction(appender, cache, plan, timestampMillis, tally).appendEnds();
      report.appendStale(appender, plan.target().labels(), timestampMillis);
      appender.commit();
      cache.markAllEnded();
      context.counters.add(Count.STALE_MARKERS, tally.staleMarkers);
    } catch (AppendException | StorageException e) {
      context.counters.add(Count.COMMIT_FAILURES, 1);
      log.log(
          Level.WARNING,
          "cannot mark the series of the former target "
              + plan.target().uri()
              + " stale: "
              + e.getMessage());
    }
  }

  /** Forgets what each text means when the job now reads texts differently. */
  private void adopt(ScrapeJob job) {
    ScrapeJob before = rules;
    if (before != null
        && !(before.sampleRules().equals(job.sampleRules())
            && before.limits().equals(job.limits())
            && before.metricRelabelRules().equals(job.metricRelabelRules()))) {
      cache.forgetTexts();
    }
    rules = job;
  }

  /** Stores an answer in one transaction; returns why it could not, or null. */
  private @Nullable ScrapeException store(
      ScrapePlan plan, ScrapeAnswer answer, Moment moment, ScrapeTally tally) {
    cache.begin();
    metadata.begin();
    try (Appender appender = context.ports.store().appender()) {
      ScrapeTransaction transaction =
          new ScrapeTransaction(appender, cache, plan, moment.timestampMillis, tally);
      transaction.appendBody(answer, metadata);
      transaction.appendEnds();
      appendReport(appender, plan, moment, tally, true);
      appender.commit();
      cache.accept();
      metadata.accept(tally.seriesAdded > 0 || tally.staleMarkers > 0);
      return null;
    } catch (ScrapeException e) {
      cache.reject();
      return e;
    } catch (ExpositionException e) {
      cache.reject();
      return unreadable(answer, e);
    } catch (AppendException | StorageException e) {
      cache.reject();
      return new ScrapeException(
          ScrapeFailure.STORE, "the samples cannot be stored: " + e.getMessage());
    }
  }

  /** Stores markers for all that was alive, and a report of the failure. */
  private void storeFailure(ScrapePlan plan, Moment moment, ScrapeTally tally) {
    try (Appender appender = context.ports.store().appender()) {
      new ScrapeTransaction(appender, cache, plan, moment.timestampMillis, tally).appendEnds();
      appendReport(appender, plan, moment, tally, false);
      appender.commit();
      cache.markAllEnded();
    } catch (AppendException | StorageException e) {
      tally.forgetStored();
      context.counters.add(Count.COMMIT_FAILURES, 1);
      log.log(
          Level.WARNING,
          "cannot store that target " + plan.target().uri() + " is down: " + e.getMessage());
    }
  }

  private void appendReport(
      Appender appender, ScrapePlan plan, Moment moment, ScrapeTally tally, boolean up)
      throws AppendException {
    tally.durationNanos = context.clock().monotonicNanos() - moment.startNanos;
    tally.appended +=
        report.append(appender, plan.target().labels(), moment.timestampMillis, tally, up);
  }

  private static ScrapeException unreadable(ScrapeAnswer answer, ExpositionException e) {
    if (answer.oddContentType().isEmpty()) {
      return new ScrapeException(
          ScrapeFailure.PARSE,
          "the answer is no valid " + answer.format().contentType() + ": " + e.getMessage());
    }
    return new ScrapeException(
        ScrapeFailure.CONTENT_TYPE,
        "the target "
            + answer.oddContentType()
            + ", and the body is no Prometheus text either: "
            + e.getMessage());
  }

  private static boolean isOdd(ScrapeAnswer answer) {
    return !answer.oddContentType().isEmpty() && answer.length() > 0;
  }

  private static String warning(ScrapePlan plan, ScrapeAnswer answer, ScrapeTally tally) {
    String target = "target " + plan.target().uri();
    if (isOdd(answer)) {
      return target
          + " "
          + answer.oddContentType()
          + "; read as Prometheus text; set fallback_scrape_protocol or fix the target";
    }
    if (tally.seriesLimitRejections > 0) {
      return target + ": new series are not stored, the store's limit on series is reached";
    }
    return "";
  }
}
