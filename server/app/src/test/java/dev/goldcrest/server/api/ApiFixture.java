package dev.goldcrest.server.api;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.promql.EngineOptions;
import dev.goldcrest.promql.PromqlEngine;
import dev.goldcrest.promql.Selectors;
import dev.goldcrest.rules.Rule;
import dev.goldcrest.rules.RuleEngine;
import dev.goldcrest.rules.RuleGroup;
import dev.goldcrest.rules.RulePorts;
import dev.goldcrest.rules.RuleSettings;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.lifecycle.VirtualScheduler;
import dev.goldcrest.scrape.DroppedTarget;
import dev.goldcrest.scrape.TargetHealth;
import dev.goldcrest.scrape.TargetStatus;
import dev.goldcrest.scrape.TargetsSnapshot;
import dev.goldcrest.server.AskedRequest;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.testkit.InMemoryStore;
import dev.goldcrest.tsdb.TsdbStats;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The routes of the API over a store in memory, at a time that stands still. */
final class ApiFixture {
  static final long NOW = 1_000_500;

  final InMemoryStore store = new InMemoryStore();
  final VirtualScheduler time = new VirtualScheduler(NOW);
  final Router router = new Router();
  final RuleEngine rules;

  ApiFixture() {
    PromqlEngine engine = new PromqlEngine(store, EngineOptions.defaults(time.clock()));
    rules =
        new RuleEngine(
            new RulePorts(engine, store, store, alerts -> {}),
            time,
            Runnable::run,
            RuleSettings.defaults(Labels.empty(), ""));
    ApiRoutes.addTo(
        router,
        new ApiPorts(
            engine,
            Selectors::parse,
            store,
            time.clock(),
            ApiFixture::targets,
            ApiFixture::metadata,
            rules,
            () -> List.of("http://am:9093/api/v2/alerts"),
            ApiFixture::storeStats,
            new FixedFacts(),
            2_000,
            50_000,
            2,
            3));
  }

  /** Returns status and body of the answer to a GET. */
  String get(String target) throws Exception {
    return answer(AskedRequest.get("/api/v1/" + target));
  }

  /** Returns status and body of the answer to a POST of a form. */
  String post(String target, String form) throws Exception {
    return answer(AskedRequest.form("/api/v1/" + target, form));
  }

  private String answer(AskedRequest request) throws Exception {
    HttpResponse response = request.sentTo(router);
    if (!response.contentType().equals("application/json")) {
      throw new AssertionError("not JSON but " + response.contentType());
    }
    return response.status() + " " + AskedRequest.text(response);
  }

  void applyRules() {
    Rule alert =
        new Rule.Alerting(
            "Hot",
            "temp > 1",
            Duration.ofSeconds(90),
            Duration.ZERO,
            Labels.of("severity", "page"),
            Labels.of("summary", "at {{ $value }}"),
            3);
    Rule record = new Rule.Recording("temp:sum", "sum(temp)", Labels.of("a", "b"), 9);
    rules.apply(
        List.of(
            new RuleGroup(
                "r.yml",
                "g",
                Duration.ofSeconds(10),
                0,
                Duration.ZERO,
                Labels.empty(),
                List.of(alert, record))));
  }

  private static TargetsSnapshot targets() {
    Labels found = Labels.of("__address__", "h:1", "job", "j");
    return new TargetsSnapshot(
        List.of(
            new TargetStatus(
                "j",
                found,
                Labels.of("instance", "h:1", "job", "j"),
                "http://h:1/metrics",
                "http://h:1/metrics",
                TargetHealth.DOWN,
                "connection refused",
                NOW,
                "",
                0,
                2_500_000,
                15_000,
                10_000)),
        List.of(new DroppedTarget("k", Labels.of("__address__", "d:1"), "dropped by relabelling")),
        Map.of("k", 1),
        List.of());
  }

  private static Map<String, List<MetricMetadata>> metadata() {
    return Map.of(
        "b",
        List.of(
            new MetricMetadata(MetricType.COUNTER, "B \"x\"", "bytes"),
            new MetricMetadata(MetricType.GAUGE, "other", "")),
        "a",
        List.of(new MetricMetadata(MetricType.HISTOGRAM, "A", "")));
  }

  private static TsdbStats storeStats() {
    Map<AppendException.Reason, Long> rejected = new EnumMap<>(AppendException.Reason.class);
    for (AppendException.Reason reason : AppendException.Reason.values()) {
      rejected.put(reason, 0L);
    }
    return new TsdbStats(
        2,
        100,
        4,
        4,
        rejected,
        new TsdbStats.Log(1, 1, 1, 1, 0, 0),
        0,
        0,
        0,
        OptionalLong.of(1_000),
        OptionalLong.of(1_000_000),
        4096,
        "",
        List.of(),
        0);
  }

  private static final class FixedFacts implements ServerFacts {
    @Override
    public String version() {
      return "1.2.3";
    }

    @Override
    public long startMillis() {
      return 0;
    }

    @Override
    public long nowMillis() {
      return NOW;
    }

    @Override
    public String workingFolder() {
      return "/w";
    }

    @Override
    public String hostname() {
      return "box";
    }

    @Override
    public boolean isConfigLoaded() {
      return true;
    }

    @Override
    public long configMillis() {
      return 1_000;
    }

    @Override
    public String configText() {
      return "global: {}\n";
    }

    @Override
    public Map<String, String> flags() {
      return Map.of("web.listen-address", ":9090");
    }

    @Override
    public String retention() {
      return "15d";
    }

    @Override
    public long residentBytes() {
      return 7;
    }

    @Override
    public long memoryLimitBytes() {
      return 80;
    }
  }
}
