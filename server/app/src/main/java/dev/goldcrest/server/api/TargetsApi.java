package dev.goldcrest.server.api;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.model.PromDuration;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.scrape.DroppedTarget;
import dev.goldcrest.scrape.TargetStatus;
import dev.goldcrest.scrape.TargetsSnapshot;
import dev.goldcrest.wire.UtcTime;
import dev.goldcrest.wire.json.JsonWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** {@code targets} and {@code metadata}. */
final class TargetsApi {
  /** What a time that never was looks like, as Go prints its zero time. */
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private final Supplier<TargetsSnapshot> targets;
  private final Supplier<Map<String, List<MetricMetadata>>> metadata;

  /**
   * Creates the endpoints.
   *
   * @param metadata what targets say about their metrics, by metric name
   */
  TargetsApi(
      Supplier<TargetsSnapshot> targets, Supplier<Map<String, List<MetricMetadata>>> metadata) {
    this.targets = targets;
    this.metadata = metadata;
  }

  HttpResponse targets(HttpRequest request) {
    String state = request.parameter("state").orElse("").toLowerCase(Locale.ROOT);
    boolean any = state.isEmpty() || state.equals("any");
    boolean showActive = any || state.equals("active");
    boolean showDropped = any || state.equals("dropped");
    String pool = request.parameter("scrapePool").orElse("");
    TargetsSnapshot snapshot = targets.get();
    return ApiAnswer.success(json -> {
      json.beginObject().name("activeTargets").beginArray();
      for (TargetStatus target : snapshot.active()) {
        if (showActive && isWanted(pool, target.scrapePool())) {
          active(json, target);
        }
      }
      json.endArray().name("droppedTargets").beginArray();
      for (DroppedTarget target : snapshot.dropped()) {
        if (showDropped && isWanted(pool, target.scrapePool())) {
          dropped(json, target);
        }
      }
      json.endArray().name("droppedTargetCounts").beginObject();
      new TreeMap<>(snapshot.droppedCounts()).forEach((job, n) -> json.member(job, n));
      json.endObject();
      json.name("discoveryErrors").beginArray();
      snapshot.discoveryErrors().forEach(json::value);
      json.endArray().endObject();
    });
  }

  private static boolean isWanted(String wanted, String pool) {
    return wanted.isEmpty() || wanted.equals(pool);
  }

  private static void active(JsonWriter json, TargetStatus target) {
    json.beginObject().name("discoveredLabels");
    QueryApi.labels(json, target.discoveredLabels());
    json.name("labels");
    QueryApi.labels(json, target.labels());
    json.member("scrapePool", target.scrapePool());
    json.member("scrapeUrl", target.scrapeUrl());
    json.member("globalUrl", target.globalUrl());
    json.member("lastError", target.lastError());
    json.member("warning", target.warning());
    json.member("lastScrape", time(target.lastScrapeMillis()));
    json.name("lastScrapeDuration").value(target.lastScrapeDurationNanos() / 1e9);
    json.member("health", target.health().text());
    json.member("scrapeInterval", PromDuration.format(target.intervalMillis()));
    json.member("scrapeTimeout", PromDuration.format(target.timeoutMillis()));
    json.endObject();
  }

  private static void dropped(JsonWriter json, DroppedTarget target) {
    json.beginObject().name("discoveredLabels");
    QueryApi.labels(json, target.discoveredLabels());
    json.member("scrapePool", target.scrapePool()).member("reason", target.reason()).endObject();
  }

  static String time(long millis) {
    return millis == 0 ? NEVER : UtcTime.text(millis);
  }

  HttpResponse metadata(HttpRequest request) throws QueryException {
    int limit = number(request, "limit");
    int perMetric = number(request, "limit_per_metric");
    String metric = request.parameter("metric").orElse("");
    SortedMap<String, List<MetricMetadata>> known = new TreeMap<>(metadata.get());
    return ApiAnswer.success(json -> {
      json.beginObject();
      int shown = 0;
      for (Map.Entry<String, List<MetricMetadata>> entry : known.entrySet()) {
        boolean wanted = metric.isEmpty() || metric.equals(entry.getKey());
        if (wanted && (limit <= 0 || shown < limit)) {
          entry(json, entry, perMetric);
          shown++;
        }
      }
      json.endObject();
    });
  }

  private static void entry(
      JsonWriter json, Map.Entry<String, List<MetricMetadata>> entry, int most) {
    json.name(entry.getKey()).beginArray();
    int shown = 0;
    for (MetricMetadata metadata : entry.getValue()) {
      if (most <= 0 || shown < most) {
        json.beginObject().member("type", metadata.type().text());
        json.member("help", metadata.help()).member("unit", metadata.unit()).endObject();
        shown++;
      }
    }
    json.endArray();
  }

  /** Returns a number of which nothing and all below 1 mean no limit, as in Prometheus. */
  private static int number(HttpRequest request, String name) throws QueryException {
    String text = request.parameter(name).orElse("");
    try {
      return text.isEmpty() ? 0 : Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new QueryException(QueryException.Kind.BAD_DATA, name + " must be a number");
    }
  }

  static void labelMember(JsonWriter json, String name, Labels labels) {
    json.name(name);
    QueryApi.labels(json, labels);
  }
}
