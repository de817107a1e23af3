package dev.goldcrest.server;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.notify.NotifyStats;
import dev.goldcrest.rules.RuleStats;
import dev.goldcrest.runtime.http.HttpServerStats;
import dev.goldcrest.runtime.telemetry.Collector;
import dev.goldcrest.scrape.ScrapeStats;
import dev.goldcrest.tsdb.TsdbStats;
import dev.goldcrest.wire.exposition.MetricSink;
import java.util.Locale;
import java.util.function.Supplier;

/**
 * Publishes what the engines report about themselves, under Prometheus's names where it has the
 * same metric.
 *
 * <p>The engines know no registry; they hand out immutable stats, which are read when somebody asks
 * for the metrics.
 */
final class ServerMetrics implements Collector {
  /** Where the reports come from. */
  record Reports(
      Supplier<TsdbStats> storage,
      Supplier<ScrapeStats> scrapes,
      Supplier<RuleStats> rules,
      Supplier<NotifyStats> alerts,
      Supplier<HttpServerStats> http) {}

  private final String version;
  private final long memoryLimitBytes;
  private final Reports reports;

  ServerMetrics(String version, long memoryLimitBytes, Reports reports) {
    this.version = version;
    this.memoryLimitBytes = memoryLimitBytes;
    this.reports = reports;
  }

  @Override
  public void collect(MetricSink sink) {
    sink.family(
        "goldcrest_build_info",
        MetricType.GAUGE,
        "The version that runs.",
        "version",
        "java_version");
    sink.sample(1, version, Runtime.version().toString());
    if (memoryLimitBytes > 0) {
      gauge(
          sink,
          "goldcrest_memory_limit_bytes",
          "Resident memory that the process is to stay under.",
          memoryLimitBytes);
    }
    storage(sink, reports.storage().get());
    scrapes(sink, reports.scrapes().get());
    rules(sink, reports.rules().get());
    alerts(sink, reports.alerts().get());
    http(sink, reports.http().get());
  }

  private static void storage(MetricSink sink, TsdbStats stats) {
    gauge(sink, "prometheus_tsdb_head_series", "Series in memory.", stats.headSeries());
    counter(
        sink,
        "prometheus_tsdb_head_samples_appended_total",
        "Samples committed.",
        stats.samplesAppended());
    gauge(
        sink,
        "goldcrest_storage_head_bytes",
        "Memory that series and samples in memory take.",
        stats.headBytes());
    gauge(sink, "goldcrest_storage_disk_bytes", "Size of log and blocks.", stats.diskBytes());
    gauge(
        sink,
        "prometheus_tsdb_storage_blocks_bytes",
        "Size of the blocks on disk.",
        stats.blockBytes());
    gauge(sink, "prometheus_tsdb_blocks_loaded", "Blocks on disk.", stats.blocks());
    counter(
        sink,
        "goldcrest_storage_log_written_bytes_total",
        "Bytes written to the log.",
        stats.log().writtenBytes());
    counter(sink, "goldcrest_storage_log_syncs_total", "Syncs of the log.", stats.log().syncs());
    counter(
        sink,
        "goldcrest_storage_log_sync_failures_total",
        "Failed syncs of the log.",
        stats.log().syncFailures());
    counter(
        sink,
        "goldcrest_storage_log_write_failures_total",
        "Failed writes to the log.",
        stats.log().writeFailures());
    counter(
        sink,
        "prometheus_tsdb_wal_corruptions_total",
        "Damaged ranges of files found.",
        stats.damageCount());
    gauge(
        sink,
        "goldcrest_storage_read_only",
        "Whether no samples are taken at present.",
        stats.readOnlyReason().isEmpty() ? 0 : 1);
    sink.family(
        "goldcrest_storage_rejected_samples_total",
        MetricType.COUNTER,
        "Samples that the store refused.",
        "reason");
    stats
        .rejected()
        .forEach((reason, n) -> sink.sample((double) n, reason.name().toLowerCase(Locale.ROOT)));
  }

