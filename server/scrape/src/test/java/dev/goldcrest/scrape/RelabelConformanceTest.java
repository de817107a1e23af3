package dev.goldcrest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Regex;
import dev.goldcrest.scrape.RelabelRule.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Relabelling cases of others, one JSON object a line, from the folder that the property names. */
@EnabledIfSystemProperty(named = "goldcrest.conformance", matches = ".+")
final class RelabelConformanceTest {
  @Test
  void everyCase_givesTheExpectedLabels() throws Exception {
    Path file = Path.of(System.getProperty("goldcrest.conformance"), "relabel.jsonl");
    List<String> wrong = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (String line : lines) {
      Map<String, Object> row = JsonLine.parse(line);
      List<RelabelRule> rules = new ArrayList<>();
      for (Object rule : (List<?>) row.get("relabel_configs")) {
        rules.add(rule(JsonLine.object(rule)));
      }
      Optional<Labels> got = Relabeler.relabel(rules, labels(row.get("input")));
      Optional<Labels> wanted =
          Boolean.TRUE.equals(row.get("drop"))
              ? Optional.empty()
              : Optional.of(labels(row.get("output")));
      if (!got.equals(wanted)) {
        wrong.add("line " + row.get("line") + ": wanted " + wanted + ", got " + got);
      }
    }
    assertThat(lines).isNotEmpty();
    assertThat(wrong).isEmpty();
  }

  private static Labels labels(Object json) {
    Labels.Builder labels = Labels.builder();
    JsonLine.object(json).forEach((name, value) -> labels.set(name, (String) value));
    return labels.build();
  }

  private static RelabelRule rule(Map<String, Object> json) {
    List<String> sources = new ArrayList<>();
    for (Object source : (List<?>) json.getOrDefault("source_labels", List.of())) {
      sources.add((String) source);
    }
    return new RelabelRule(
        sources,
        (String) json.getOrDefault("separator", RelabelRule.DEFAULT_SEPARATOR),
        Regex.compile((String) json.getOrDefault("regex", "(.*)")),
        ((Double) json.getOrDefault("modulus", 0.0)).longValue(),
        (String) json.getOrDefault("target_label", ""),
        (String) json.getOrDefault("replacement", RelabelRule.DEFAULT_REPLACEMENT),
        Action.parse((String) json.getOrDefault("action", "replace")));
  }
}
