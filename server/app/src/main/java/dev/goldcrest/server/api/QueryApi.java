package dev.goldcrest.server.api;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.Labels;
import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryEngine;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryLimits;
import dev.goldcrest.query.QueryResult;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.wire.json.JsonWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code query} and {@code query_range}. */
final class QueryApi {
  /** The most points of one series in one answer, as in Prometheus. */
  private static final long MAX_POINTS = 11_000;

  private final QueryEngine engine;
  private final Clock clock;
  private final long timeoutMillis;
  private final long maxSamples;
  private final QueryGate gate;

  QueryApi(QueryEngine engine, Clock clock, long timeoutMillis, long maxSamples, QueryGate gate) {
    this.gate = gate;
    this.engine = engine;
    this.clock = clock;
    this.timeoutMillis = timeoutMillis;
    this.maxSamples = maxSamples;
  }

  HttpResponse instant(HttpRequest request) throws QueryException {
    long time = ApiParameters.time(request, "time", clock.wallMillis());
    QueryLimits limits = limits(request);
    PreparedQuery query = prepare(request);
    int limit = ApiParameters.limit(request);
    return answer(gate.run(limits.timeoutMillis(), () -> query.instant(time, limits)), limit);
  }

  HttpResponse range(HttpRequest request) throws QueryException {
    long start = ApiParameters.requiredTime(request, "start");
    long end = ApiParameters.requiredTime(request, "end");
    if (end < start) {
      throw ApiParameters.invalid("end", "end timestamp must not be before start time");
    }
    long step = ApiParameters.duration("step", request.parameter("step").orElse(""));
    if (step <= 0) {
      throw ApiParameters.invalid(
          "step",
          "zero or negative query resolution step widths are not accepted. Try a positive integer");
    }
    if ((end - start) / step > MAX_POINTS) {
      throw new QueryException(
          QueryException.Kind.BAD_DATA,
          "exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query"
              + " resolution (?step=XX)");
    }
    QueryLimits limits = limits(request);
    PreparedQuery query = prepare(request);
    int limit = ApiParameters.limit(request);
    return answer(
        gate.run(limits.timeoutMillis(), () -> query.range(start, end, step, limits)), limit);
  }

  HttpResponse format(HttpRequest request) throws QueryException {
    String text = prepare(request).canonicalText();
    return ApiAnswer.success(json -> json.value(text));
  }

  private PreparedQuery prepare(HttpRequest request) throws QueryException {
    String expression = request.parameter("query").orElse("");
    try {
      return engine.prepare(expression);
    } catch (QueryException e) {
      throw ApiParameters.invalid("query", String.valueOf(e.getMessage()));
    }
  }

  private QueryLimits limits(HttpRequest request) throws QueryException {
    long timeout = timeoutMillis;
    Optional<String> wanted = request.parameter("timeout").filter(v -> !v.isEmpty());
    if (wanted.isPresent()) {
      timeout = Math.min(timeout, ApiParameters.duration("timeout", wanted.get()));
    }
    Optional<String> lookback = request.parameter("lookback_delta").filter(v -> !v.isEmpty());
    long lookbackMillis =
        lookback.isEmpty() ? 0 : ApiParameters.duration("lookback_delta", lookback.get());
    return new QueryLimits(timeout, maxSamples, lookbackMillis, request::isCancelled);
  }

  /** Answers with a value that is complete: what fails has failed before the status is sent. */
  private static HttpResponse answer(QueryResult result, int limit) {
    QueryValue value = result.value();
    List<String> warnings = result.warnings();
    if (limit > 0 && limit < rows(value)) {
      value = first(value, limit);
      warnings = new ArrayList<>(warnings);
      warnings.add(ApiAnswer.TRUNCATED);
    }
    QueryValue shown = value;
    return ApiAnswer.success(json -> writeValue(json, shown), warnings, result.infos());
  }

  private static int rows(QueryValue value) {
    return switch (value) {
      case QueryValue.Vector v -> v.samples().size();
      case QueryValue.Matrix m -> m.series().size();
      case QueryValue.Scalar s -> 1;
      case QueryValue.Text t -> 1;
    };
  }

  private static QueryValue first(QueryValue value, int count) {
    return switch (value) {
      case QueryValue.Vector v -> new QueryValue.Vector(v.samples().subList(0, count));
      case QueryValue.Matrix m -> new QueryValue.Matrix(m.series().subList(0, count));
      case QueryValue.Scalar s -> s;
      case QueryValue.Text t -> t;
    };
  }

  private static void writeValue(JsonWriter json, QueryValue value) {
    json.beginObject();
    switch (value) {
      case QueryValue.Scalar s -> {
        json.member("resultType", "scalar").name("result").beginArray();
        shortSeconds(json, s.timestampMillis()).quotedNumber(s.value()).endArray();
      }
      case QueryValue.Text t -> {
        json.member("resultType", "string").name("result").beginArray();
        shortSeconds(json, t.timestampMillis()).value(t.value()).endArray();
      }
      case QueryValue.Vector v -> {
        json.member("resultType", "vector").name("result").beginArray();
        v.samples().forEach(sample -> writeSample(json, sample));
        json.endArray();
      }
      case QueryValue.Matrix m -> {
        json.member("resultType", "matrix").name("result").beginArray();
        m.series().forEach(series -> writeSeries(json, series));
        json.endArray();
      }
    }
    json.endObject();
  }

  /** Writes a time in the fewest digits, as Prometheus does only beside scalars and strings. */
  private static JsonWriter shortSeconds(JsonWriter json, long millis) {
    return json.value(millis / 1000.0);
  }

  private static void writeSample(JsonWriter json, QueryValue.Sample sample) {
    json.beginObject().name("metric");
    labels(json, sample.labels());
    json.name("value");
    point(json, sample.timestampMillis(), sample.value());
    json.endObject();
  }

  private static void writeSeries(JsonWriter json, QueryValue.Series series) {
    json.beginObject().name("metric");
    labels(json, series.labels());
    json.name("values").beginArray();
    for (int i = 0; i < series.timestampsMillis().length; i++) {
      point(json, series.timestampsMillis()[i], series.values()[i]);
    }
    json.endArray().endObject();
  }

  private static void point(JsonWriter json, long millis, double value) {
    json.beginArray().seconds(millis).quotedNumber(value).endArray();
  }

  static void labels(JsonWriter json, Labels labels) {
    json.beginObject();
    for (int i = 0; i < labels.size(); i++) {
      json.member(labels.name(i), labels.value(i));
    }
    json.endObject();
  }
}
