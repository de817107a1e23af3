package dev.goldcrest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Regex;
import dev.goldcrest.scrape.RelabelRule.Action;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class TargetResolverTest {
  private static final Labels NONE = Labels.empty();

  @Test
  void discoveredLabels_holdWhatTheJobSays() {
    Target target = target(ScrapeJob.defaults("j"), "h:9", Labels.of("env", "prod"));
    assertThat(target.discoveredLabels())
        .isEqualTo(
            Labels.of(
                "__address__", "h:9",
                "__metrics_path__", "/metrics",
                "__scheme__", "http",
                "__scrape_interval__", "1m",
                "__scrape_timeout__", "10s",
                "env", "prod",
                "job", "j"));
    assertThat(target.labels()).isEqualTo(Labels.of("env", "prod", "instance", "h:9", "job", "j"));
    assertThat(target.uri()).hasToString("http://h:9/metrics");
    assertThat(target.intervalMillis()).isEqualTo(60_000);
    assertThat(target.timeoutMillis()).isEqualTo(10_000);
  }

  @Test
  void addressWithoutPort_staysAsItIs() {
    Target target = target(ScrapeJob.defaults("j"), "example.com", NONE);
    assertThat(target.labels().get("instance")).isEqualTo("example.com");
    assertThat(target.uri()).hasToString("http://example.com/metrics");
  }

  @Test
  void groupLabels_winOverTheJob() {
    Labels group =
        Labels.of(
            "job", "own",
            "instance", "named",
            "__scheme__", "https",
            "__metrics_path__", "m",
            "__scrape_interval__", "30s",
            "__scrape_timeout__", "1s");
    Target target = target(ScrapeJob.defaults("j"), "h:9", group);
    assertThat(target.labels()).isEqualTo(Labels.of("instance", "named", "job", "own"));
    assertThat(target.uri()).hasToString("https://h:9/m");
    assertThat(target.intervalMillis()).isEqualTo(30_000);
    assertThat(target.timeoutMillis()).isEqualTo(1_000);
  }

  @Test
  void params_becomeLabelsAndAQuery() {
    Map<String, List<String>> params = new LinkedHashMap<>();
    params.put("module", List.of("http 2xx", "second"));
    params.put("empty", List.of());
    Target target = target(job(params), "h:9", Labels.of("__param_target", "a&b"));
    assertThat(target.discoveredLabels().get("__param_module")).isEqualTo("http 2xx");
    assertThat(target.uri())
        .hasToString("http://h:9/metrics?module=http+2xx&module=second&target=a%26b");
  }

  @Test
  void relabelling_seesMetaLabels_whichThenGo() {
    RelabelRule rule =
        new RelabelRule(
            List.of("__meta_zone"),
            ";",
            RelabelRule.DEFAULT_REGEX,
            0,
            "zone",
            "$1",
            Action.REPLACE);
    RelabelRule address =
        new RelabelRule(
            List.of("__address__"),
            ";",
            Regex.compile("(.*):.*"),
            0,
            "__address__",
            "$1:77",
            Action.REPLACE);
    Target target = target(job(rule, address), "h:9", Labels.of("__meta_zone", "z1", "__x", "y"));
    assertThat(target.labels()).isEqualTo(Labels.of("instance", "h:77", "job", "j", "zone", "z1"));
    assertThat(target.uri()).hasToString("http://h:77/metrics");
  }

  @Test
  void pathIsEscaped() {
    Target target =
        target(ScrapeJob.defaults("j"), "h:9", Labels.of("__metrics_path__", "/a b/ü?x"));
    assertThat(target.uri().toASCIIString()).isEqualTo("http://h:9/a%20b/%C3%BC%3Fx");
  }

  @Test
  void invalidTargets_areDroppedWithTheReason() {
    assertThat(reason("h/x", NONE))
        .isEqualTo("\"h/x\" is not a valid hostname; write host or host:port");
    assertThat(reason("h:9", Labels.of("__scrape_interval__", "soon")))
        .startsWith("error parsing scrape interval: not a valid duration string: \"soon\"");
    assertThat(reason("h:9", Labels.of("__scrape_timeout__", "0s")))
        .isEqualTo("scrape timeout cannot be 0");
    assertThat(reason("h:9", Labels.of("__scrape_timeout__", "2m")))
        .isEqualTo("scrape timeout cannot be greater than scrape interval (\"2m\" > \"1m\")");
    assertThat(reason("h:9", Labels.of("__scheme__", "ftp")))
        .isEqualTo("unsupported scheme \"ftp\"; allowed are http and https");
    assertThat(reason("", NONE)).isEqualTo("no address");
    assertThat(reason("h ost:9", NONE)).startsWith("no URL can be made of address \"h ost:9\"");
  }

  private static String reason(String address, Labels group) {
    Candidate candidate = new TargetResolver(ScrapeJob.defaults("j")).resolve(address, group);
    return ((DroppedTarget) candidate).reason();
  }

  private static Target target(ScrapeJob job, String address, Labels group) {
    return (Target) new TargetResolver(job).resolve(address, group);
  }

  private static ScrapeJob job(Map<String, List<String>> params) {
    return ScrapeFixture.job()
        .interval(Duration.ofMinutes(1))
        .request(
            new ScrapeRequest(
                "http", "/metrics", params, Optional.empty(), Optional.empty(), true, true))
        .build();
  }

  private static ScrapeJob job(RelabelRule... rules) {
    return ScrapeFixture.job().relabel(rules).build();
  }
}
