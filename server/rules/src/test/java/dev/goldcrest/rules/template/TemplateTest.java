package dev.goldcrest.rules.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.Labels;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryValue;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateTest {
  private static final Labels LABELS =
      Labels.of("instance", "box-7.lan:9100", "job", "node", "mode", "idle");
  private static final long NOW = 1_790_000_000_500L;

  private final TemplateEnvironment environment =
      new TemplateEnvironment(
          Labels.of("site", "north"), "http://gold.lan:9090/crest", NOW, TemplateTest::answer);

  private static List<QueryValue.Sample> answer(String expression) throws QueryException {
    return switch (expression) {
      case "two" ->
          List.of(
              new QueryValue.Sample(Labels.of("zone", "b"), NOW, 2.5),
              new QueryValue.Sample(Labels.of("zone", "a"), NOW, 7));
      case "none" -> List.of();
      default ->
          throw new QueryException(QueryException.Kind.BAD_DATA, "1:1: no such: " + expression);
    };
  }

  private String expand(String text) throws TemplateException {
    return Template.parse("t", text, TemplateContext.ALERT_VARIABLES)
        .expand(TemplateContext.forAlert(LABELS, 0.8125, environment));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "plain text~plain text",
        "{{ $labels.job }} on {{ .Labels.instance }}~node on box-7.lan:9100",
        "{{ $value }} {{ .Value }}~0.8125 0.8125",
        "{{ $externalLabels.site }}|{{ $externalURL }}|{{ .ExternalURL"
            + " }}~north|http://gold.lan:9090/crest|http://gold.lan:9090/crest",
        "{{ $labels.missing }}~<no value>",
        "{{ $labels }}~map[instance:box-7.lan:9100 job:node mode:idle]",
        "a {{- 1 -}} b~a1b",
        "a {{/* nothing */}}b~a b",
        "a {{- /* nothing */ -}} b~ab",
        "{{ `raw \\n` }} {{ \"tab\\x21\\u00e9\" }}~raw \\n tab!é",
        "{{ 'a' }} {{ 0x10 }} {{ 1e3 }} {{ -2 }} {{ 1_000 }}~97 16 1000 -2 1000",
        "{{ if gt $value 0.8 }}high{{ else if gt $value 0.5 }}mid{{ else }}low{{ end }}~high",
        "{{ if gt $value 0.9 }}high{{ else if gt $value 0.5 }}mid{{ else }}low{{ end }}~mid",
        "{{ if lt 2 1 }}high{{ else if lt 2 1 }}mid{{ else }}low{{ end }}~low",
        "{{ with $labels.job }}[{{ . }}]{{ end }}~[node]",
        "{{ with $labels.nope }}yes{{ else with $labels.mode }}{{ . }}{{ else }}no{{ end }}~idle",
        "{{ range $k, $v := $labels }}{{ $k }}={{ $v }};{{ end"
            + " }}~instance=box-7.lan:9100;job=node;mode=idle;",
        "{{ range query \"none\" }}x{{ else }}empty{{ end }}~empty",
        "{{ range $i, $s := query \"two\" }}{{ $i }}:{{ $s.Value }};{{ end }}~0:2.5;1:7;",
        "{{ range 4 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ ."
            + " }}{{ end }}~02",
        "{{ $x := 1 }}{{ range 3 }}{{ $x = . }}{{ end }}{{ $x }}~2",
        "{{ $x := 1 }}{{ if true }}{{ $x := 2 }}{{ $x }}{{ end }}{{ $x }}~21",
        "{{ query \"two\" | sortByLabel \"zone\" | first | label \"zone\" }}~a",
        "{{ query \"two\" | first | value | printf \"%.3f\" }}~2.500",
        "{{ (query \"two\" | first).Labels.zone }}~b",
        "{{ len (query \"two\") }} {{ len \"größe\" }}~2 7",
        "{{ index $labels \"job\" }}{{ index $labels \"nope\" }}~node",
        "{{ slice \"abcdef\" 1 3 }}~bc",
        "{{ and true 0 \"never\" }} {{ or 0 \"x\" }} {{ not true }}~0 x false",
        "{{ eq 1 2 3 1 }} {{ ne \"a\" \"b\" }} {{ le 1 1 }} {{ ge 1.5 2.5 }}~true true true false",
        "{{ print 1 2 \"a\" \"b\" 3 }}~1 2ab3",
        "{{define \"u\"}}<{{ .arg0 }},{{ .arg1 }}>{{end}}{{ template \"u\" (args 1 \"b\") }}~<1,b>",
        "{{ block \"u\" 5 }}[{{ . }}]{{ end }}~[5]",
        "{{ html \"<a href='x'>\" }} {{ urlquery \"a b&\" }}~&lt;a href=&#39;x&#39;&gt; a+b%26",
        "{{ $labels.instance | stripPort | stripDomain | toUpper }}~BOX-7",
        "{{ reReplaceAll \"(b)ox-(.)\" \"$2$1!\" $labels.instance }}~7b!.lan:9100",
        "{{ match \"^box\" $labels.instance }}~true",
        "{{ graphLink \"up == 0\" }} {{ pathPrefix }}~/graph?g0.expr=up+%3D%3D+0&g0.tab=0 /crest",
        "{{ parseDuration \"1m30s\" }} {{ parseDuration \"-2s\" }}~90 -2",
        "{{ now | humanizeTimestamp }}~2026-09-21 14:13:20.5 +0000 UTC",
        "{{ (now | toTime).Format \"Monday _2 Jan 06, 3:04PM MST\" }}~Monday 21 Sep 26, 2:13PM UTC",
        "{{ (toDuration 3723.5) }}~1h2m3.5s",
      })
  void template_expands(String text, String expected) throws TemplateException {
    assertThat(expand(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "1234567~1.235M~1.177Mi~14d 6h 56m 7s~1.235e+08%",
        "0.00012~120u~0.00012~120us~0.012%",
        "-2048~-2.048k~-2ki~-34m 8s~-2.048e+05%",
        "999.96~1000~1000~16m 39s~1e+05%",
      })
  void humanize_choosesAPrefix(
      String number, String decimal, String binary, String duration, String percent)
      throws TemplateException {
    assertThat(expand("{{ humanize " + number + " }}")).isEqualTo(decimal);
    assertThat(expand("{{ humanize1024 " + number + " }}")).isEqualTo(binary);
    assertThat(expand("{{ humanizeDuration " + number + " }}")).isEqualTo(duration);
    assertThat(expand("{{ humanizePercentage " + number + " }}")).isEqualTo(percent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "[%5.1f]~2.25~[  2.2]",
        "%-8.2e|~12345.678~1.23e+04|",
        "%+g~1.5~+1.5",
        "%08.3f~-3.14159~-003.142",
        "%x %X %o %b~255~ff %!X(MISSING) %!o(MISSING) %!b(MISSING)",
        "%d%%~7~7%",
        "%q~\"a\\\"b\"~\"a\\\"b\"",
        "%.2s|%5s~\"größe\"~gr|%!s(MISSING)",
        "%t~true~true",
        "%d~1.5~%!d(float64=1.5)",
        "%s~3~%!s(int=3)",
        "%v~1e21~1e+21",
        "[%6d]~42~[    42]",
        "%c%U~65~A%!U(MISSING)",
        "none~1~none%!(EXTRA int=1)",
      })
  void printf_writesAsGo(String format, String argument, String expected) throws TemplateException {
    assertThat(expand("{{ printf `" + format + "` " + argument + " }}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "{{~t:1: unclosed action",
        "a\\n{{ if }}x{{ end }}~t:2: missing value for if",
        "{{ if true }}x~unexpected EOF",
        "{{ end }}~unexpected {{end}}",
        "{{ nosuch 1 }}~function \"nosuch\" not defined",
        "{{ $nope }}~undefined variable \"$nope\"",
        "{{ \"open }}~unterminated quoted string",
        "{{ (1 }}~unclosed left paren",
        "{{ 1 ) }}~unexpected right paren",
        "{{ 12abc }}~bad number syntax: \"12abc\"",
        "{{ 1 | 2 }}~non executable command in pipeline stage 2",
        "{{ break }}~{{break}} outside {{range}}",
        "{{/* x }}~unclosed comment",
        "{{ @ }}~unrecognized character in action: U+0040 '@'",
        "{{ \"a\".b }}~unexpected . after term",
        "{{define \"x\"}}{{ $labels.a }}{{end}}~undefined variable \"$labels\"",
        "{{ if true }}{{ else }}{{ else }}{{ end }}~expected end; found {{else}}",
      })
  void parse_saysWhereAndWhat_whenTheTemplateIsBroken(String text, String message) {
    assertThatThrownBy(() -> expand(text.replace("\\n", "\n")))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("error parsing template t: template: t:")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      quoteCharacter = '\0',
      value = {
        "{{ query \"none\" | first }}~t:1:18: executing \"t\" at <first>: error calling first:"
            + " first() called on vector with no elements",
        "x {{ humanize \"one\" }}~t:1:5: executing \"t\" at <humanize \"one\">: error calling"
            + " humanize: strconv.ParseFloat: parsing \"one\": invalid syntax",
        "{{ query \"bad\" }}~error calling query: 1:1: no such: bad",
        "{{ .Nope }}~at <.Nope>: can't evaluate field Nope in type struct",
        "{{ $labels.job.x }}~can't evaluate field x in type string",
        "{{ eq $value 1 }}~error calling eq: incompatible types for comparison",
        "{{ toUpper 1 }}~wrong type for value; expected string; got int",
        "{{ toUpper }}~wrong number of args for toUpper: want 1 got 0",
        "{{ template \"gone\" }}~template \"gone\" not defined",
        "{{ range 1.5 }}{{ end }}~range can't iterate over 1.5",
        "{{ index (query \"two\") 2 }}~index out of range: 2",
        "{{ match \"(\" \"x\" }}~error calling match: error parsing regexp: missing closing ): `(`",
        "{{ toTime 1e300 }}~1e+300 cannot be represented as a nanoseconds timestamp since it"
            + " overflows int64",
        "{{ 1 2 }}~can't give argument to non-function 1",
      })
  void expand_saysWhereAndWhat_whenAnActionFails(String text, String message) {
    assertThatThrownBy(() -> expand(text))
        .isInstanceOf(TemplateException.class)
        .hasMessageStartingWith("error executing template t: template: t:")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ range 1000000000 }}{{ end }}",
        "{{ range 60000 }}0123456789{{ end }}",
        "{{define \"x\"}}{{ template \"x\" . }}{{end}}{{ template \"x\" . }}"
      })
  void expand_ends_whenTheTemplateWouldNot(String text) {
    assertThatThrownBy(() -> expand(text)).isInstanceOf(TemplateException.class);
  }

  @Test
  void parse_refuses_whenNestedTooDeeply() {
    String text = "{{ " + "(".repeat(5_000) + "1" + ")".repeat(5_000) + " }}";

    assertThatThrownBy(() -> expand(text)).hasMessageContaining("nested deeper than 100 levels");
  }
}
