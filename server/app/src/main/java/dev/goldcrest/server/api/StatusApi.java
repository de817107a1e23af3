package dev.goldcrest.server.api;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.server.api.ApiAnswer.Data;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.Queryable;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.TsdbStats;
import dev.goldcrest.wire.UtcTime;
import dev.goldcrest.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code status/*}: what runs, with which settings, and what it holds. */
final class StatusApi {
  private static final int DEFAULT_TOP = 10;
  private static final int MAX_TOP = 10_000;

  /** The most label pairs counted: each is held in memory while the answer is made. */
  private static final int MAX_PAIRS = 20_000;

  private final ServerFacts facts;
  private final Supplier<TsdbStats> storeStats;
  private final Queryable store;

  StatusApi(ServerFacts facts, Supplier<TsdbStats> storeStats, Queryable store) {
    this.facts = facts;
    this.storeStats = storeStats;
    this.store = store;
  }

  HttpResponse buildInfo(HttpRequest request) {
    return ApiAnswer.success(json -> {
      json.beginObject().member("version", facts.version());
      json.member("revision", "").member("branch", "").member("buildUser", "");
      json.member("buildDate", "").member("goVersion", "");
      json.member("javaVersion", Runtime.version().toString());
      json.member("application", "goldcrest").endObject();
    });
  }

  HttpResponse runtimeInfo(HttpRequest request) {
    TsdbStats stats = storeStats.get();
    return ApiAnswer.success(json -> {
      json.beginObject();
      json.member("startTime", UtcTime.text(facts.startMillis()));
      json.member("CWD", facts.workingFolder()).member("hostname", facts.hostname());
      json.member("serverTime", UtcTime.text(facts.nowMillis()));
      json.member("reloadConfigSuccess", facts.isConfigLoaded());
      json.member("lastConfigTime", UtcTime.text(facts.configMillis()));
      json.member("corruptionCount", stats.damageCount());
      json.member("goroutineCount", Thread.activeCount());
      json.member("GOMAXPROCS", Runtime.getRuntime().availableProcessors());
      json.member("GOMEMLIMIT", facts.memoryLimitBytes());
      json.member("GOGC", "").member("GODEBUG", "");
      json.member("storageRetention", facts.retention());
      json.name("goldcrest").beginObject();
      json.member("residentMemoryBytes", facts.residentBytes());
      json.member("memoryLimitBytes", facts.memoryLimitBytes());
      json.member("diskUsedBytes", stats.diskBytes());
      json.member("retention", facts.retention());
      json.member("readOnlyReason", stats.readOnlyReason());
      json.endObject().endObject();
    });
  }

  HttpResponse config(HttpRequest request) {
    return ApiAnswer.success(
        json -> json.beginObject().member("yaml", facts.configText()).endObject());
  }

  HttpResponse flags(HttpRequest request) {
    return ApiAnswer.success(json -> {
      json.beginObject();
      facts.flags().forEach(json::member);
      json.endObject();
    });
  }

  HttpResponse tsdb(HttpRequest request) throws QueryException, StorageException {
    int top = top(request.parameter("limit").orElse(""));
    TsdbStats stats = storeStats.get();
    Cardinality cardinality = new Cardinality();
    long from = stats.maxMillis().orElse(0) - 3_600_000;
    try (Querier querier = store.querier(from, ApiParameters.MAX_MILLIS)) {
      Matcher any = Matcher.of(Matcher.Type.REGEX, Labels.METRIC_NAME, ".+");
      SelectHints hints = SelectHints.seriesOnly(from, ApiParameters.MAX_MILLIS);
      SeriesSet set = querier.select(List.of(any), hints, false);
      while (!cardinality.isFull() && set.next()) {
        cardinality.add(set.labels());
      }
    }
    List<String> warnings =
        cardinality.isFull()
            ? List.of("only the first series with " + MAX_PAIRS + " label pairs are counted")
            : List.of();
    Data data =
        json -> {
          json.beginObject().name("headStats").beginObject();
          json.member("numSeries", stats.headSeries());
          json.member("numLabelPairs", cardinality.pairs.size());
          json.member("chunkCount", 0);
          json.member("minTime", stats.minMillis().orElse(0));
          json.member("maxTime", stats.maxMillis().orElse(0)).endObject();
          top(json, "seriesCountByMetricName", cardinality.metrics, top);
          top(json, "labelValueCountByLabelName", cardinality.valuesPerName(), top);
          top(json, "memoryInBytesByLabelName", cardinality.bytes, top);
          top(json, "seriesCountByLabelValuePair", cardinality.pairs, top);
          json.endObject();
        };
    return ApiAnswer.success(data, warnings, List.of());
  }

  private static int top(String limit) throws QueryException {
    if (limit.isEmpty()) {
      return DEFAULT_TOP;
    }
    int top = 0;
    try {
      top = Integer.parseInt(limit);
    } catch (NumberFormatException e) {
      // Answered below, like a number out of range.
    }
    if (top < 1 || top > MAX_TOP) {
      throw new QueryException(
          QueryException.Kind.BAD_DATA, "limit must be a number of 1 to " + MAX_TOP);
    }
    return top;
  }

  private static void top(JsonWriter json, String name, Map<String, Long> counts, int most) {
    List<Map.Entry<String, Long>> entries = new ArrayList<>(counts.entrySet());
    entries.sort(
        Map.Entry.<String, Long>comparingByValue()
            .reversed()
            .thenComparing(Map.Entry.comparingByKey()));
    json.name(name).beginArray();
    for (Map.Entry<String, Long> entry : entries.subList(0, Math.min(most, entries.size()))) {
      json.beginObject().member("name", entry.getKey()).member("value", entry.getValue());
      json.endObject();
    }
    json.endArray();
  }

  /** Counts what makes a store large, over the series of the last hour. */
  private static final class Cardinality {
    final Map<String, Long> metrics = new HashMap<>();
    final Map<String, Long> pairs = new HashMap<>();
    final Map<String, Long> bytes = new HashMap<>();

    boolean isFull() {
      return pairs.size() >= MAX_PAIRS;
    }

    void add(Labels labels) {
      metrics.merge(labels.metricName(), 1L, Long::sum);
      for (int i = 0; i < labels.size(); i++) {
        String pair = labels.name(i) + "=" + labels.value(i);
        if (pairs.merge(pair, 1L, Long::sum) == 1) {
          bytes.merge(labels.name(i), (long) labels.value(i).length(), Long::sum);
        }
      }
    }

    Map<String, Long> valuesPerName() {
      Map<String, Long> values = new HashMap<>();
      for (String pair : pairs.keySet()) {
        values.merge(pair.substring(0, pair.indexOf('=')), 1L, Long::sum);
      }
      return values;
    }
  }
}
