package dev.goldcrest.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class LabelsTest {
  private static final Labels SERIES = Labels.of("job", "a", "__name__", "up", "zone", "");

  @Test
  void of_sortsByNameAndDropsEmptyValues() {
    assertThat(SERIES.size()).isEqualTo(2);
    assertThat(SERIES.name(0)).isEqualTo("__name__");
    assertThat(SERIES.get("zone")).isEmpty();
    assertThat(SERIES.metricName()).isEqualTo("up");
  }

  @Test
  void of_refusesANameGivenTwice() {
    assertThatThrownBy(() -> Labels.of("a", "1", "a", "2"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a\" is not unique");
  }

  @Test
  void equalSets_areEqualWhateverTheOrderTheyWereBuiltIn() {
    Labels other = Labels.builder().set("__name__", "up").set("job", "b").set("job", "a").build();
    assertThat(other).isEqualTo(SERIES).hasSameHashCodeAs(SERIES);
  }

  @Test
  void order_isByUtf8BytesNotByUtf16Units() {
    String afterSurrogates = "\uFF5E";
    String emoji = "\uD83D\uDE00";
    assertThat(afterSurrogates.compareTo(emoji)).isPositive();
    assertThat(Utf8Order.compare(afterSurrogates, emoji)).isNegative();
    assertThat(Labels.of("a", "1")).isLessThan(Labels.of("a", "1", "b", "1"));
    assertThat(Labels.of("a", "2")).isGreaterThan(Labels.of("a", "1", "b", "1"));
  }

  @Test
  void onlyAndWithout_splitASet() {
    assertThat(SERIES.only(List.of("job"))).isEqualTo(Labels.of("job", "a"));
    assertThat(SERIES.without(List.of("job"))).isEqualTo(Labels.of("__name__", "up"));
    assertThat(SERIES.without("absent")).isSameAs(SERIES);
    assertThat(SERIES.only(List.of())).isSameAs(Labels.empty());
  }

  @Test
  void toString_isTheSelectorFormWithGoEscapes() {
    assertThat(Labels.of("a", "x\n\"é\u0001", "b.c", "1"))
        .hasToString("{a=\"x\\n\\\"é\\x01\", \"b.c\"=\"1\"}");
  }

  @Test
  void matcher_treatsAnAbsentLabelAsEmpty() {
    assertThat(Matcher.of(Matcher.Type.NOT_REGEX, "a", ".+").matchesEmpty()).isTrue();
    assertThat(Matcher.of(Matcher.Type.REGEX, "a", "x|y").matches("xy")).isFalse();
    assertThat(Matcher.of(Matcher.Type.REGEX, "a", "x.y").matches("x\ny")).isTrue();
    assertThat(Matcher.equal("a", "b")).hasToString("a=\"b\"");
  }

  @Test
  void regex_refusesBadSyntaxWithThePart() {
    assertThatThrownBy(() -> Regex.compile("a(b"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"a(b\"");
  }

  @Test
  void regex_expandsByGoRules() {
    Regex regex = Regex.compile("(?P<host>[^:]+):(\\d+)");
    assertThat(regex.expand("web:80", "$host-${2}x$$-$2x-${nope}.")).contains("web-80x$--.");
    assertThat(regex.expand("web", "$1")).isEmpty();
  }
}
