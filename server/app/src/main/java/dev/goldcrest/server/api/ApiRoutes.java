package dev.goldcrest.server.api;

import dev.goldcrest.query.QueryException;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.http.Router.Execution;

/** The paths under {@code /api/v1}. */
public final class ApiRoutes {
  private ApiRoutes() {}

  /** Adds every path to a router. All run on workers: even small answers may wait for the store. */
  public static void addTo(Router router, ApiPorts ports) {
    QueryApi query =
        new QueryApi(
            ports.engine(),
            ports.clock(),
            ports.timeoutMillis(),
            ports.maxSamples(),
            new QueryGate(ports.concurrency(), ports.concurrency()));
    form(router, "query", query::instant);
    form(router, "query_range", query::range);
    form(router, "format_query", query::format);

    SeriesApi series = new SeriesApi(ports.store(), ports.selectors()::parse, ports.maxSeries());
    form(router, "series", series::series);
    form(router, "labels", series::labelNames);
    get(router, "label/{name}/values", series::labelValues);

    TargetsApi targets = new TargetsApi(ports.targets(), ports.metadata());
    get(router, "targets", targets::targets);
    get(router, "metadata", targets::metadata);

    RulesApi rules = new RulesApi(ports.rules(), ports.alertmanagers());
    get(router, "rules", rules::rules);
    get(router, "alerts", rules::alerts);
    get(router, "alertmanagers", rules::alertmanagers);

    StatusApi status = new StatusApi(ports.facts(), ports.storeStats(), ports.store());
    get(router, "status/buildinfo", status::buildInfo);
    get(router, "status/runtimeinfo", status::runtimeInfo);
    get(router, "status/config", status::config);
    get(router, "status/flags", status::flags);
    get(router, "status/tsdb", status::tsdb);

    form(router, "{path...}", ApiRoutes::unknown);
  }

  private static HttpResponse unknown(HttpRequest request) throws QueryException {
    throw new QueryException(
        QueryException.Kind.NOT_FOUND,
        "no endpoint of the API takes " + request.method() + " " + request.path());
  }

  private static void get(Router router, String path, ApiAnswer.Endpoint endpoint) {
    router.add("GET", "/api/v1/" + path, Execution.WORKER, ApiAnswer.handler(endpoint));
  }

  private static void form(Router router, String path, ApiAnswer.Endpoint endpoint) {
    router.addForm("/api/v1/" + path, Execution.WORKER, ApiAnswer.handler(endpoint));
  }
}
