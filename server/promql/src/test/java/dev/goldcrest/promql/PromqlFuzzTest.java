package dev.goldcrest.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.promql.parser.Parser;
import dev.goldcrest.promql.parser.Printer;
import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryLimits;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.query.QueryValue.Sample;
import dev.goldcrest.query.QueryValue.Series;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.testkit.InMemoryStore;
import dev.goldcrest.testkit.ManualClock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Random expressions; {@code -Dgoldcrest.seed=…} repeats a run. */
class PromqlFuzzTest {
  private static final long SEED = Long.getLong("goldcrest.seed", System.nanoTime() & 0xffffff);
  private static final int EXPRESSIONS = Integer.getInteger("goldcrest.fuzz.expressions", 1_500);
  private static final QueryLimits LIMITS = new QueryLimits(60_000, 5_000_000, 0, () -> false);

  private final Random random = new Random(SEED);

  @Test
  void print_parsesBackToTheSameText_forRandomExpressions() throws QueryException {
    RandomExpressions expressions = new RandomExpressions(SEED);
    for (int i = 0; i < EXPRESSIONS; i++) {
      String text = expressions.vector(random.nextInt(6));
      String printed = Printer.print(Parser.parse(text, true));
      assertThat(Printer.print(Parser.parse(printed, true)))
          .as("seed %d: %s", SEED, text)
          .isEqualTo(printed);
    }
  }

  @Test
  void parse_throwsNothingButItsOwnError_forMutatedExpressions() {
    String letters = "()[]{}\"'`\\=!~<>+-*/%^,:@#. \n_aoBsum5e0xmINF\u00e9\ud83d\ude00\0";
    RandomExpressions expressions = new RandomExpressions(SEED);
    for (int i = 0; i < 20 * EXPRESSIONS; i++) {
      StringBuilder text = new StringBuilder(expressions.vector(random.nextInt(4)));
      for (int edits = 1 + random.nextInt(4); edits > 0; edits--) {
        int at = random.nextInt(text.length() + 1);
        char c = letters.charAt(random.nextInt(letters.length()));
        switch (random.nextInt(4)) {
          case 0 -> text.insert(at, c);
          case 1 -> text.delete(at, Math.min(text.length(), at + 1 + random.nextInt(3)));
          case 2 -> text.insert(at, text.substring(Math.min(at, text.length() / 2)));
          default -> text.setLength(at);
        }
      }
      try {
        Parser.parse(text.toString(), true);
      } catch (QueryException e) {
        assertThat(e.kind()).isEqualTo(QueryException.Kind.BAD_DATA);
      } catch (RuntimeException | StackOverflowError e) {
        fail("seed " + SEED + ": " + text, e);
      }
    }
  }

  @Test
  void range_equalsTheInstantAtEachStep_forRandomExpressionsOnRandomData() throws Exception {
    InMemoryStore store = randomStore();
    RandomExpressions expressions = new RandomExpressions(SEED);
    int compared = 0;
    for (int i = 0; i < EXPRESSIONS; i++) {
      EngineOptions options =
          new EngineOptions(new ManualClock(0), 60_000, 25_000, true, random.nextBoolean());
      String text = expressions.vector(1 + random.nextInt(4));
      PreparedQuery query = new PromqlEngine(store, options).prepare(text);
      compared += compare(query, "seed " + SEED + ": " + text);
    }
    assertThat(compared).as("seed %d: comparisons that are not errors", SEED).isGreaterThan(50);
  }

  private int compare(PreparedQuery query, String what) {
    long start = random.nextInt(200_000) - 30_000;
    long step = 1 + random.nextInt(70_000);
    int steps = 1 + random.nextInt(6);
    List<Map<Labels, Double>> instants = new ArrayList<>();
    boolean failed = false;
    for (int i = 0; i < steps; i++) {
      try {
        QueryValue.Vector vector =
            (QueryValue.Vector) query.instant(start + i * step, LIMITS).value();
        Map<Labels, Double> values = new HashMap<>();
        for (Sample sample : vector.samples()) {
          assertThat(values.put(sample.labels(), sample.value())).as(what).isNull();
        }
        instants.add(values);
      } catch (QueryException e) {
        failed = true;
      }
    }
    QueryValue.Matrix matrix;
    try {
      matrix =
          (QueryValue.Matrix) query.range(start, start + (steps - 1) * step, step, LIMITS).value();
    } catch (QueryException e) {
      // Between two windows of a subquery with a long step lie times that no instant looks at.
      boolean mayFailBetween = query.canonicalText().contains(":");
      assertThat(failed || mayFailBetween)
          .as(what + ": the range fails, no instant does: " + e.getMessage())
          .isTrue();
      return 0;
    }
    assertThat(failed).as(what + ": an instant fails, the range does not").isFalse();
    int points = 0;
    for (Series series : matrix.series()) {
      for (int i = 0; i < series.values().length; i++) {
        int at = (int) ((series.timestampsMillis()[i] - start) / step);
        Double instant = instants.get(at).get(series.labels());
        assertThat(instant).as("%s: %s at step %d", what, series.labels(), at).isNotNull();
        double value = series.values()[i];
        boolean equal =
            value == instant
                || (Double.isNaN(value) && Double.isNaN(instant))
                || Math.abs(value - instant) <= 1e-9 * Math.abs(value);
        assertThat(equal)
            .as("%s: %s at step %d: %s, %s", what, series.labels(), at, value, instant)
            .isTrue();
        points++;
      }
    }
    int wanted = instants.stream().mapToInt(Map::size).sum();
    assertThat(points).as(what).isEqualTo(wanted);
    return points;
  }

  private InMemoryStore randomStore() throws Exception {
    InMemoryStore store = new InMemoryStore();
    String[] metrics = {"a_total", "b", "c", "d_bucket"};
    try (Appender appender = store.appender()) {
      for (int i = 0; i < 24; i++) {
        String metric = metrics[i % metrics.length];
        Labels labels =
            Labels.of(
                Labels.METRIC_NAME,
                metric,
                "x",
                Integer.toString(i / 4 % 3),
                "y",
                Integer.toString(i / 12 % 2 + random.nextInt(2)),
                "n",
                i < 12 ? "" : Integer.toString(i),
                "le",
                metric.equals("d_bucket") ? new String[] {"1", "2", "+Inf"}[i / 4 % 3] : "");
        appendRandomSamples(appender, labels);
      }
      appender.commit();
    }
    return store;
  }

  private void appendRandomSamples(Appender appender, Labels labels) throws Exception {
    long time = random.nextInt(60_000);
    double value = random.nextInt(10);
    long ref = Appender.NO_REF;
    while (time < 400_000) {
      long bits = SampleValue.bits(value);
      int luck = random.nextInt(40);
      if (luck == 0) {
        bits = SampleValue.STALE_BITS;
      } else if (luck == 1) {
        bits = SampleValue.NAN_BITS;
      } else if (luck == 2) {
        value = 0;
      }
      ref = appender.append(ref, labels, time, bits);
      time += random.nextInt(12) == 0 ? 70_000 : 5_000 + random.nextInt(10_000);
      value += random.nextInt(6) - 1;
    }
  }
}
