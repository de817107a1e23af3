package dev.goldcrest.server.api;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.Utf8Order;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.Queryable;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** {@code series}, {@code labels} and {@code label/<name>/values}. */
final class SeriesApi {
  private final Queryable store;
  private final ApiParameters.SelectorParser selectors;
  private final int maxSeries;

  /**
   * Creates the endpoints.
   *
   * @param maxSeries the most label sets that one answer holds in memory
   */
  SeriesApi(Queryable store, ApiParameters.SelectorParser selectors, int maxSeries) {
    this.store = store;
    this.selectors = selectors;
    this.maxSeries = maxSeries;
  }

  HttpResponse series(HttpRequest request) throws QueryException, StorageException {
    List<List<Matcher>> wanted = ApiParameters.selectors(request, selectors);
    if (wanted.isEmpty()) {
      throw new QueryException(QueryException.Kind.BAD_DATA, "no match[] parameter provided");
    }
    int limit = ApiParameters.limit(request);
    SortedSet<Labels> found = new TreeSet<>();
    long start = start(request);
    long end = end(request);
    try (Querier querier = store.querier(start, end)) {
      for (List<Matcher> matchers : wanted) {
        collect(querier.select(matchers, SelectHints.seriesOnly(start, end), false), found);
      }
    }
    boolean truncated = limit > 0 && found.size() > limit;
    List<Labels> shown = new ArrayList<>(found);
    List<Labels> first = truncated ? shown.subList(0, limit) : shown;
    return ApiAnswer.success(
        json -> {
          json.beginArray();
          first.forEach(labels -> QueryApi.labels(json, labels));
          json.endArray();
        },
        truncated ? List.of(ApiAnswer.TRUNCATED) : List.of(),
        List.of());
  }

  private void collect(SeriesSet set, SortedSet<Labels> found)
      throws QueryException, StorageException {
    while (set.next()) {
      found.add(set.labels());
      if (found.size() > maxSeries) {
        throw new QueryException(
            QueryException.Kind.EXECUTION,
            "more than " + maxSeries + " series match; narrow match[] or the time range");
      }
    }
  }

  HttpResponse labelNames(HttpRequest request) throws QueryException, StorageException {
    return names(request, Querier::labelNames);
  }

  HttpResponse labelValues(HttpRequest request) throws QueryException, StorageException {
    String name = request.pathParameter("name");
    if (name.isEmpty()) {
      throw new QueryException(QueryException.Kind.BAD_DATA, "invalid label name: \"\"");
    }
    return names(request, (querier, matchers, limit) -> querier.labelValues(name, matchers, limit));
  }

  /** Asks a querier for names or values. */
  @FunctionalInterface
  private interface Lookup {
    List<String> find(Querier querier, List<Matcher> matchers, int limit) throws StorageException;
  }

  private HttpResponse names(HttpRequest request, Lookup lookup)
      throws QueryException, StorageException {
    List<List<Matcher>> wanted = ApiParameters.selectors(request, selectors);
    int limit = ApiParameters.limit(request);
    int asked = limit == 0 ? 0 : limit + 1;
    Collection<String> found;
    try (Querier querier = store.querier(start(request), end(request))) {
      if (wanted.isEmpty()) {
        found = lookup.find(querier, List.of(), asked);
      } else {
        found = new TreeSet<>(Utf8Order::compare);
        for (List<Matcher> matchers : wanted) {
          found.addAll(lookup.find(querier, matchers, asked));
        }
      }
    }
    boolean truncated = limit > 0 && found.size() > limit;
    List<String> shown = new ArrayList<>(found);
    List<String> first = truncated ? shown.subList(0, limit) : shown;
    return ApiAnswer.success(
        json -> {
          json.beginArray();
          first.forEach(json::value);
          json.endArray();
        },
        truncated ? List.of(ApiAnswer.TRUNCATED) : List.of(),
        List.of());
  }

  private static long start(HttpRequest request) throws QueryException {
    return ApiParameters.time(request, "start", ApiParameters.MIN_MILLIS);
  }

  private static long end(HttpRequest request) throws QueryException {
    return ApiParameters.time(request, "end", ApiParameters.MAX_MILLIS);
  }
}
