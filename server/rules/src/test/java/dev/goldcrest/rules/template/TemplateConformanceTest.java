package dev.goldcrest.rules.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.wire.json.JsonException;
import dev.goldcrest.wire.json.JsonReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Prometheus's own template cases, where the folder of conformance suites is given. */
@EnabledIfSystemProperty(named = "goldcrest.conformance", matches = ".+")
class TemplateConformanceTest {
  private static final long TEST_NOW_MILLIS = 1_353_755_652_000L;

  @Test
  void template_behavesAsPrometheus() throws IOException, JsonException {
    Path file = Path.of(System.getProperty("goldcrest.conformance"), "template.jsonl");
    List<String> failures = new ArrayList<>();
    List<String> skipped = new ArrayList<>();
    int passed = 0;
    for (String line : Files.readAllLines(file)) {
      Map<?, ?> row = (Map<?, ?>) JsonReader.parse(line);
      Map<?, ?> test = (Map<?, ?>) row.get("case");
      String reason = whySkipped(test);
      if (!reason.isEmpty()) {
        skipped.add("line " + ((Double) row.get("line")).intValue() + ": " + reason);
        continue;
      }
      String outcome = outcome(test);
      String wanted =
          Boolean.TRUE.equals(test.get("shouldFail"))
              ? "error: " + test.get("errorMsg")
              : String.valueOf(test.get("output"));
      if (outcome.equals(wanted)) {
        passed++;
      } else {
        failures.add(test.get("text") + "\n  wanted " + wanted + "\n  got    " + outcome);
      }
    }
    System.out.println("template.jsonl: " + passed + " passed, skipped " + skipped);
    assertThat(failures).isEmpty();
  }

  private static String whySkipped(Map<?, ?> test) {
    if (!test.containsKey("text")) {
      return "calls a Go function directly";
    }
    if (Boolean.TRUE.equals(test.get("html"))) {
      return "html/template";
    }
    if (test.get("options") instanceof List) {
      return "missingkey=error, which rules never set";
    }
    if (test.get("output") instanceof Map
        || String.valueOf(test.get("queryResult")).contains("FloatHistogram")) {
      return "native histogram as a value";
    }
    return "";
  }

  private static String outcome(Map<?, ?> test) {
    String text = (String) test.get("text");
    List<QueryValue.Sample> answer = samples(test.get("queryResult"));
    TemplateEnvironment environment =
        new TemplateEnvironment(
            Labels.empty(), "http://testhost:9090/path/prefix", TEST_NOW_MILLIS, _ -> answer);
    Value input = test.get("input") == null ? Value.Nothing.INSTANCE : value(test.get("input"));
    try {
      return Template.parse("test", text, List.of())
          .expand(new TemplateContext(input, List.of(), environment));
    } catch (TemplateException e) {
      return "error: " + e.getMessage();
    }
  }

  private static Value value(Object json) {
    if (json instanceof List<?> list) {
      List<Value> values = new ArrayList<>();
      for (Object item : list) {
        values.add(value(item));
      }
      return new Value.Items(Value.Items.ANY, values);
    }
    if (json instanceof Double number) {
      return new Value.Decimal(number);
    }
    String text = String.valueOf(json);
    // The transcription writes these three floats of Go as strings.
    return switch (text) {
      case "+Inf" -> new Value.Decimal(Double.POSITIVE_INFINITY);
      case "-Inf" -> new Value.Decimal(Double.NEGATIVE_INFINITY);
      case "NaN" -> new Value.Decimal(Double.NaN);
      default -> new Value.Text(text);
    };
  }

  private static List<QueryValue.Sample> samples(Object queryResult) {
    List<QueryValue.Sample> samples = new ArrayList<>();
    if (queryResult instanceof Map<?, ?> vector && vector.get("_pos") instanceof List<?> items) {
      for (Object item : items) {
        Map<?, ?> sample = (Map<?, ?>) item;
        Labels.Builder labels = Labels.builder();
        if (sample.get("Metric") instanceof Map<?, ?> metric) {
          metric.forEach((name, value) -> labels.set((String) name, (String) value));
        }
        double number = sample.get("F") instanceof Double f ? f : 0;
        samples.add(new QueryValue.Sample(labels.build(), 0, number));
      }
    }
    return samples;
  }
}
