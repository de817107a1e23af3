package dev.goldcrest.rules;

import static dev.goldcrest.rules.ScriptedQueries.sample;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What of the alerts' state outlives the process. */
class RuleEngineRestartTest extends RuleEngineFixture {
  @Test
  void restart_restoresPendingTime_withoutTheTimeAway() {
    Rule rule = alerting("q", Duration.ofHours(1), Duration.ZERO);
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(rule)));
    time.advance(Duration.ofMinutes(20));
    long activeAt = engine.alerts().get(0).activeAtMillis();
    long lastWritten = Long.parseLong(lastState().split(" ")[0]);
    engine.close();
    time.advance(Duration.ofMinutes(10));

    engine = newEngine();
    engine.apply(List.of(group(rule)));
    time.advance(INTERVAL.multipliedBy(2));
    long restoredAt = time.clock().wallMillis();

    long away = engine.alerts().get(0).activeAtMillis() - activeAt;
    // Active times are stored in whole seconds.
    assertThat(away).isBetween(9 * 60_000L, restoredAt - lastWritten + 1000);
    assertThat(states()).containsExactly("a PENDING");
  }

  @Test
  void restart_firesAtOnce_whenTheAlertWasFiring() {
    Rule rule = alerting("q", Duration.ofMinutes(15), Duration.ZERO);
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(rule)));
    time.advance(Duration.ofMinutes(20));
    assertThat(states()).containsExactly("a FIRING");
    engine.close();
    time.advance(Duration.ofMinutes(5));

    engine = newEngine();
    engine.apply(List.of(group(rule)));
    time.advance(INTERVAL.multipliedBy(2));
    assertThat(states()).containsExactly("a PENDING");
    evaluate();
    assertThat(states()).containsExactly("a FIRING");
  }

  @Test
  void restart_waitsTheGracePeriod_whenLittleWasLeft() {
    Rule rule = alerting("q", Duration.ofMinutes(20), Duration.ZERO);
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(rule)));
    time.advance(Duration.ofMinutes(18));
    engine.close();
    time.advance(Duration.ofMinutes(5));

    engine = newEngine();
    engine.apply(List.of(group(rule)));
    time.advance(Duration.ofMinutes(9));
    assertThat(states()).containsExactly("a PENDING");
    time.advance(Duration.ofMinutes(2));
    assertThat(states()).containsExactly("a FIRING");
  }

  @Test
  void restart_beginsAnew_whenItWasAwayTooLong() {
    Rule rule = alerting("q", Duration.ofMinutes(20), Duration.ZERO);
    queries.vector("q", sample(1, "host", "a"));
    engine.apply(List.of(group(rule)));
    time.advance(Duration.ofMinutes(30));
    engine.close();
    time.advance(Duration.ofMinutes(90));

    engine = newEngine();
    engine.apply(List.of(group(rule)));
    time.advance(Duration.ofMinutes(19));
    assertThat(states()).containsExactly("a PENDING");
  }

  private String lastState() {
    List<String> rows =
        store.history(
            Labels.of(
                "__name__",
                "ALERTS_FOR_STATE",
                "alertname",
                "Hot",
                "host",
                "a",
                "severity",
                "page"));
    return rows.get(rows.size() - 1);
  }
}
