package dev.goldcrest.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryEngine;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Prometheus's own rule files, where the folder of conformance suites is given. */
@EnabledIfSystemProperty(named = "goldcrest.conformance", matches = ".+")
class RuleFileConformanceTest {
  /** Refused by Prometheus only when told to accept the old names alone. */
  private static final String LEGACY_NAMES = "legacy_validation_annotation.bad.yaml";

  @Test
  void ruleFiles_areAcceptedAndRefusedAsByPrometheus() throws IOException {
    Path folder = Path.of(System.getProperty("goldcrest.conformance"), "data/rulefmt-testdata");
    List<String> failures = new ArrayList<>();
    int checked = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (name.equals(LEGACY_NAMES)) {
          continue;
        }
        String outcome = read(name, Files.readString(file));
        boolean refused = !outcome.equals("accepted");
        if (refused != name.contains(".bad.")) {
          failures.add(name + ": " + outcome);
        }
        checked++;
      }
    }
    System.out.println("rulefmt-testdata: " + checked + " files, skipped " + LEGACY_NAMES);
    assertThat(failures).isEmpty();
  }

  private static String read(String name, String text) {
    try {
      new RuleFileReader(new OneMistake(), Duration.ofMinutes(1), Duration.ZERO).read(name, text);
      return "accepted";
    } catch (ConfigException e) {
      return e.getMessage();
    }
  }

  /** Knows the one mistake of these files: a rate over an instant vector. */
  private static final class OneMistake implements QueryEngine {
    @Override
    public PreparedQuery prepare(String expression) throws QueryException {
      if (expression.equals("rate(hi)")) {
        throw new QueryException(QueryException.Kind.BAD_DATA, "1:6: parse error: wants a range");
      }
      return new ScriptedQueries().prepare(expression);
    }
  }
}
