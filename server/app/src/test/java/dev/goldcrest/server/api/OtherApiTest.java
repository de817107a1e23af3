package dev.goldcrest.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every path but the queries, byte for byte. */
class OtherApiTest {
  private static final String OK = "200 {\"status\":\"success\",\"data\":";

  private final ApiFixture api = new ApiFixture();

  @BeforeEach
  void fill() {
    api.store.add(Labels.of("__name__", "temp", "room", "a"), 1_000_000, 1.5);
    api.store.add(Labels.of("__name__", "up", "job", "j"), 500_000, 1);
  }

  @Test
  void series_areTheLabelSetsThatMatch() throws Exception {
    String both =
        OK + "[{\"__name__\":\"temp\",\"room\":\"a\"},{\"__name__\":\"up\",\"job\":\"j\"}]}";
    assertThat(api.get("series?match[]=up&match[]=temp&match[]=up")).isEqualTo(both);
    assertThat(api.post("series", "match[]=up&match[]=temp")).isEqualTo(both);
    assertThat(api.get("series?match[]=nosuch")).isEqualTo(OK + "[]}");
    assertThat(api.get("series?match[]=up&start=600")).isEqualTo(OK + "[]}");
    assertThat(api.get("series?match[]=up&start=5&end=1")).isEqualTo(OK + "[]}");
    assertThat(api.get("series?match[]={__name__=~%22.%2B%22}&limit=1"))
        .isEqualTo(
            OK
                + "[{\"__name__\":\"temp\",\"room\":\"a\"}],"
                + "\"warnings\":[\"results truncated due to limit\"]}");
  }

  @Test
  void series_areRefused_withoutASelectorThatSelects() throws Exception {
    assertThat(api.get("series"))
        .isEqualTo(
            "400 {\"status\":\"error\",\"errorType\":\"bad_data\","
                + "\"error\":\"no match[] parameter provided\"}");
    assertThat(api.get("series?match[]={a=~%22%22}"))
        .contains(
            "invalid parameter \\\"match[]\\\": 1:1: parse error: vector selector must contain at"
                + " least");
    assertThat(api.get("series?match[]={a"))
        .contains("invalid parameter \\\"match[]\\\": 1:3: parse error: unexpected end of input");
    assertThat(api.get("series?match[]=up&end=abc"))
        .contains("invalid parameter \\\"end\\\": Invalid time value for 'end': cannot parse");
  }

  @Test
  void series_areRefused_whenMoreThanOneAnswerHolds() throws Exception {
    for (int i = 0; i < 4; i++) {
      api.store.add(Labels.of("__name__", "many", "i", "" + i), 1_000, 1);
    }
    assertThat(api.get("series?match[]=many"))
        .startsWith("422 ")
        .contains("more than 3 series match");
  }

  @Test
  void labels_areSorted() throws Exception {
    assertThat(api.get("labels")).isEqualTo(OK + "[\"__name__\",\"job\",\"room\"]}");
    assertThat(api.get("labels?match[]=up")).isEqualTo(OK + "[\"__name__\",\"job\"]}");
    assertThat(api.post("labels", "match[]=up&match[]=temp"))
        .isEqualTo(OK + "[\"__name__\",\"job\",\"room\"]}");
    assertThat(api.get("labels?limit=1"))
        .isEqualTo(OK + "[\"__name__\"],\"warnings\":[\"results truncated due to limit\"]}");
    assertThat(api.get("label/job/values")).isEqualTo(OK + "[\"j\"]}");
    assertThat(api.get("label/__name__/values?start=600")).isEqualTo(OK + "[\"temp\"]}");
    assertThat(api.get("label/nosuch/values")).isEqualTo(OK + "[]}");
  }

  @Test
  void targets_haveTheirStates() throws Exception {
    String active =
        "{\"discoveredLabels\":{\"__address__\":\"h:1\",\"job\":\"j\"},"
            + "\"labels\":{\"instance\":\"h:1\",\"job\":\"j\"},\"scrapePool\":\"j\","
            + "\"scrapeUrl\":\"http://h:1/metrics\",\"globalUrl\":\"http://h:1/metrics\","
            + "\"lastError\":\"connection refused\",\"warning\":\"\","
            + "\"lastScrape\":\"0001-01-01T00:00:00Z\",\"lastScrapeDuration\":0.0025,"
            + "\"health\":\"down\",\"scrapeInterval\":\"15s\",\"scrapeTimeout\":\"10s\"}";
    String dropped =
        "{\"discoveredLabels\":{\"__address__\":\"d:1\"},\"scrapePool\":\"k\","
            + "\"reason\":\"dropped by relabelling\"}";
    String counts = "],\"droppedTargetCounts\":{\"k\":1},\"discoveryErrors\":[]}}";
    String head = OK + "{\"activeTargets\":[";
    assertThat(api.get("targets"))
        .isEqualTo(head + active + "],\"droppedTargets\":[" + dropped + counts);
    assertThat(api.get("targets?state=active"))
        .isEqualTo(head + active + "],\"droppedTargets\":[" + counts);
    assertThat(api.get("targets?state=dropped&scrapePool=k"))
        .isEqualTo(head + "],\"droppedTargets\":[" + dropped + counts);
    assertThat(api.get("targets?state=foo")).isEqualTo(head + "],\"droppedTargets\":[" + counts);
    assertThat(api.get("targets?scrapePool=x")).isEqualTo(head + "],\"droppedTargets\":[" + counts);
  }

