package dev.goldcrest.device.host;

import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import dev.goldcrest.runtime.telemetry.MetricsPage;

/** The routes of a host sensor that stands alone. */
public final class HostRoutes {
  private HostRoutes() {}

  /**
   * Adds {@code /metrics}, {@code /-/healthy} and an index to a router and returns it.
   *
   * @param registry what the metrics route shows; a {@link HostCollector} is registered in it
   */
  public static Router addTo(Router router, MetricRegistry registry) {
    // The collector reads some eighty files at each scrape: not on an event loop.
    router.add(
        "GET",
        "/metrics",
        Router.Execution.WORKER,
        request -> MetricsPage.answer(registry, request));
    router.add(
        "GET",
        "/-/healthy",
        Router.Execution.EVENT_LOOP,
        request -> HttpResponse.text(200, "Goldcrest host sensor is healthy.\n"));
    return router.add(
        "GET",
        "/",
        Router.Execution.EVENT_LOOP,
        request -> HttpResponse.text(200, "Goldcrest host sensor: /metrics /-/healthy\n"));
  }
}
