package dev.goldcrest.wire.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goldcrest.model.SampleValue;
import dev.goldcrest.wire.json.JsonReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runs upstream's cases, which are not part of this project, where they are at hand. */
class ExpositionConformanceTest {
  private static final String FOLDER = System.getProperty("goldcrest.conformance", "");

  @TestFactory
  Stream<DynamicTest> upstreamCases() throws Exception {
    if (FOLDER.isEmpty()) {
      String why = "-Dgoldcrest.conformance names no folder";
      return Stream.of(DynamicTest.dynamicTest("upstream cases", () -> abort(why)));
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(FOLDER, "exposition.jsonl"))) {
      Map<String, Object> one = object(JsonReader.parse(line));
      String name = one.get("func") + ":" + ((Double) one.get("line")).intValue();
      tests.add(DynamicTest.dynamicTest(name, () -> check(one)));
    }
    return tests.stream();
  }

  private static void check(Map<String, Object> one) throws Exception {
    String format = (String) one.get("format");
    // These turn classic histograms into native ones while parsing, which our scraper does not.
    assumeTrue(!format.equals("nhcb"), "native histograms with custom buckets: not supported");
    byte[] input = bytes(one.get("input"));
    ExpositionFormat ours =
        format.equals("prom") ? ExpositionFormat.TEXT : ExpositionFormat.OPENMETRICS;
    String error = (String) one.getOrDefault("error", "");
    if (error.isEmpty() || error.equals("EOF")) {
      checkEntries(entries(ours, input), one.get("expected"));
      return;
    }
    ExpositionException thrown =
        catchThrowableOfType(ExpositionException.class, () -> entries(ours, input));
    assertThat(thrown).as("must fail with: " + error).isNotNull();
    int got = error.indexOf(", got ");
    if (error.startsWith("expected ") && got > 0) {
      assertThat(thrown).hasMessageContaining(error.substring(0, got));
    }
  }

  private static void checkEntries(List<Map<String, Object>> ours, Object expected) {
    if (expected == null) {
      return;
    }
    List<?> theirs = (List<?>) expected;
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      Map<String, Object> theirEntry = object(theirs.get(i));
      // Start times and exemplars are not kept.
      theirEntry.remove("es");
      theirEntry.remove("st");
      if (theirEntry.containsKey("lset")) {
        theirEntry.putIfAbsent("v", 0.0);
      }
      assertThat(ours.get(i)).isEqualTo(theirEntry);
    }
    assertThat(ours).hasSameSizeAs(theirs);
  }

  private static List<Map<String, Object>> entries(ExpositionFormat format, byte[] input)
      throws ExpositionException {
    List<Map<String, Object>> entries = new ArrayList<>();
    ExpositionParser parser = new ExpositionParser(format).reset(input, 0, input.length);
    String family = "";
    while (true) {
      Map<String, Object> entry = new java.util.LinkedHashMap<>();
      ExpositionParser.Entry kind = parser.next();
      switch (kind) {
        case END -> {
          return entries;
        }
        case HELP -> entry.put("help", parser.text());
        case UNIT -> entry.put("unit", parser.text());
        case COMMENT -> entry.put("comment", parser.text());
        case TYPE -> entry.put("typ", parser.type().text());
        case SAMPLE -> {
          int length = parser.seriesEnd() - parser.seriesStart();
          String series = new String(input, parser.seriesStart(), length, StandardCharsets.UTF_8);
          String name = parser.labels().metricName();
          if (!family.isEmpty() && name.equals(family + "_created")) {
            continue;
          }
          entry.put("m", series);
          double value = SampleValue.value(parser.valueBits());
          entry.put("v", Double.isNaN(value) ? "NaN" : value);
          entry.put("lset", parser.labels().toMap());
          if (parser.hasTimestamp()) {
            entry.put("t", (double) parser.timestampMillis());
          }
        }
      }
      if (kind != ExpositionParser.Entry.SAMPLE) {
        family = parser.familyName();
        entry.put("m", family);
      }
      entries.add(entry);
    }
  }

  private static byte[] bytes(Object input) {
    return input instanceof String text
        ? text.getBytes(StandardCharsets.UTF_8)
        : ((String) object(input).get("_bytes_latin1")).getBytes(StandardCharsets.ISO_8859_1);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(Object value) {
    return (Map<String, Object>) value;
  }
}