  @Test
  void metadata_isSortedAndLimited() throws Exception {
    String a = "\"a\":[{\"type\":\"histogram\",\"help\":\"A\",\"unit\":\"\"}]";
    String b = "\"b\":[{\"type\":\"counter\",\"help\":\"B \\\"x\\\"\",\"unit\":\"bytes\"}";
    String other = ",{\"type\":\"gauge\",\"help\":\"other\",\"unit\":\"\"}]";
    assertThat(api.get("metadata")).isEqualTo(OK + "{" + a + "," + b + other + "}}");
    assertThat(api.get("metadata?limit=-1")).isEqualTo(OK + "{" + a + "," + b + other + "}}");
    assertThat(api.get("metadata?limit=1")).isEqualTo(OK + "{" + a + "}}");
    assertThat(api.get("metadata?metric=b&limit_per_metric=1")).isEqualTo(OK + "{" + b + "]}}");
    assertThat(api.get("metadata?metric=nosuch")).isEqualTo(OK + "{}}");
    assertThat(api.get("metadata?limit=abc"))
        .startsWith("400 ")
        .endsWith("\"error\":\"limit must be a number\"}");
  }

  @Test
  void rulesAndAlerts_showTheState() throws Exception {
    assertThat(api.get("rules")).isEqualTo(OK + "{\"groups\":[]}}");
    assertThat(api.get("alerts")).isEqualTo(OK + "{\"alerts\":[]}}");
    api.applyRules();
    api.time.advance(Duration.ofSeconds(11));
    String rules = api.get("rules").replaceAll("(evaluationTime\":)[0-9.e-]+", "$1T");
    String alert =
        "{\"labels\":{\"alertname\":\"Hot\",\"room\":\"a\",\"severity\":\"page\"},"
            + "\"annotations\":{\"summary\":\"at 1.5\"},\"state\":\"pending\",\"activeAt\":\"";
    assertThat(rules)
        .startsWith(
            OK
                + "{\"groups\":[{\"name\":\"g\",\"file\":\"r.yml\",\"rules\":["
                + "{\"state\":\"pending\",\"name\":\"Hot\",\"query\":\"temp > 1\",\"duration\":90,"
                + "\"keepFiringFor\":0,\"labels\":{\"severity\":\"page\"},"
                + "\"annotations\":{\"summary\":\"at {{ $value }}\"},\"alerts\":["
                + alert)
        .contains(
            "\"value\":\"1.5e+00\"}],\"health\":\"ok\",\"evaluationTime\":T,\"lastEvaluation\":",
            "\"type\":\"alerting\"},{\"name\":\"temp:sum\",\"query\":\"sum(temp)\","
                + "\"labels\":{\"a\":\"b\"},\"health\":\"ok\",\"evaluationTime\":T,",
            "\"type\":\"recording\"}],\"interval\":10,\"limit\":0,\"evaluationTime\":T,");
    assertThat(api.get("alerts")).startsWith(OK + "{\"alerts\":[" + alert);
    assertThat(api.get("rules?type=record")).contains("temp:sum").doesNotContain("Hot");
    assertThat(api.get("rules?type=alert&exclude_alerts=true"))
        .contains("\"alerts\":[]")
        .doesNotContain("temp:sum");
    assertThat(api.get("rules?rule_name[]=nosuch")).isEqualTo(OK + "{\"groups\":[]}}");
    assertThat(api.get("rules?rule_group[]=other")).isEqualTo(OK + "{\"groups\":[]}}");
    assertThat(api.get("rules?type=foo"))
        .contains("invalid parameter \\\"type\\\": not supported value \\\"foo\\\"\"}");
  }

  @Test
  void status_tellsAboutTheProcess() throws Exception {
    assertThat(api.get("alertmanagers"))
        .isEqualTo(
            OK
                + "{\"activeAlertmanagers\":[{\"url\":\"http://am:9093/api/v2/alerts\"}],"
                + "\"droppedAlertmanagers\":[]}}");
    assertThat(api.get("status/buildinfo")).contains("\"version\":\"1.2.3\"", "\"goVersion\":");
    assertThat(api.get("status/runtimeinfo"))
        .contains("\"startTime\":\"1970-01-01T00:00:00.000Z\"", "\"reloadConfigSuccess\":true")
        .contains("\"storageRetention\":\"15d\"", "\"residentMemoryBytes\":7");
    assertThat(api.get("status/config")).isEqualTo(OK + "{\"yaml\":\"global: {}\\n\"}}");
    assertThat(api.get("status/flags")).isEqualTo(OK + "{\"web.listen-address\":\":9090\"}}");
  }

  @Test
  void status_countsTheSeries() throws Exception {
    api.store.add(Labels.of("__name__", "temp", "room", "bb"), 1_000_000, 1);
    assertThat(api.get("status/tsdb?limit=1"))
        .isEqualTo(
            OK
                + "{\"headStats\":{\"numSeries\":2,\"numLabelPairs\":5,\"chunkCount\":0,"
                + "\"minTime\":1000,\"maxTime\":1000000},"
                + "\"seriesCountByMetricName\":[{\"name\":\"temp\",\"value\":2}],"
                + "\"labelValueCountByLabelName\":[{\"name\":\"__name__\",\"value\":2}],"
                + "\"memoryInBytesByLabelName\":[{\"name\":\"__name__\",\"value\":6}],"
                + "\"seriesCountByLabelValuePair\":["
                + "{\"name\":\"__name__=temp\",\"value\":2}]}}");
    assertThat(api.get("status/tsdb?limit=0")).startsWith("400 ").contains("of 1 to 10000");
  }

  @Test
  void status_countsNoMoreThanItCanHold() throws Exception {
    for (int i = 0; i < 21_000; i++) {
      api.store.add(Labels.of("__name__", "many", "i", Integer.toString(i)), 1_000_000, 1);
    }
    assertThat(api.get("status/tsdb"))
        .contains("\"numLabelPairs\":20000,")
        .contains("\"warnings\":[\"only the first series with 20000 label pairs are counted\"]");
  }
}
