package dev.goldcrest.promql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.goldcrest.model.Matcher;
import dev.goldcrest.promql.parser.Parser;
import dev.goldcrest.promql.parser.Printer;
import dev.goldcrest.query.QueryException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "up{|1:4: parse error: unexpected end of input inside braces",
        "up{job=node}|1:8: parse error: unexpected identifier \"node\" in label matching,"
            + " expected string",
        "sum(up|1:7: parse error: unclosed left parenthesis",
        "rate(up)|1:6: parse error: expected type range vector in call to function \"rate\", got"
            + " instant vector",
        "raet(up[5m])|1:1: parse error: unknown function with name \"raet\", did you mean"
            + " \"rate\"?",
        "sum(up) by job|1:12: parse error: unexpected identifier \"job\" in grouping opts,"
            + " expected \"(\"",
        "up[5m] + 1|1:1: parse error: binary expression must contain only scalar and instant"
            + " vector types",
        "up[0s]|1:4: parse error: duration must be greater than 0",
        "up offset|1:10: parse error: unexpected end of input in offset, expected number,"
            + " duration, step(), or range()",
        "{job=\"\"}|1:1: parse error: vector selector must contain at least one non-empty matcher",
        "up{__name__=\"down\"}|1:1: parse error: metric name must not be set twice: \"up\" or"
            + " \"down\"",
        "1 > 2|1:3: parse error: comparisons between scalars must use BOOL modifier",
        "up and 1|1:1: parse error: set operator \"and\" not allowed in binary scalar expression",
        "topk(up)|1:1: parse error: wrong number of arguments for aggregate expression provided,"
            + " expected 2, got 1",
        "round(up, 1, 2)|1:1: parse error: expected at most 2 argument(s) in call to \"round\","
            + " got 3",
        "\"open|1:1: parse error: unterminated quoted string",
        "up @ @|1:6: parse error: unexpected <op:@> in @, expected timestamp",
        "up !~ 1|1:4: parse error: unexpected character after '!': '~'",
        "é|1:1: parse error: unexpected character: 'é'",
      })
  void parse_pointsAtTheFault(String expression, String message) {
    assertThatThrownBy(() -> Parser.parse(expression, true)).hasMessage(message);
  }

  @Test
  void parse_countsLinesAndUtf8Bytes_whenTheFaultIsFurtherDown() {
    assertThatThrownBy(() -> Parser.parse("sum(\n  {\"é\"} )\n  +", true))
        .hasMessage("3:4: parse error: unexpected end of input");
    assertThatThrownBy(() -> Parser.parse("{\"é\"} ]", true))
        .hasMessage("1:8: parse error: unexpected right bracket ']'");
  }

  @Test
  void parse_namesTheRegularExpression_whenItIsWrong() {
    assertThatThrownBy(() -> Parser.parse("up{job=~\"a(\"}", true))
        .hasMessageStartingWith("1:4: parse error:")
        .hasMessageContaining("a(");
  }

  @Test
  void parse_refusesDeepTrees_insteadOfOverflowingTheStack() {
    String[] deep = {
      "(".repeat(100_000) + "1" + ")".repeat(100_000),
      "-".repeat(100_000) + "a",
      "a" + " + a".repeat(60_000),
      "a" + " ^ a".repeat(60_000),
      "abs(".repeat(50_000) + "a" + ")".repeat(50_000),
      "a[" + "(".repeat(50_000) + "1" + ")".repeat(50_000) + "]",
      "a[1" + "+1".repeat(50_000) + "]",
      "a" + "[1m:]".repeat(40_000),
    };
    for (String expression : deep) {
      QueryException e =
          catchThrowableOfType(QueryException.class, () -> Parser.parse(expression, true));
      assertThat(e).isNotNull();
      assertThat(e.kind()).isEqualTo(QueryException.Kind.BAD_DATA);
    }
  }

  @Test
  void parse_acceptsTreesOfOrdinaryDepth() throws QueryException {
    String sum = "a" + " + a".repeat(300);
    assertThat(Printer.print(Parser.parse(sum, false))).isEqualTo(sum);
  }

  @Test
  void parse_refusesLongText() {
    String text = " ".repeat(Parser.MAX_LENGTH) + "1";
    assertThatThrownBy(() -> Parser.parse(text, true))
        .hasMessage("expression has 262145 characters; at most 262144 are allowed");
  }

  @Test
  void parse_refusesExperimentalFunctions_whenTheyAreNotEnabled() {
    assertThatThrownBy(() -> Parser.parse("limitk(1, up)", false))
        .hasMessage("1:1: parse error: limitk() is experimental and not enabled");
    assertThatThrownBy(() -> Parser.parse("sort_by_label(up, \"job\")", false))
        .hasMessage("1:1: parse error: function \"sort_by_label\" is experimental and not enabled");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "SUM BY(a , b)(up)|sum by (a, b) (up)",
        "sum(up)without(job)|sum without (job) (up)",
        "up{ b='x' , a=~`y+` }[90s]offset -1h|up{a=~\"y+\",b=\"x\"}[1m30s] offset -1h",
        "a*on(x)group_left b|a * on (x) group_left () b",
        "{\"a.b\",\"c d\"!=\"\"}|{\"c d\"!=\"\",__name__=\"a.b\"}",
        "+up @ 1.5|+up @ 1.500",
        "5m|5m",
        "sum|sum",
        "0x1f|31",
        "-1 ^ 2|-1 ^ 2",
        "(a)[1h:]|(a)[1h:]",
      })
  void print_writesTheCanonicalForm(String expression, String canonical) throws QueryException {
    String printed = Printer.print(Parser.parse(expression, true));
    assertThat(printed).isEqualTo(canonical);
    assertThat(Printer.print(Parser.parse(printed, true))).isEqualTo(canonical);
  }

  @Test
  void selectors_giveTheMatchersOfOneSelector() throws QueryException {
    assertThat(Selectors.parse("up{job=\"a\"}"))
        .containsExactly(Matcher.equal("job", "a"), Matcher.equal("__name__", "up"));
    assertThatThrownBy(() -> Selectors.parse("up + up"))
        .hasMessage("1:4: parse error: unexpected <op:+>");
    assertThatThrownBy(() -> Selectors.parse("{}")).hasMessageContaining("non-empty matcher");
    assertThatThrownBy(() -> Selectors.parse("")).isInstanceOf(QueryException.class);
  }

  @Test
  void selectors_findEverySelectorOfAnExpression() throws QueryException {
    String expression = "topk(scalar(k), rate(a[5m]) / on () b{x=\"1\"}) unless (-c)[1h:1m] @ 0";
    assertThatThrownBy(() -> Selectors.in(expression)).isInstanceOf(QueryException.class);
    String valid = "topk(scalar(k), rate(a[5m]) / on () b{x=\"1\"}) unless avg_over_time(c[1h:1m])";
    assertThat(Selectors.metricNames(valid)).containsExactly("k", "a", "b", "c");
    assertThat(Selectors.in(valid)).hasSize(4).contains(List.of(Matcher.equal("__name__", "a")));
  }
}
