package dev.goldcrest.promql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.promql.parser.ParseErrors;
import dev.goldcrest.promql.parser.Parser;
import dev.goldcrest.promql.parser.Printer;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.testkit.ManualClock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Runs the scripts of Prometheus's own suite from the folder that the system property {@code
 * goldcrest.conformance} names; without the property the tests are skipped.
 */
@EnabledIfSystemProperty(named = "goldcrest.conformance", matches = ".+")
class PromqlConformanceTest {
  /** How many evaluations passed when this was last raised. It never goes down. */
  private static final int SCRIPT_FLOOR = 886;

  private static final int PARSER_FLOOR = 265;
  private static final int PRINTER_FLOOR = 69;

  private static final boolean VERBOSE = Boolean.getBoolean("goldcrest.conformance.verbose");

  private static final Path FOLDER = Path.of(System.getProperty("goldcrest.conformance", ""));

  @Test
  void scripts_passAtLeastAsOftenAsBefore() throws IOException {
    EngineOptions options = new EngineOptions(new ManualClock(0), 300_000, 60_000, true, true);
    List<Path> files = new ArrayList<>();
    try (Stream<Path> list = Files.list(FOLDER.resolve("promqltest"))) {
      list.filter(p -> p.toString().endsWith(".test")).sorted().forEach(files::add);
    }
    int passed = 0;
    int total = 0;
    for (Path file : files) {
      String name = file.getFileName().toString();
      PromqlScript script = new PromqlScript(name, options).run(Files.readAllLines(file));
      int ok = script.evals() - script.failures().size();
      System.out.println(name + " " + ok + "/" + script.evals());
      passed += ok;
      total += script.evals();
      if (VERBOSE) {
        script.failures().forEach(System.out::println);
      }
    }
    System.out.println("promqltest passed " + passed + " of " + total);
    assertThat(passed).isGreaterThanOrEqualTo(SCRIPT_FLOOR);
  }

  @Test
  void parser_agreesAtLeastAsOftenAsBefore() throws IOException {
    int passed = 0;
    int total = 0;
    int messages = 0;
    for (String line : Files.readAllLines(FOLDER.resolve("promql_parser.jsonl"))) {
      Map<String, Object> row = JsonText.object(line);
      String expr = String.valueOf(row.get("expr"));
      if (expr.equals("null")) {
        continue;
      }
      total++;
      String expected = Boolean.TRUE.equals(row.get("ok")) ? "" : firstError(expr, row);
      String actual = "";
      try {
        Parser.parse(expr, true);
      } catch (QueryException e) {
        actual = String.valueOf(e.getMessage());
      }
      boolean agrees = expected.isEmpty() == actual.isEmpty();
      passed += agrees ? 1 : 0;
      messages += expected.equals(actual) ? 1 : 0;
      if (VERBOSE && !expected.equals(actual)) {
        String shown = expr.substring(0, Math.min(100, expr.length()));
        System.out.println(shown + "\n    expected " + expected + "\n    got      " + actual);
      }
    }
    System.out.println("promql_parser passed " + passed + " of " + total);
    System.out.println("promql_parser same message and place " + messages);
    assertThat(passed).isGreaterThanOrEqualTo(PARSER_FLOOR);
  }

  @SuppressWarnings("unchecked")
  private static String firstError(String expr, Map<String, Object> row) {
    Map<String, Object> error = ((List<Map<String, Object>>) row.get("errors")).getFirst();
    String place = "unknown position";
    if (!expr.isEmpty()) {
      String before =
          new String(
              Arrays.copyOf(
                  expr.getBytes(StandardCharsets.UTF_8), ((Double) error.get("start")).intValue()),
              StandardCharsets.UTF_8);
      place = ParseErrors.lineAndColumn(expr, before.length());
    }
    return place + ": parse error: " + error.get("msg");
  }

  @Test
  @SuppressWarnings("unchecked")
  void printer_agreesAtLeastAsOftenAsBefore() throws IOException {
    int passed = 0;
    int total = 0;
    for (String line : Files.readAllLines(FOLDER.resolve("promql_printer.jsonl"))) {
      Map<String, Object> row = JsonText.object(line);
      Map<String, Object> test = (Map<String, Object>) row.get("case");
      Object in = test.getOrDefault("in", test.get("input"));
      if (in == null || String.valueOf(row.get("func")).contains("Pretty")) {
        continue;
      }
      total++;
      Object expected = test.getOrDefault("out", test.getOrDefault("expected", in));
      String actual;
      try {
        actual = Printer.print(Parser.parse(in.toString(), true));
      } catch (QueryException e) {
        actual = String.valueOf(e.getMessage());
      }
      if (actual.equals(expected)) {
        passed++;
      } else if (VERBOSE) {
        System.out.println(in + "\n    expected " + expected + "\n    got      " + actual);
      }
    }
    System.out.println("promql_printer passed " + passed + " of " + total);
    assertThat(passed).isGreaterThanOrEqualTo(PRINTER_FLOOR);
  }
}
