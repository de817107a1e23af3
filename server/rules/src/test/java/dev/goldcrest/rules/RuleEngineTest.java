package dev.goldcrest.rules;

import static dev.goldcrest.rules.ScriptedQueries.sample;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.Labels;
import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryEngine;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryLimits;
import dev.goldcrest.query.QueryResult;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.storage.AppendException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class RuleEngineTest extends RuleEngineFixture {
  @Test
  void evaluation_keepsTheGrid_independentOfStart() {
    engine.apply(List.of(group(recording("r", "q"))));
    long first = evaluate();
    engine.close();
    time.advance(Duration.ofMillis(7_777));
    engine = newEngine();
    engine.apply(List.of(group(recording("r", "q"))));
    long later = evaluate();

    assertThat(first).isBetween(START, START + 15_000);
    assertThat((later - first) % 15_000).isZero();
  }

  @Test
  void evaluation_countsWhatItMisses_whenTheExecutorIsLate() {
    List<Runnable> waiting = new ArrayList<>();
    engine =
        new RuleEngine(
            new RulePorts(queries, store, store, sent::addAll),
            time,
            waiting::add,
            RuleSettings.defaults(Labels.empty(), ""));
    engine.apply(List.of(group(recording("r", "q"))));
    time.advance(INTERVAL.multipliedBy(4));
    assertThat(waiting).hasSize(1);

    waiting.remove(0).run();
    time.advance(INTERVAL);
    waiting.remove(0).run();

    RuleStats.Group stats = engine.stats().groups().get(0);
    assertThat(stats.missedIterations()).isEqualTo(3);
    assertThat(stats.iterations()).isEqualTo(5);
    assertThat(stats.ruleEvaluations()).isEqualTo(2);
    List<String> asked = queries.asked();
    assertThat(
            Long.parseLong(asked.get(1).substring(2)) - Long.parseLong(asked.get(0).substring(2)))
        .isEqualTo(15_000);
  }

  @Test
  void evaluation_goesOn_whenTheClockIsSetBack() {
    engine.apply(List.of(group(recording("r", "q"))));
    evaluate();
    time.jumpToWallMillis(START - 3_600_000);
    time.advance(INTERVAL.multipliedBy(3));

    assertThat(queries.asked().size()).isGreaterThanOrEqualTo(3);
    String last = queries.asked().get(queries.asked().size() - 1);
    assertThat(Long.parseLong(last.substring(2))).isLessThan(START - 3_500_000);
  }

  @Test
  void recording_storesUnderNameAndLabels() {
    queries.vector("q", sample(2, "__name__", "m", "host", "a", "job", "x", "gone", "1"));
    engine.apply(
        List.of(
            new RuleGroup(
                "f",
                "g",
                INTERVAL,
                0,
                Duration.ofSeconds(10),
                Labels.of("team", "edge", "job", "group"),
                List.of(recording("r:sum", "q", "job", "y")))));
    time.advance(INTERVAL);

    Labels series =
        Labels.of("__name__", "r:sum", "host", "a", "job", "y", "gone", "1", "team", "edge");
    assertThat(store.series()).containsExactly(series);
    String asked = queries.asked().get(0);
    assertThat(store.history(series)).containsExactly(asked.substring(2) + " 2");
    assertThat(rule(0).labels()).isEqualTo(Labels.of("job", "y", "team", "edge"));
    assertThat(rule(0).health()).isEqualTo(RuleHealth.OK);
  }

  @Test
  void recording_marksSeriesStale_whenTheyVanish() {
    queries.vector("q", sample(1, "host", "a"), sample(2, "host", "b"));
    engine.apply(List.of(group(recording("r", "q"))));
    long first = evaluate();
    queries.vector("q", sample(3, "host", "b"));
    long second = evaluate();
    long third = evaluate();

    assertThat(store.history(Labels.of("__name__", "r", "host", "a")))
        .containsExactly(first + " 1", second + " stale");
    assertThat(store.history(Labels.of("__name__", "r", "host", "b")))
        .containsExactly(first + " 2", second + " 3", third + " 3");
  }

  @Test
  void recording_storesAScalarWithoutLabels() {
    queries.answer("q", t -> new QueryValue.Scalar(t, 4.5));
    engine.apply(List.of(group(recording("r", "q"))));
    long at = evaluate();

    assertThat(store.history(Labels.of("__name__", "r"))).containsExactly(at + " 4.5");
  }

  @Test
  void recording_keepsItsSeries_whenTheQueryFails() {
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(recording("r", "q"), recording("s", "p"))));
    queries.vector("p", sample(5));
    long first = evaluate();
    queries.fail("q", "query timed out");
    long second = evaluate();

    assertThat(store.history(Labels.of("__name__", "r", "host", "a")))
        .containsExactly(first + " 1");
    assertThat(store.history(Labels.of("__name__", "s"))).contains(second + " 5");
    assertThat(rule(0).health()).isEqualTo(RuleHealth.ERR);
    assertThat(rule(0).lastError()).isEqualTo("query timed out");
    assertThat(rule(1).health()).isEqualTo(RuleHealth.OK);
    assertThat(engine.stats().groups().get(0).ruleFailures()).isEqualTo(1);
  }

  @Test
  void recording_fails_whenLabelsCollideOrTheLimitIsPassed() {
    queries.vector("q", sample(1, "host", "a"), sample(2, "host", "b"));
    engine.apply(
        List.of(
            new RuleGroup(
                "f", "g", INTERVAL, 1, Duration.ZERO, Labels.empty(), List.of(recording("r", "q"))),
            group(recording("s", "q", "host", "one"))));
    time.advance(INTERVAL);

    assertThat(rule(0).lastError()).isEqualTo("exceeded limit of 1 with 2 series");
    assertThat(engine.groups().get(1).rules().get(0).lastError())
        .startsWith("vector contains metrics with the same labelset after applying rule labels");
    assertThat(store.series()).isEmpty();
  }

  @Test
  void recording_saysSo_whenTheStoreRefuses() {
    queries.vector("q", sample(1));
    engine.apply(List.of(group(recording("r", "q"))));
    store.rejectAppends(AppendException.Reason.OUT_OF_ORDER);
    evaluate();
    assertThat(rule(0).lastError()).contains("out of order sample");
    assertThat(engine.stats().groups().get(0).rejectedSamples()).isEqualTo(1);

    store.rejectAppends(null);
    store.failCommits("disk full");
    evaluate();
    assertThat(rule(0).lastError()).isEqualTo("disk full");

    store.failCommits(null);
    long healed = evaluate();
    assertThat(rule(0).health()).isEqualTo(RuleHealth.OK);
    assertThat(store.history(Labels.of("__name__", "r"))).containsExactly(healed + " 1");
  }

  @Test
  void alert_passesThroughItsStates() {
    queries.vector("q", sample(91, "__name__", "temp", "host", "a"));
    engine.apply(List.of(group(alerting("q", INTERVAL.multipliedBy(2), Duration.ZERO))));
    assertThat(rule(0).state()).isEqualTo(AlertState.UNKNOWN);
    long first = evaluate();
    assertThat(states()).containsExactly("a PENDING");
    evaluate();
    assertThat(sent).isEmpty();
    long third = evaluate();
    assertThat(states()).containsExactly("a FIRING");
    assertThat(rule(0).state()).isEqualTo(AlertState.FIRING);

    AlertSnapshot alert = engine.alerts().get(0);
    assertThat(alert.labels())
        .isEqualTo(Labels.of("alertname", "Hot", "host", "a", "severity", "page"));
    assertThat(alert.annotations()).isEqualTo(Labels.of("summary", "a is at 91"));
    assertThat(alert.activeAtMillis()).isEqualTo(first);
    assertThat(sent)
        .singleElement()
        .satisfies(a -> {
          assertThat(a.startsAtMillis()).isEqualTo(third);
          assertThat(a.endsAtMillis()).hasValue(third + 4 * 60_000);
          assertThat(a.resolved()).isFalse();
          assertThat(a.generatorUrl()).isEqualTo("http://gold:9090/graph?g0.expr=q&g0.tab=1");
        });

    queries.vector("q");
    long end = evaluate();
    assertThat(states()).isEmpty();
    assertThat(rule(0).state()).isEqualTo(AlertState.INACTIVE);
    assertThat(sent.get(1).resolved()).isTrue();
    assertThat(sent.get(1).endsAtMillis()).hasValue(end);
    assertThat(sent.get(1).startsAtMillis()).isEqualTo(third);
  }

  @Test
  void alert_writesItsStatesAsSeries() {
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(alerting("q", INTERVAL, Duration.ZERO))));
    // Restored is what alerts are after the second evaluation; nothing is written before.
    evaluate();
    evaluate();
    long third = evaluate();
    queries.vector("q");
    long end = evaluate();

    Labels firing =
        Labels.of(
            "__name__",
            "ALERTS",
            "alertname",
            "Hot",
            "alertstate",
            "firing",
            "host",
            "a",
            "severity",
            "page");
    assertThat(store.history(firing)).containsExactly(third + " 1", end + " stale");
    long activeSecond = (third - 2 * 15_000) / 1000;
    assertThat(store.history(firing.with("__name__", "ALERTS_FOR_STATE").without("alertstate")))
        .containsExactly(
            third + " " + dev.goldcrest.model.GoFloat.general(activeSecond), end + " stale");
  }

  @Test
  void pendingSeries_ends_whenTheAlertFires() {
    engine.apply(List.of(group(alerting("q", INTERVAL, Duration.ZERO))));
    evaluate();
    evaluate();
    queries.vector("q", sample(1, "host", "a"));
    long pending = evaluate();
    long firing = evaluate();

    Labels series =
        Labels.of(
            "__name__",
            "ALERTS",
            "alertname",
            "Hot",
            "alertstate",
            "pending",
            "host",
            "a",
            "severity",
            "page");
    assertThat(store.history(series)).containsExactly(pending + " 1", firing + " stale");
    assertThat(store.history(series.with("alertstate", "firing"))).containsExactly(firing + " 1");
  }

  @Test
  void firingAlert_isResentAfterAMinute_andItsEndForFifteen() {
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(alerting("q", Duration.ZERO, Duration.ZERO))));
    time.advance(Duration.ofMinutes(10));
    // Every 75 s: the first evaluation more than a minute after the last one sent.
    assertThat(sent).hasSize(8);

    queries.vector("q");
    sent.clear();
    time.advance(Duration.ofMinutes(30));
    assertThat(sent).allMatch(Alert::resolved).hasSize(13);
    assertThat(sent.get(12).endsAtMillis()).isEqualTo(sent.get(0).endsAtMillis());
  }

  @Test
  void alert_keepsFiring_forTheTimeGiven() {
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(alerting("q", Duration.ZERO, INTERVAL.multipliedBy(2)))));
    evaluate();
    queries.vector("q");
    long gone = evaluate();
    assertThat(states()).containsExactly("a FIRING");
    assertThat(engine.alerts().get(0).keepFiringSinceMillis()).hasValue(gone);
    queries.vector("q", sample(1, "host", "a"));
    evaluate();
    assertThat(engine.alerts().get(0).keepFiringSinceMillis()).isEmpty();
    queries.vector("q");
    evaluate();
    evaluate();
    assertThat(states()).containsExactly("a FIRING");
    evaluate();
    assertThat(states()).isEmpty();
  }

  @Test
  void alert_keepsItsState_whenTheQueryFails() {
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(alerting("q", Duration.ZERO, Duration.ZERO))));
    evaluate();
    queries.fail("q", "too many samples");
    evaluate();

    assertThat(states()).containsExactly("a FIRING");
    assertThat(rule(0).health()).isEqualTo(RuleHealth.ERR);
    assertThat(rule(0).lastError()).isEqualTo("too many samples");
  }

  @Test
  void alert_isSent_whenTheStoreFails() {
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(alerting("q", Duration.ZERO, Duration.ZERO))));
    store.failCommits("disk full");
    evaluate();

    assertThat(sent).hasSize(1);
  }

  @Test
  void alerts_areDropped_whenMoreThanTheLimit() {
    queries.vector("q", sample(1, "host", "a"), sample(1, "host", "b"));
    engine.apply(
        List.of(
            new RuleGroup(
                "f",
                "g",
                INTERVAL,
                1,
                Duration.ZERO,
                Labels.empty(),
                List.of(alerting("q", Duration.ZERO, Duration.ZERO)))));
    evaluate();

    assertThat(rule(0).lastError()).isEqualTo("exceeded limit of 1 with 2 alerts");
    assertThat(states()).isEmpty();
    assertThat(sent).isEmpty();
  }

  @Test
  void annotation_saysSo_whenItsTemplateFails() {
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(
        List.of(
            group(
                new Rule.Alerting(
                    "Hot",
                    "q",
                    Duration.ZERO,
                    Duration.ZERO,
                    Labels.empty(),
                    Labels.of("d", "{{ humanize $labels.host }}"),
                    1))));
    evaluate();

    assertThat(engine.alerts().get(0).annotations().get("d"))
        .isEqualTo(
            "<error expanding template: error executing template __alert_Hot: template:"
                + " __alert_Hot:1:3: executing \"__alert_Hot\" at <humanize $labels.host>: error"
                + " calling humanize: strconv.ParseFloat: parsing \"a\": invalid syntax>");
  }

  @Test
  void reload_keepsAlerts_whenTheRuleIsTheSame() {
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(alerting("q", Duration.ofMinutes(5), Duration.ZERO))));
    long first = evaluate();
    queries.vector("p", sample(2, "host", "a"));
    engine.apply(
        List.of(group(recording("r", "x"), alerting("p", Duration.ofSeconds(30), Duration.ZERO))));
    evaluate();
    evaluate();

    assertThat(engine.alerts().get(0).activeAtMillis()).isEqualTo(first);
    assertThat(states()).containsExactly("a FIRING");
    assertThat(engine.stats().reloads()).isEqualTo(2);
    assertThat(engine.stats().groups().get(0).iterations()).isEqualTo(3);
  }

  @Test
  void reload_leavesAnUnchangedGroupAlone() {
    engine.apply(List.of(group(recording("r", "q"))));
    evaluate();
    int tasks = time.pending();
    engine.apply(List.of(group(recording("r", "q"))));

    assertThat(time.pending()).isEqualTo(tasks);
    assertThat(engine.groups().get(0).lastEvaluationMillis()).isPositive();
  }

  @Test
  void reload_endsTheSeriesOfRemovedRulesAndGroups() {
    queries.vector("q", sample(1));
    queries.vector("p", sample(2));
    RuleGroup other =
        new RuleGroup(
            "rules.yml",
            "other",
            INTERVAL,
            0,
            Duration.ZERO,
            Labels.empty(),
            List.of(recording("s", "p")));
    engine.apply(List.of(group(recording("r", "q"), recording("kept", "q")), other));
    time.advance(INTERVAL);
    engine.apply(List.of(group(recording("kept", "q"))));
    long removedAt = time.clock().wallMillis();
    time.advance(INTERVAL.multipliedBy(3));

    assertThat(store.history(Labels.of("__name__", "r"))).last().asString().endsWith(" stale");
    assertThat(store.history(Labels.of("__name__", "s"))).last().isEqualTo(removedAt + " stale");
    assertThat(store.history(Labels.of("__name__", "kept"))).last().asString().endsWith(" 1");
  }

  @Test
  void close_leavesSeriesOpenAndEvaluatesNoMore() {
    queries.vector("q", sample(1));
    engine.apply(List.of(group(recording("r", "q"))));
    evaluate();
    engine.close();
    int asked = queries.asked().size();
    time.advance(Duration.ofMinutes(5));

    assertThat(queries.asked()).hasSize(asked);
    assertThat(store.history(Labels.of("__name__", "r"))).hasSize(1);
    assertThatThrownBy(() -> engine.apply(List.of())).hasMessageContaining("BUG");
  }

  @Test
  void reload_cancelsTheRunningQuery() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    QueryEngine endless = new EndlessQueries(running);
    try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
      engine =
          new RuleEngine(
              new RulePorts(endless, store, store, sent::addAll),
              time,
              pool,
              RuleSettings.defaults(Labels.empty(), ""));
      engine.apply(List.of(group(recording("r", "q"))));
      time.advance(INTERVAL);
      running.await();

      assertThat(engine.groups()).hasSize(1);
      engine.apply(List.of(group(recording("other", "q"), recording("r", "q"))));
      engine.close();
    }
    assertThat(rule(0).rule().name()).isEqualTo("other");
    assertThat(rule(1).health()).isEqualTo(RuleHealth.UNKNOWN);
  }

  @Test
  void close_callsOffTheEndOfRetiredGroups() {
    queries.vector("q", sample(1));
    engine.apply(List.of(group(recording("r", "q"))));
    evaluate();
    engine.apply(List.of());
    engine.close();
    time.advance(Duration.ofMinutes(5));

    assertThat(store.history(Labels.of("__name__", "r"))).hasSize(1);
    assertThat(time.pending()).isZero();
  }

  /** A query that ends only when it is cancelled. */
  private record EndlessQueries(CountDownLatch running) implements QueryEngine {
    @Override
    public PreparedQuery prepare(String expression) {
      return new PreparedQuery() {
        @Override
        public String canonicalText() {
          return expression;
        }

        @Override
        public QueryResult instant(long timeMillis, QueryLimits limits) throws QueryException {
          running.countDown();
          while (!limits.cancelled().getAsBoolean()) {
            Thread.onSpinWait();
          }
          throw new QueryException(QueryException.Kind.CANCELED, "query was canceled");
        }

        @Override
        public QueryResult range(long start, long end, long step, QueryLimits limits) {
          throw new IllegalStateException("BUG: rules ask for instants only");
        }
      };
    }
  }
}
