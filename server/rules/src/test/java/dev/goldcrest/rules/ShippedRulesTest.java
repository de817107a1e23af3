package dev.goldcrest.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goldcrest.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShippedRulesTest {
  private static final Path ROOT = Path.of(System.getProperty("goldcrest.root"));
  private static final Path RULES = ROOT.resolve("deploy/rules");
  private static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");
  private static final int RUNBOOK_LINES = 40;

  private static List<Rule.Alerting> alerts() throws IOException, ConfigException {
    RuleFileReader reader =
        new RuleFileReader(new ScriptedQueries(), Duration.ofSeconds(15), Duration.ZERO);
    List<Rule.Alerting> alerts = new ArrayList<>();
    for (Path file : list(RULES)) {
      String name = file.getFileName().toString();
      if (!name.endsWith(".yml") || name.endsWith(".test.yml")) {
        continue;
      }
      for (RuleGroup group : reader.read(name, Files.readString(file))) {
        group.rules().stream()
            .filter(Rule.Alerting.class::isInstance)
            .forEach(rule -> alerts.add((Rule.Alerting) rule));
      }
    }
    return alerts;
  }

  private static List<Path> list(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  @Test
  void alert_saysWhatToDo() throws IOException, ConfigException {
    assertThat(alerts()).isNotEmpty();
    for (Rule.Alerting alert : alerts()) {
      assertThat(alert.labels().get("severity")).as(alert.name()).isIn("warning", "critical");
      assertThat(alert.annotations().get("summary")).as(alert.name()).contains("{{ $labels.");
      assertThat(alert.annotations().get("description")).as(alert.name()).isNotEmpty();
      assertThat(alert.annotations().get("runbook_url"))
          .isEqualTo("docs/runbooks/" + alert.name() + ".md");
    }
  }

  @Test
  void runbooks_areThoseOfTheAlerts() throws IOException, ConfigException {
    TreeSet<String> wanted = new TreeSet<>();
    for (Rule.Alerting alert : alerts()) {
      wanted.add(alert.name() + ".md");
    }
    TreeSet<String> there = new TreeSet<>();
    for (Path file : list(RUNBOOKS)) {
      String text = Files.readString(file);
      there.add(file.getFileName().toString());
      assertThat(text).as(file.toString()).contains("Meaning", "Impact", "Diagnosis", "Mitigation");
      assertThat(text.lines().count()).as(file.toString()).isLessThanOrEqualTo(RUNBOOK_LINES);
    }
    assertThat(there).isEqualTo(wanted);
  }

  @ParameterizedTest
  @ValueSource(strings = {"check rules goldcrest-edge.yml", "test rules goldcrest-edge.test.yml"})
  void promtool_agrees(String arguments) throws IOException, InterruptedException {
    assumeTrue(onPath("promtool"), "promtool is not installed");
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments.split(" ")));
    Process promtool =
        new ProcessBuilder(command).directory(RULES.toFile()).redirectErrorStream(true).start();
    String output = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(output).isZero();
    assertThat(output).contains("SUCCESS");
  }

  private static boolean onPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
