package dev.goldcrest.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.config.ConfigException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RuleFileReaderTest {
  private final RuleFileReader reader =
      new RuleFileReader(new ScriptedQueries(), Duration.ofSeconds(15), Duration.ofSeconds(3));

  private List<RuleGroup> read(String text) throws ConfigException {
    return reader.read("rules.yml", text);
  }

  /** Reads a file of one group with the given rule keys, one on each line from line 4 on. */
  private List<RuleGroup> readRule(String... keys) throws ConfigException {
    return read("groups:\n- name: g\n  rules:\n  - " + String.join("\n    ", keys) + "\n");
  }

  private void assertRefused(String message, String... keys) {
    assertThatThrownBy(() -> readRule(keys))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void file_becomesGroupsAndRules() throws ConfigException {
    List<RuleGroup> groups =
        read(
            """
            groups:
              - name: first
                interval: 1m
                limit: 7
                query_offset: 10s
                labels: {team: edge}
                rules:
                  - record: job:up:sum
                    expr: sum by (job) (up)
                    labels: {kind: sum}
                  - alert: Down
                    expr: |
                      up == 0
                    for: 5m
                    keep_firing_for: 30s
                    labels: {severity: page}
                    annotations: {summary: "{{ $labels.job }} is down"}
              - name: second
            """);

    assertThat(groups)
        .containsExactly(
            new RuleGroup(
                "rules.yml",
                "first",
                Duration.ofMinutes(1),
                7,
                Duration.ofSeconds(10),
                Labels.of("team", "edge"),
                List.of(
                    new Rule.Recording(
                        "job:up:sum", "sum by (job) (up)", Labels.of("kind", "sum"), 8),
                    new Rule.Alerting(
                        "Down",
                        "up == 0\n",
                        Duration.ofMinutes(5),
                        Duration.ofSeconds(30),
                        Labels.of("severity", "page"),
                        Labels.of("summary", "{{ $labels.job }} is down"),
                        11))),
            new RuleGroup(
                "rules.yml",
                "second",
                Duration.ofSeconds(15),
                0,
                Duration.ofSeconds(3),
                Labels.empty(),
                List.of()));
  }

  @Test
  void emptyFile_hasNoGroups() throws ConfigException {
    assertThat(read("")).isEmpty();
    assertThat(read("groups:\n")).isEmpty();
  }

  @Test
  void groupName_isRefused_whenMissingEmptyOrRepeated() {
    assertThatThrownBy(() -> read("groups:\n- rules: []\n"))
        .hasMessage("rules.yml:2:3: the group needs the key \"name\"");
    assertThatThrownBy(() -> read("groups:\n- name: ''\n"))
        .hasMessage("rules.yml:2:3: the group's name must not be empty");
    assertThatThrownBy(() -> read("groups:\n- name: a\n- name: b\n- name: a\n"))
        .hasMessage(
            "rules.yml:4:3: group name \"a\" is repeated in the same file, first in line 2");
  }

  @Test
  void unknownKey_isRefusedWithItsPlace() {
    assertRefused(
        "rules.yml:6:5: unknown key \"annotation\" in the rule; did you mean \"annotations\"?",
        "alert: A",
        "expr: up",
        "annotation: {}");
    assertThatThrownBy(() -> read("group: []"))
        .hasMessageStartingWith("rules.yml:1:1: unknown key \"group\" in the rule file");
    assertThatThrownBy(() -> read("groups:\n- name: a\n  intervall: 5s\n"))
        .hasMessageStartingWith("rules.yml:3:3: unknown key \"intervall\" in the group");
  }

  @Test
  void rule_isRefused_whenItIsNeitherOrBoth() {
    assertRefused(
        "rules.yml:4:5: only one of \"record\" and \"alert\" must be set in group \"g\"",
        "record: a",
        "alert: b",
        "expr: up");
    assertRefused("rules.yml:4:5: one of \"record\" or \"alert\" must be set", "expr: up");
    assertRefused("rules.yml:4:5: field \"expr\" must be set", "record: a");
    assertRefused("rules.yml:4:5: field \"expr\" must be set", "record: a", "expr: ' '");
  }

  @Test
  void recordingRule_isRefused_withKeysOfAlerts() {
    assertRefused(
        "rules.yml:6:10: \"for\" does not belong in the recording rule \"a\"",
        "record: a",
        "expr: up",
        "for: 1m");
    assertRefused(
        "rules.yml:6:22: \"keep_firing_for\" does not belong",
        "record: a",
        "expr: up",
        "keep_firing_for: 1m");
    assertRefused(
        "rules.yml:6:18: \"annotations\" does not belong",
        "record: a",
        "expr: up",
        "annotations: {a: b}");
    assertRefused(
        "rules.yml:4:5: braces in the recording rule name", "record: 'a{b=\"c\"}'", "expr: up");
  }

  @Test
  void brokenExpression_isRefusedAtItsPlaceInTheFile() {
    // The scripted engine finds every fault at 1:4 of the expression.
    assertRefused(
        "rules.yml:5:14: could not parse expression in group \"g\": 1:4: parse error",
        "record: a",
        "expr: bad(up)");
    assertRefused("rules.yml:5:15: could not parse", "record: a", "expr: 'bad(up)'");
    assertRefused("rules.yml:6:10: could not parse", "record: a", "expr: |", "  bad(up)", "  + 1");
    assertRefused("rules.yml:5:11: could not parse", "record: a", "expr: \"bad\\u0028up)\"");
  }

  @Test
  void labelName_isRefused_whenItIsTheMetricNameOrEmpty() {
    assertRefused(
        "rules.yml:6:14: invalid label name: \"__name__\"",
        "record: a",
        "expr: up",
        "labels: {__name__: x}");
    assertRefused(
        "rules.yml:6:19: invalid annotation name: \"\"",
        "alert: a",
        "expr: up",
        "annotations: {'': x}");
    assertRefused(
        "rules.yml:6:17: the label \"a\" must be a single value, found a list",
        "alert: a",
        "expr: up",
        "labels: {a: [b]}");
  }

  @Test
  void labelName_mayBeAnyUtf8() throws ConfigException {
    List<RuleGroup> groups = readRule("record: a", "expr: up", "labels: {ins-tance: x}");

    assertThat(groups.get(0).rules().get(0).labels()).isEqualTo(Labels.of("ins-tance", "x"));
  }

  @Test
  void template_isRefused_whenItDoesNotParse() {
    assertRefused(
        "rules.yml:6:18: annotation \"s\": error parsing template __alert_A: template:"
            + " __alert_A:1: function \"nosuch\" not defined",
        "alert: A",
        "expr: up",
        "annotations: {s: '{{ nosuch }}'}");
    assertRefused(
        "rules.yml:6:13: label \"l\": error parsing template",
        "alert: A",
        "expr: up",
        "labels: {l: '{{ $nope }}'}");
  }

  @Test
  void duration_isRefused_whenItIsNone() {
    assertRefused("rules.yml:6:10: for: not a valid duration", "alert: A", "expr: up", "for: soon");
  }

  @Test
  void merge_takesOverARule() throws ConfigException {
    List<RuleGroup> groups =
        read(
            """
            groups:
              - name: g
                rules:
                  - &base
                    alert: A
                    expr: up == 0
                    for: 5m
                  - <<: *base
                    alert: B
            """);

    Rule.Alerting merged = (Rule.Alerting) groups.get(0).rules().get(1);
    assertThat(merged.name()).isEqualTo("B");
    assertThat(merged.holdDuration()).isEqualTo(Duration.ofMinutes(5));
  }
}
