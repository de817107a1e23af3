package dev.goldcrest.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers as Prometheus 2.42 gives them to the same requests. */
class QueryApiTest {
  private static final String INVALID =
      "400 {\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"invalid parameter ";

  private final ApiFixture api = new ApiFixture();

  @BeforeEach
  void fill() {
    api.store.add(Labels.of("__name__", "temp", "room", "a"), 1_000_000, 1.5);
    api.store.add(Labels.of("__name__", "temp", "room", "b"), 1_000_000, Double.NaN);
  }

  private static String data(String type, String result) {
    return "200 {\"status\":\"success\",\"data\":{\"resultType\":\""
        + type
        + "\",\"result\":"
        + result
        + "}}";
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1",
        "10.5 | 10.5",
        "1.001 | 1.001",
        "0.01 | 0.01",
        "-1.5 | -1.5",
        "1.0005 | 1",
        "1.9999 | 2",
        "-0.0005 | -0.001",
        "1e3 | 1000",
        "2025-01-01T00:00:00Z | 1735689600",
        "2025-01-01T00:00:00.123456Z | 1735689600.123",
        "2025-01-01T00:00:00%2B02:00 | 1735682400",
      })
  void time_isReadAndShortened_asPrometheusDoes(String given, String shown) throws Exception {
    assertThat(api.get("query?query=1&time=" + given))
        .isEqualTo(data("scalar", "[" + shown + ",\"1\"]"));
    assertThat(api.get("query?query=%22x%22&time=" + given))
        .isEqualTo(data("string", "[" + shown + ",\"x\"]"));
  }

  @Test
  void time_isNow_whenItIsNotGiven() throws Exception {
    assertThat(api.get("query?query=1/0")).isEqualTo(data("scalar", "[1000.5,\"+Inf\"]"));
  }

  @Test
  void vector_hasThreeDecimalsOrNone() throws Exception {
    assertThat(api.get("query?query=temp&time=1000"))
        .isEqualTo(
            data(
                "vector",
                "[{\"metric\":{\"__name__\":\"temp\",\"room\":\"a\"},\"value\":[1000,\"1.5\"]},"
                    + "{\"metric\":{\"__name__\":\"temp\",\"room\":\"b\"},"
                    + "\"value\":[1000,\"NaN\"]}]"));
    assertThat(api.get("query?query=-temp{room=%22a%22}*1e300*1e300"))
        .isEqualTo(data("vector", "[{\"metric\":{\"room\":\"a\"},\"value\":[1000.500,\"-Inf\"]}]"));
  }

  @Test
  void rangeSelector_isAMatrix() throws Exception {
    assertThat(api.get("query?query=temp{room=%22a%22}[5m]"))
        .isEqualTo(
            data(
                "matrix",
                "[{\"metric\":{\"__name__\":\"temp\",\"room\":\"a\"},"
                    + "\"values\":[[1000,\"1.5\"]]}]"));
  }

  @Test
  void form_winsOverTheQueryString() throws Exception {
    assertThat(api.post("query?query=1&time=7", "query=2")).isEqualTo(data("scalar", "[7,\"2\"]"));
    assertThat(api.post("query_range", "query=1&start=0&end=1&step=0.5"))
        .isEqualTo(
            data("matrix", "[{\"metric\":{},\"values\":[[0,\"1\"],[0.500,\"1\"],[1,\"1\"]]}]"));
  }

  @ParameterizedTest
  @CsvSource({"1m30s", "5", "1d", "1y", "1.5"})
  void step_isSecondsOrADuration(String step) throws Exception {
    assertThat(api.get("query_range?query=1&start=0&end=1&step=" + step))
        .isEqualTo(data("matrix", "[{\"metric\":{},\"values\":[[0,\"1\"]]}]"));
  }

  @Test
  void limit_cutsTheAnswerAndSaysSo() throws Exception {
    String cut = ",\"warnings\":[\"results truncated due to limit\"]}";
    assertThat(api.get("query?query=temp&limit=1")).contains("\"a\"").doesNotContain("\"b\"");
    assertThat(api.get("query?query=temp&limit=1")).endsWith(cut);
    assertThat(api.get("query_range?query=temp&start=1000&end=1001&step=1&limit=1")).endsWith(cut);
    assertThat(api.get("query?query=temp&limit=2")).contains("\"b\"").doesNotContain("warnings");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "query | 'query': unknown position: parse error: no expression found in input",
        "query?query=sum( | 'query': 1:5: parse error: unclosed left parenthesis",
        "format_query?query=( | 'query': 1:2: parse error: unclosed left parenthesis",
        "query?query=1&time=abc | 'time': Invalid time value for #time#: cannot parse 'abc' to a"
            + " valid timestamp",
        "query?query=1&time=1d | 'time': Invalid time value for #time#: cannot parse '1d' to a"
            + " valid timestamp",
        "query?query=1&time=1e400 | 'time': Invalid time value for #time#: cannot parse '1e400' to"
            + " a valid timestamp",
        "query?query=1&time=2025-01-01T00:00:00 | 'time': Invalid time value for #time#: cannot"
            + " parse '2025-01-01T00:00:00' to a valid timestamp",
        "query?query=1&timeout=xx | 'timeout': cannot parse 'xx' to a valid duration",
        "query?query=1&limit=-1 | 'limit': limit must be non-negative",
        "query_range?query=1&end=1&step=1 | 'start': cannot parse '' to a valid timestamp",
        "query_range?query=1&start=5&step=1 | 'end': cannot parse '' to a valid timestamp",
        "query_range?query=1&start=5&end=6 | 'step': cannot parse '' to a valid duration",
        "query_range?query=1&start=5&end=1&step=1 | 'end': end timestamp must not be before start"
            + " time",
        "query_range?query=1&start=0&end=1&step=1.5m | 'step': cannot parse '1.5m' to a valid"
            + " duration",
        "query_range?query=1&start=0&end=1&step=%201 | 'step': cannot parse ' 1' to a valid"
            + " duration",
        "query_range?query=1&start=0&end=1&step=1e12 | 'step': cannot parse '1e12' to a valid"
            + " duration. It overflows int64",
        "query_range?query=1&start=0&end=1&step=0.0001 | 'step': zero or negative query resolution"
            + " step widths are not accepted. Try a positive integer",
        "query_range?query=1&start=0&end=1&step=-1 | 'step': zero or negative query resolution"
            + " step widths are not accepted. Try a positive integer",
      })
  void badParameter_isNamed_inPrometheussWords(String request, String error) throws Exception {
    String quoted = error.replace("'", "\\\"").replace("#", "'");
    assertThat(api.get(request)).isEqualTo(INVALID + quoted + "\"}");
  }

  @Test
  void points_areLimited() throws Exception {
    assertThat(api.get("query_range?query=1&start=0&end=11000&step=1")).startsWith("200");
    assertThat(api.get("query_range?query=1&start=0&end=11001&step=1"))
        .isEqualTo(
            "400 {\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"exceeded maximum"
                + " resolution of 11,000 points per timeseries. Try decreasing the query"
                + " resolution (?step=XX)\"}");
  }

  @Test
  void failedEvaluation_isNeverBegunAsSuccess() throws Exception {
    assertThat(api.get("query?query=temp%20*%20on()%20temp"))
        .startsWith("422 {\"status\":\"error\",\"errorType\":\"execution\"");
    assertThat(api.get("query_range?query=temp%5B5m%5D&start=0&end=1&step=1"))
        .startsWith("400 {\"status\":\"error\",\"errorType\":\"bad_data\"")
        .contains("range vector");
    assertThat(api.get("query_range?query=sum_over_time(vector(1)[20h:1s])&start=0&end=9&step=1"))
        .startsWith("422 {\"status\":\"error\",\"errorType\":\"execution\"")
        .contains("too many samples");
  }

  @Test
  void formatQuery_printsTheExpression() throws Exception {
    String formatted = "200 {\"status\":\"success\",\"data\":\"1 + 2\"}";
    assertThat(api.get("format_query?query=1%2b2")).isEqualTo(formatted);
    assertThat(api.post("format_query", "query=1%2b2")).isEqualTo(formatted);
  }

  @Test
  void unknownPath_isNotFound() throws Exception {
    assertThat(api.get("nosuch"))
        .isEqualTo(
            "404 {\"status\":\"error\",\"errorType\":\"not_found\",\"error\":\"no endpoint of the"
                + " API takes GET /api/v1/nosuch\"}");
    assertThat(api.post("no/such", "")).startsWith("404 {\"status\":\"error\"");
  }
}
