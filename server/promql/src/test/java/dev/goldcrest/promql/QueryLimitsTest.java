package dev.goldcrest.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryException.Kind;
import dev.goldcrest.query.QueryLimits;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.testkit.InMemoryStore;
import dev.goldcrest.testkit.ManualClock;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class QueryLimitsTest {
  private static final int SERIES = 50;
  private static final InMemoryStore STORE = new InMemoryStore();
  private static final QueryLimits GENEROUS = limits(60_000, 1_000_000);

  private static QueryLimits limits(long timeoutMillis, long maxSamples) {
    return new QueryLimits(timeoutMillis, maxSamples, 0, () -> false);
  }

  @BeforeAll
  static void fill() throws Exception {
    try (Appender appender = STORE.appender()) {
      for (int i = 0; i < SERIES; i++) {
        Labels labels = Labels.of(Labels.METRIC_NAME, "m", "i", Integer.toString(i));
        long ref = Appender.NO_REF;
        for (int t = 0; t < 200; t++) {
          ref = appender.append(ref, labels, t * 15_000L, SampleValue.bits(t));
        }
      }
      appender.commit();
    }
  }

  private static PromqlEngine engine(Clock clock) {
    return new PromqlEngine(STORE, EngineOptions.defaults(clock));
  }

  private static QueryException failure(String expression, QueryLimits limits) {
    return catchThrowableOfType(
        QueryException.class,
        () ->
            engine(new ManualClock(0)).prepare(expression).range(0, 200 * 15_000, 15_000, limits));
  }

  @Test
  void query_isRefused_whenItsResultWouldHoldTooManySamples() {
    QueryException e = failure("m", limits(60_000, 5_000));
    assertThat(e.kind()).isEqualTo(Kind.EXECUTION);
    assertThat(e)
        .hasMessage("query processing would load too many samples into memory in query execution");
  }

  @Test
  void aggregation_fitsWhereItsInputWouldNot() throws QueryException {
    QueryValue value =
        engine(new ManualClock(0))
            .prepare("sum(rate(m[5m]))")
            .range(0, 200 * 15_000, 15_000, limits(60_000, 5_000))
            .value();
    assertThat(((QueryValue.Matrix) value).series()).hasSize(1);
  }

  @Test
  void query_isRefused_whenItWouldHoldAllSeriesOfAGroup() {
    assertThat(failure("quantile(0.5, m)", limits(60_000, 5_000)).kind()).isEqualTo(Kind.EXECUTION);
    assertThat(failure("sum(m[50y:1ms])", GENEROUS)).isNotNull();
    assertThat(failure("sum_over_time(m[50y:1ms])", GENEROUS).kind()).isEqualTo(Kind.EXECUTION);
    assertThat(failure("topk(40, m)", limits(60_000, 5_000)).kind()).isEqualTo(Kind.EXECUTION);
  }

  @Test
  void rangeOfTooManySteps_isRefusedBeforeAnythingIsAllocated() {
    QueryException e =
        catchThrowableOfType(
            QueryException.class,
            () ->
                engine(new ManualClock(0)).prepare("1").range(0, Long.MAX_VALUE / 2, 1, GENEROUS));
    assertThat(e.kind()).isEqualTo(Kind.EXECUTION);
  }

  @Test
  void query_timesOut_whenTheClockPassesItsLimit() {
    ManualClock time = new ManualClock(0);
    Clock slow =
        new Clock() {
          @Override
          public long wallMillis() {
            return time.wallMillis();
          }

          @Override
          public long monotonicNanos() {
            time.advanceMillis(10);
            return time.monotonicNanos();
          }
        };
    QueryException e =
        catchThrowableOfType(
            QueryException.class,
            () ->
                engine(slow)
                    .prepare("sum(rate(m[5m]))")
                    .range(0, 200 * 15_000, 15_000, limits(50, 1_000_000)));
    assertThat(e.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(e).hasMessage("query timed out in expression evaluation");
  }

  @Test
  void query_ends_whenItIsCancelled() {
    AtomicInteger asked = new AtomicInteger();
    QueryLimits cancelled =
        new QueryLimits(60_000, 1_000_000, 0, () -> asked.incrementAndGet() > 3);
    QueryException e = failure("sum(rate(m[5m]))", cancelled);
    assertThat(e.kind()).isEqualTo(Kind.CANCELED);
    assertThat(asked.get()).isEqualTo(4);
  }

  @Test
  void lookback_isTheQuerysOwn_whenItNamesOne() throws QueryException {
    QueryLimits shortLookback = new QueryLimits(60_000, 1_000_000, 5_000, () -> false);
    QueryValue value =
        engine(new ManualClock(0)).prepare("count(m)").instant(6_000, shortLookback).value();
    assertThat(((QueryValue.Vector) value).samples()).isEmpty();
  }

  @Test
  void range_isRefused_whenTheExpressionIsNoVector() {
    assertThat(failure("m[5m]", GENEROUS))
        .hasMessage(
            "invalid expression type \"range vector\" for range query, must be Scalar or instant"
                + " Vector");
    assertThat(failure("\"text\"", GENEROUS).kind()).isEqualTo(Kind.BAD_DATA);
  }

  @Test
  void preparedQuery_givesTheSameAnswerAgain() throws QueryException {
    var query = engine(new ManualClock(0)).prepare("topk(3, m) or count(m)");
    assertThat(query.instant(60_000, GENEROUS)).isEqualTo(query.instant(60_000, GENEROUS));
    assertThat(query.canonicalText()).isEqualTo("topk(3, m) or count(m)");
  }
}
