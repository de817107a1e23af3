package dev.goldcrest.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.testkit.ManualClock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs our own scripts, with metric names removed at once and at the end of the evaluation. */
class PromqlScriptTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "selectors.test",
        "rates.test",
        "operators.test",
        "aggregations.test",
        "functions.test",
        "histograms.test",
        "subqueries.test"
      })
  void script_givesWhatItSays(String name) throws IOException {
    for (boolean delayed : new boolean[] {false, true}) {
      EngineOptions options = new EngineOptions(new ManualClock(0), 300_000, 60_000, true, delayed);
      PromqlScript script = new PromqlScript(name, options).run(lines(name));
      assertThat(script.evals()).isPositive();
      assertThat(script.failures()).as("delayed name removal: " + delayed).isEmpty();
    }
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream in = PromqlScriptTest.class.getResourceAsStream("scripts/" + name)) {
      assertThat(in).as(name).isNotNull();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
