package dev.goldcrest.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Regex;
import dev.goldcrest.scrape.RelabelRule.Action;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RelabelerTest {
  private static final Labels IN = Labels.of("a", "Foo-1", "b", "bar", "__meta_x", "y");

  @Test
  void replace_writesTheExpansion_whenTheRegexMatches() {
    assertThat(run(rule(Action.REPLACE, "(.*)-(\\d)", "t", "$2-${1}", "a")))
        .contains(IN.with("t", "1-Foo"));
  }

  @Test
  void replace_changesNothing_whenTheRegexDoesNotMatchAllOfTheValue() {
    assertThat(run(rule(Action.REPLACE, "Foo", "t", "x", "a"))).contains(IN);
  }

  @Test
  void replace_removesTheTarget_whenTheExpansionIsEmpty() {
    assertThat(run(rule(Action.REPLACE, ".*", "b", "", "a"))).contains(IN.without("b"));
  }

  @Test
  void replace_joinsSourcesWithTheSeparator() {
    RelabelRule rule =
        new RelabelRule(
            List.of("a", "none", "b"),
            "/",
            RelabelRule.DEFAULT_REGEX,
            0,
            "t",
            "$1",
            Action.REPLACE);
    assertThat(run(rule)).contains(IN.with("t", "Foo-1//bar"));
  }

  @Test
  void replace_setsAConstant_whenThereIsNoSource() {
    assertThat(run(rule(Action.REPLACE, "(.*)", "t", "fixed"))).contains(IN.with("t", "fixed"));
  }

  @Test
  void keepAndDrop_decideByFullMatch() {
    assertThat(run(rule(Action.KEEP, "Foo.*", "", "$1", "a"))).contains(IN);
    assertThat(run(rule(Action.KEEP, "oo", "", "$1", "a"))).isEmpty();
    assertThat(run(rule(Action.DROP, "Foo.*", "", "$1", "a"))).isEmpty();
    assertThat(run(rule(Action.DROP, "oo", "", "$1", "a"))).contains(IN);
  }

  @Test
  void equalityActions_compareWithTheTargetLabel() {
    Labels same = Labels.of("a", "1", "b", "1", "c", "2");
    assertThat(run(same, rule(Action.KEEPEQUAL, "(.*)", "b", "$1", "a"))).contains(same);
    assertThat(run(same, rule(Action.KEEPEQUAL, "(.*)", "c", "$1", "a"))).isEmpty();
    assertThat(run(same, rule(Action.DROPEQUAL, "(.*)", "b", "$1", "a"))).isEmpty();
    assertThat(run(same, rule(Action.DROPEQUAL, "(.*)", "c", "$1", "a"))).contains(same);
  }

  @Test
  void caseActions_writeTheTarget() {
    assertThat(run(rule(Action.LOWERCASE, "(.*)", "t", "$1", "a"))).contains(IN.with("t", "foo-1"));
    assertThat(run(rule(Action.UPPERCASE, "(.*)", "t", "$1", "a"))).contains(IN.with("t", "FOO-1"));
  }

  @Test
  void labelActions_workOnNames() {
    assertThat(run(rule(Action.LABELMAP, "__meta_(.*)", "", "mapped_$1")))
        .contains(IN.with("mapped_x", "y"));
    assertThat(run(rule(Action.LABELDROP, "a|b", "", "$1"))).contains(Labels.of("__meta_x", "y"));
    assertThat(run(rule(Action.LABELKEEP, "a|b", "", "$1"))).contains(IN.without("__meta_x"));
  }

  @Test
  void hashmod_usesTheLastEightBytesOfMd5_unsigned() {
    RelabelRule rule =
        new RelabelRule(
            List.of("c"), ";", RelabelRule.DEFAULT_REGEX, 1000, "d", "$1", Action.HASHMOD);
    assertThat(run(Labels.of("c", "baz"), rule)).contains(Labels.of("c", "baz", "d", "976"));
  }

  @Test
  void rulesAfterADrop_areNotApplied() {
    RelabelRule drop = rule(Action.DROP, ".*", "", "$1", "a");
    RelabelRule set = rule(Action.REPLACE, "(.*)", "t", "x");
    assertThat(Relabeler.relabel(List.of(set, drop, set), IN)).isEmpty();
  }

  @Test
  void impossibleRules_areRefusedInPrometheusWords() {
    refused("relabel configuration for hashmod requires non-zero modulus", Action.HASHMOD, "t");
    refused(
        "relabel configuration for replace action requires 'target_label' value",
        Action.REPLACE,
        "");
    refused(
        "relabel configuration for dropequal action requires 'target_label' value",
        Action.DROPEQUAL,
        "");
    refused("labeldrop action requires only 'regex', and no other fields", Action.LABELDROP, "t");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule(Action.LOWERCASE, "(.*)", "t", "x", "a"))
        .withMessage("'replacement' can not be set for lowercase action");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule(Action.KEEPEQUAL, "x", "t", "$1", "a"))
        .withMessage(
            "keepequal action requires only 'source_labels' and `target_label`, and no other"
                + " fields");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Action.parse("frobnicate"))
        .withMessage("unknown relabel action \"frobnicate\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Action.parse(""))
        .withMessage("relabel action cannot be empty");
    assertThat(Action.parse("LabelMap")).isEqualTo(Action.LABELMAP);
  }

  private static void refused(String message, Action action, String target) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> rule(action, "(.*)", target, "$1"))
        .withMessage(message);
  }

  private static Optional<Labels> run(RelabelRule rule) {
    return run(IN, rule);
  }

  private static Optional<Labels> run(Labels labels, RelabelRule rule) {
    return Relabeler.relabel(List.of(rule), labels);
  }

  private static RelabelRule rule(
      Action action, String regex, String target, String replacement, String... sources) {
    return new RelabelRule(
        List.of(sources), ";", Regex.compile(regex), 0, target, replacement, action);
  }
}
