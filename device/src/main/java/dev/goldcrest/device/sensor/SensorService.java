package dev.goldcrest.device.sensor;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.GoFloat;
import dev.goldcrest.runtime.http.HttpHandler;
import dev.goldcrest.runtime.http.HttpProblem;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.lifecycle.Scheduler;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import dev.goldcrest.runtime.telemetry.MetricsPage;
import dev.goldcrest.wire.exposition.ExpositionFormat;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The device service: takes readings on its own schedule, and answers with the newest one and with
 * its metrics. A scrape only writes down what is there. Safe for use by several threads.
 */
public final class SensorService implements AutoCloseable {
  /** Where the newest reading is. */
  public static final String SENSOR_ROUTE = "/sensor";

  /** Where the metrics are. */
  public static final String METRICS_ROUTE = "/metrics";

  /** Where the health is: 200, or 503 when readings have stopped coming. */
  public static final String HEALTH_ROUTE = "/-/healthy";

  private static final System.Logger log = System.getLogger("dev.goldcrest.device.sensor");
  private static final String INDEX_ROUTE = "/";
  private static final String HTML = "text/html; charset=utf-8";

  private final SensorConfig config;
  private final Clock clock;
  private final MetricRegistry registry;
  private final SensorMetrics metrics;
  private final Faults faults;
  private final Readings readings;
  private final AtomicBoolean failureLogged = new AtomicBoolean();

  private SensorService(
      SensorConfig config, Clock clock, Scheduler scheduler, MetricRegistry registry) {
    this.config = config;
    this.clock = clock;
    this.registry = registry;
    metrics = new SensorMetrics(registry);
    faults = new Faults(config, clock, metrics);
    readings = new Readings(config, clock, scheduler, metrics, faults::settle);
  }

  /**
   * Starts taking readings.
   *
   * @param registry gets the sensor's metrics, and is what the metrics route shows
   */
  public static SensorService create(
      SensorConfig config, Clock clock, Scheduler scheduler, MetricRegistry registry) {
    return new SensorService(config, clock, scheduler, registry);
  }

  /** Returns a router with the routes of this service alone. */
  public Router routes() {
    return addTo(new Router());
  }

  /** Adds the routes of this service to a router and returns it. */
  public Router addTo(Router router) {
    // Collectors read files, and faults take their time; neither belongs on an event loop.
    Router.Execution cheap =
        faults.isEmpty() ? Router.Execution.EVENT_LOOP : Router.Execution.WORKER;
    add(router, SENSOR_ROUTE, cheap, this::answerReading);
    add(router, METRICS_ROUTE, Router.Execution.WORKER, this::answerMetrics);
    add(router, HEALTH_ROUTE, Router.Execution.EVENT_LOOP, request -> answerHealth());
    add(router, INDEX_ROUTE, Router.Execution.EVENT_LOOP, request -> answerIndex());
    return router;
  }

  /** Stops taking readings; the routes go on answering with the last one. */
  @Override
  public void close() {
    readings.close();
  }

  private void add(Router router, String route, Router.Execution execution, HttpHandler handler) {
    router.add("GET", route, execution, request -> measured(route, handler, request));
  }

  private HttpResponse measured(String route, HttpHandler handler, HttpRequest request) {
    long start = clock.monotonicNanos();
    HttpResponse response;
    try {
      response = handler.handle(request);
    } catch (HttpProblem e) {
      response = HttpResponse.text(e.status(), e.getMessage() + "\n");
    } catch (Exception e) {
      response = failed(route, e);
    }
    metrics.requestDuration.labels(route).observeNanos(clock.monotonicNanos() - start);
    metrics.requests.labels(route, Integer.toString(response.status())).inc();
    return response;
  }

  private HttpResponse failed(String route, Exception e) {
    if (route.equals(SENSOR_ROUTE)) {
      metrics.routeErrors.inc();
    } else if (route.equals(METRICS_ROUTE)) {
      metrics.scrapeErrors.inc();
    }
    if (failureLogged.compareAndSet(false, true)) {
      log.log(
          System.Logger.Level.WARNING,
          "GET " + route + " failed; further failures are only counted: " + e.getMessage());
    }
    return HttpResponse.text(500, "GET " + route + " failed: " + e.getMessage() + "\n");
  }

  private HttpResponse answerReading(HttpRequest request) {
    if (faults.beforeReading()) {
      return Faults.bigAnswer();
    }
    Reading reading = readings.newest();
    StringBuilder json = new StringBuilder(192);
    json.append("{\"status\":\"").append(readings.isStale() ? "stale" : "ok");
    json.append("\",\"sensor_id\":\"").append(config.sensorId());
    json.append("\",\"temperature\":").append(reading.temperature());
    json.append(",\"humidity\":").append(reading.humidity());
    json.append(",\"timestamp\":").append(GoFloat.plain(reading.timestampMillis() / 1e3));
    json.append('}');
    return HttpResponse.json(200, json.toString().getBytes(StandardCharsets.UTF_8));
  }

  private HttpResponse answerMetrics(HttpRequest request) {
    faults.beforeScrape(request);
    HttpResponse response =
        faults.has(Fault.CONTENT_TYPE)
            ? MetricsPage.answer(registry, ExpositionFormat.TEXT, HTML)
            : MetricsPage.answer(registry, request);
    if (request.isCancelled()) {
      metrics.scrapeErrors.inc();
    }
    return response;
  }

  private HttpResponse answerHealth() {
    return readings.isStale()
        ? HttpResponse.text(503, "Goldcrest sensor has taken no reading for a while.\n")
        : HttpResponse.text(200, "Goldcrest sensor is healthy.\n");
  }

  private HttpResponse answerIndex() {
    return HttpResponse.text(
        200, "Goldcrest sensor " + config.sensorId() + ": /sensor /metrics /-/healthy\n");
  }
}
