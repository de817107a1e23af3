package dev.goldcrest.server;

import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.promql.PromqlEngine;
import dev.goldcrest.promql.Selectors;
import dev.goldcrest.rules.RuleEngine;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.http.HttpProblem;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.HttpServerConfig;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.http.Router.Execution;
import dev.goldcrest.runtime.telemetry.MetricsPage;
import dev.goldcrest.scrape.ScrapeEngine;
import dev.goldcrest.scrape.TargetMetadata;
import dev.goldcrest.server.ServerSettings.ListenAddress;
import dev.goldcrest.server.api.ApiPorts;
import dev.goldcrest.server.api.ApiRoutes;
import dev.goldcrest.server.web.RemoteWriteEndpoint;
import dev.goldcrest.server.web.UiAssets;
import dev.goldcrest.tsdb.Tsdb;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Every path of the server. */
final class ServerRoutes {
  private static final String HEALTHY = "Goldcrest is Healthy.\n";
  private static final int MAX_SERIES_IN_ANSWER = 20_000;

  private final ServerSettings settings;
  private final ServerPlatform platform;
  private final Readiness readiness;
  private final Reload reload;
  private final Runnable requestEnd;

  ServerRoutes(
      ServerSettings settings,
      ServerPlatform platform,
      Readiness readiness,
      Reload reload,
      Runnable requestEnd) {
    this.settings = settings;
    this.platform = platform;
    this.readiness = readiness;
    this.reload = reload;
    this.requestEnd = requestEnd;
  }

  static HttpServerConfig listenerConfig(
      ListenAddress address, ServerSettings settings, String flag) {
    HttpServerConfig.Sizes defaults = HttpServerConfig.Sizes.defaults();
    HttpServerConfig.Sizes sizes =
        new HttpServerConfig.Sizes(
            defaults.maxRequestLineBytes(),
            defaults.maxHeaderBytes(),
            defaults.maxBodyBytes(),
            HeapShares.requestBytes(Runtime.getRuntime().maxMemory()),
            settings.maxConnections(),
            defaults.maxQueuedRequests());
    return new HttpServerConfig(
        address.host(), address.port(), flag, sizes, HttpServerConfig.Deadlines.defaults());
  }

  /** Returns the routes until the log is replayed: alive, not ready, the page that waits for it. */
  static Router whileStarting(Readiness readiness) {
    Router router = new Router();
    addHealth(router, readiness);
    for (String method : List.of("GET", "POST")) {
      router.add(method, "/{path...}", Execution.EVENT_LOOP, r -> notReady(readiness));
    }
    UiAssets.addTo(router);
    return router;
  }

  private static void addHealth(Router router, Readiness readiness) {
    router.add("GET", "/-/healthy", Execution.EVENT_LOOP, r -> HttpResponse.text(200, HEALTHY));
    router.add(
        "GET",
        "/-/ready",
        Execution.EVENT_LOOP,
        r -> readiness.isReady() ? HttpResponse.text(200, readiness.text()) : notReady(readiness));
  }

  private static HttpResponse notReady(Readiness readiness) {
    return HttpResponse.text(503, readiness.text()).withHeader("Retry-After", "1");
  }

  Router all(
      PromqlEngine engine, Tsdb tsdb, ScrapeEngine scrapes, RuleEngine rules, Alerting alerting) {
    Router router = new Router();
    addHealth(router, readiness);
    router.add(
        "GET",
        "/metrics",
        Execution.WORKER,
        request -> MetricsPage.answer(platform.registry(), request));
    ApiRoutes.addTo(
        router,
        new ApiPorts(
            engine,
            Selectors::parse,
            tsdb,
            platform.scheduler().clock(),
            scrapes::targets,
            () -> metadataByName(scrapes.metadata()),
            rules,
            alerting::alertmanagers,
            tsdb::stats,
            new RunningFacts(settings, platform, reload),
            settings.query().timeoutMillis(),
            settings.query().maxSamples(),
            settings.query().concurrency(),
            MAX_SERIES_IN_ANSWER));
    UiAssets.addTo(router);
    addLifecycle(router);
    addRemoteWrite(router, tsdb);
    return router;
  }

  private static Map<String, List<MetricMetadata>> metadataByName(List<TargetMetadata> targets) {
    Map<String, List<MetricMetadata>> byName = new HashMap<>();
    for (TargetMetadata target : targets) {
      target
          .families()
          .forEach((name, metadata) -> {
            List<MetricMetadata> known = byName.computeIfAbsent(name, n -> new ArrayList<>());
            if (!known.contains(metadata)) {
              known.add(metadata);
            }
          });
    }
    return byName;
  }

  private void addLifecycle(Router router) {
    for (String method : List.of("POST", "PUT")) {
      router.add(method, "/-/reload", Execution.WORKER, this::reload);
      router.add(method, "/-/quit", Execution.EVENT_LOOP, this::quit);
    }
  }

  private HttpResponse reload(HttpRequest request) throws HttpProblem {
    checkLifecycle();
    try {
      reload.run();
      return HttpResponse.text(200, "");
    } catch (ConfigException e) {
      throw new HttpProblem(500, "failed to reload config: " + e.getMessage());
    }
  }

  private HttpResponse quit(HttpRequest request) throws HttpProblem {
    checkLifecycle();
    requestEnd.run();
    return HttpResponse.text(200, "Requesting termination... Goodbye!\n");
  }

  private void checkLifecycle() throws HttpProblem {
    if (!settings.lifecycleEnabled()) {
      throw new HttpProblem(
          403, "Lifecycle API is not enabled; start the server with --web.enable-lifecycle.");
    }
  }

  private void addRemoteWrite(Router router, Tsdb tsdb) {
    if (settings.remoteWriteEnabled()) {
      int maxBytes = HeapShares.remoteWriteBytes(Runtime.getRuntime().maxMemory());
      router.add(
          "POST",
          "/api/v1/write",
          Execution.WORKER,
          maxBytes,
          new RemoteWriteEndpoint(tsdb, maxBytes));
    } else {
      router.add(
          "POST",
          "/api/v1/write",
          Execution.EVENT_LOOP,
          request -> {
            throw new HttpProblem(
                404,
                "remote write receiver needs to be enabled with"
                    + " --web.enable-remote-write-receiver");
          });
    }
  }
}
