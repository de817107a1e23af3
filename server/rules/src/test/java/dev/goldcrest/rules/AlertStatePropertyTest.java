package dev.goldcrest.rules;

import static dev.goldcrest.rules.ScriptedQueries.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.Labels;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.runtime.lifecycle.VirtualScheduler;
import dev.goldcrest.runtime.telemetry.LineLogger;
import dev.goldcrest.testkit.InMemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Random histories of one expression against an oracle that looks at the whole history anew at each
 * step. The seed is printed; {@code -Dgoldcrest.seed=…} repeats a run.
 */
class AlertStatePropertyTest {
  private static final int ROUNDS = 400;
  private static final int STEPS = 60;
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  private enum Outcome {
    HOLDS,
    ENDED,
    FAILED
  }

  @BeforeAll
  static void keepTheScriptedFailuresQuiet() {
    LineLogger.setLevel(System.Logger.Level.ERROR);
  }

  @AfterAll
  static void logAgain() {
    LineLogger.setLevel(System.Logger.Level.INFO);
  }

  @Test
  void alert_isWhereItsHistorySays() {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("AlertStatePropertyTest: -Dgoldcrest.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      runOneHistory(random, "seed " + seed + ", round " + round);
    }
  }

  private void runOneHistory(Random random, String name) {
    int hold = random.nextInt(5);
    int keep = random.nextInt(4);
    ScriptedQueries queries = new ScriptedQueries();
    InMemoryStore store = new InMemoryStore();
    List<Alert> sent = new ArrayList<>();
    VirtualScheduler time = new VirtualScheduler(1_790_000_000_000L);
    RuleEngine engine =
        new RuleEngine(
            new RulePorts(queries, store, store, sent::addAll),
            time,
            Runnable::run,
            RuleSettings.defaults(Labels.empty(), ""));
    engine.apply(List.of(group(hold, keep, 0)));
    List<Outcome> history = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      int dice = random.nextInt(10);
      Outcome outcome = dice < 5 ? Outcome.HOLDS : dice < 9 ? Outcome.ENDED : Outcome.FAILED;
      history.add(outcome);
      answer(queries, outcome);
      time.advance(INTERVAL);
      if (random.nextInt(12) == 0) {
        // A reload that changes the group must change nothing for the alert.
        engine.apply(List.of(group(hold, keep, step + 1)));
      }
      AlertState expected = oracle(history, hold, keep);
      assertThat(state(engine))
          .as("%s, for %s, keep %s: %s", name, hold, keep, history)
          .isEqualTo(expected);
    }
    checkSent(sent, name);
  }

  private static void answer(ScriptedQueries queries, Outcome outcome) {
    queries.answer(
        "q",
        _ ->
            switch (outcome) {
              case HOLDS -> new QueryValue.Vector(List.of(sample(1, "host", "a")));
              case ENDED -> new QueryValue.Vector(List.of());
              case FAILED -> throw new QueryException(QueryException.Kind.EXECUTION, "as scripted");
            });
  }

  private static RuleGroup group(int hold, int keep, int limit) {
    Rule rule =
        new Rule.Alerting(
            "A",
            "q",
            INTERVAL.multipliedBy(hold),
            INTERVAL.multipliedBy(keep),
            Labels.empty(),
            Labels.empty(),
            1);
    return new RuleGroup("f", "g", INTERVAL, limit, Duration.ZERO, Labels.empty(), List.of(rule));
  }

  private static AlertState state(RuleEngine engine) {
    List<AlertSnapshot> alerts = engine.alerts();
    return alerts.isEmpty() ? AlertState.INACTIVE : alerts.get(0).state();
  }

  /** Tells the state after a history, from its definition: a failed step leaves all as it is. */
  private static AlertState oracle(List<Outcome> history, int hold, int keep) {
    int holdsSince = -1;
    int endedSince = -1;
    boolean firing = false;
    for (int step = 0; step < history.size(); step++) {
      switch (history.get(step)) {
        case HOLDS -> {
          holdsSince = holdsSince < 0 ? step : holdsSince;
          endedSince = -1;
          firing = firing || step - holdsSince >= hold;
        }
        case ENDED -> {
          endedSince = endedSince < 0 ? step : endedSince;
          if (!firing || step - endedSince >= keep) {
            firing = false;
            holdsSince = -1;
          }
        }
        case FAILED -> {
          // Nothing is known, nothing changes.
        }
      }
    }
    return firing ? AlertState.FIRING : holdsSince >= 0 ? AlertState.PENDING : AlertState.INACTIVE;
  }

  /** Of each incident the first word is that it fires, and none comes after its end but its end. */
  private static void checkSent(List<Alert> sent, String name) {
    long startsAt = -1;
    boolean ended = true;
    for (Alert alert : sent) {
      if (alert.startsAtMillis() != startsAt) {
        assertThat(alert.resolved()).as(name + ": an incident begins with its end").isFalse();
        assertThat(ended).as(name + ": the end of an incident was never sent").isTrue();
        startsAt = alert.startsAtMillis();
      } else {
        assertThat(ended && !alert.resolved()).as(name + ": fires again after its end").isFalse();
      }
      ended = alert.resolved();
    }
  }
}