  private static void scrapes(MetricSink sink, ScrapeStats stats) {
    gauge(sink, "goldcrest_scrape_targets", "Active targets.", stats.targets());
    counter(
        sink,
        "goldcrest_scrapes_total",
        "Scrapes finished, failed ones included.",
        stats.scrapes());
    sink.family("goldcrest_scrape_failures_total", MetricType.COUNTER, "Failed scrapes.", "reason");
    stats
        .failures()
        .forEach((reason, n) -> sink.sample((double) n, reason.name().toLowerCase(Locale.ROOT)));
    counter(
        sink,
        "goldcrest_scrape_skipped_total",
        "Scrapes left out because the one before was still under way.",
        stats.skippedTicks());
    counter(sink, "goldcrest_scrape_samples_total", "Samples parsed.", stats.samplesScraped());
    counter(
        sink,
        "prometheus_target_scrapes_sample_out_of_order_total",
        "Samples refused as older than the newest of their series.",
        stats.outOfOrder());
    counter(
        sink,
        "prometheus_target_scrapes_sample_duplicate_timestamp_total",
        "Samples refused for a second value at the same time.",
        stats.duplicates());
    counter(
        sink,
        "prometheus_target_scrapes_sample_out_of_bounds_total",
        "Samples refused as too old or too far in the future.",
        stats.outOfBounds());
  }

  private static void rules(MetricSink sink, RuleStats stats) {
    family(sink, "prometheus_rule_evaluations_total", MetricType.COUNTER, "Evaluations of rules.");
    stats.groups().forEach(g -> sink.sample((double) g.ruleEvaluations(), group(g)));
    family(
        sink,
        "prometheus_rule_evaluation_failures_total",
        MetricType.COUNTER,
        "Failed evaluations of rules.");
    stats.groups().forEach(g -> sink.sample((double) g.ruleFailures(), group(g)));
    family(
        sink,
        "prometheus_rule_group_iterations_missed_total",
        MetricType.COUNTER,
        "Evaluations of groups left out because an earlier one took too long.");
    stats.groups().forEach(g -> sink.sample((double) g.missedIterations(), group(g)));
    family(
        sink,
        "prometheus_rule_group_last_duration_seconds",
        MetricType.GAUGE,
        "How long the last evaluation of a group took.");
    stats.groups().forEach(g -> sink.sample(g.lastDurationNanos() / 1e9, group(g)));
    family(sink, "prometheus_rule_group_rules", MetricType.GAUGE, "Rules of a group.");
    stats.groups().forEach(g -> sink.sample((double) g.rules(), group(g)));
  }

  private static void alerts(MetricSink sink, NotifyStats stats) {
    sink.family(
        "prometheus_notifications_sent_total",
        MetricType.COUNTER,
        "Alerts delivered.",
        "alertmanager");
    stats.endpoints().forEach(e -> sink.sample((double) e.sent(), e.name()));
    sink.family(
        "prometheus_notifications_errors_total",
        MetricType.COUNTER,
        "Posts that brought no success, retried ones included.",
        "alertmanager");
    stats.endpoints().forEach(e -> sink.sample((double) e.failedPosts(), e.name()));
    sink.family(
        "prometheus_notifications_dropped_total",
        MetricType.COUNTER,
        "Alerts given up.",
        "alertmanager");
    stats.endpoints().forEach(e -> sink.sample((double) e.dropped(), e.name()));
    sink.family(
        "prometheus_notifications_queue_length",
        MetricType.GAUGE,
        "Alerts that wait to be sent.",
        "alertmanager");
    stats.endpoints().forEach(e -> sink.sample((double) e.queued(), e.name()));
  }

  private static void family(MetricSink sink, String name, MetricType type, String help) {
    sink.family(name, type, help, "rule_group");
  }

  private static String group(RuleStats.Group group) {
    return group.file() + ";" + group.name();
  }

  private static void http(MetricSink sink, HttpServerStats stats) {
    gauge(sink, "goldcrest_http_open_connections", "Open connections.", stats.openConnections());
    gauge(
        sink,
        "goldcrest_http_requests_in_flight",
        "Requests being answered.",
        stats.inFlightRequests());
    counter(
        sink,
        "goldcrest_http_connections_rejected_total",
        "Connections refused because there were too many.",
        stats.rejectedConnections());
    sink.family(
        "prometheus_http_requests_total",
        MetricType.COUNTER,
        "Requests answered.",
        "handler",
        "method",
        "code");
    for (HttpServerStats.Requests r : stats.routes()) {
      sink.sample((double) r.count(), r.routePattern(), r.method(), String.valueOf(r.status()));
    }
    sink.family(
        "prometheus_http_response_bytes_total",
        MetricType.COUNTER,
        "Bytes of answers sent.",
        "handler",
        "method",
        "code");
    for (HttpServerStats.Requests r : stats.routes()) {
      sink.sample(
          (double) r.responseBytes(), r.routePattern(), r.method(), String.valueOf(r.status()));
    }
  }

  private static void gauge(MetricSink sink, String name, String help, long value) {
    sink.family(name, MetricType.GAUGE, help);
    sink.sample((double) value);
  }

  private static void counter(MetricSink sink, String name, String help, long value) {
    sink.family(name, MetricType.COUNTER, help);
    sink.sample((double) value);
  }
}
