package dev.goldcrest.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.scrape.JobLimits;
import dev.goldcrest.scrape.RelabelRule;
import dev.goldcrest.scrape.SampleRules;
import dev.goldcrest.scrape.ScrapeJob;
import dev.goldcrest.scrape.ScrapeRequest;
import dev.goldcrest.scrape.ScrapeRequest.Authorization;
import dev.goldcrest.scrape.ScrapeRequest.BasicAuth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigReaderTest {
  @TempDir private Path folder;

  private ServerConfig parse(String text) throws ConfigException {
    return ServerConfigReader.parse("prometheus.yml", text, folder);
  }

  private ScrapeJob job(String keys) throws ConfigException {
    return parse("scrape_configs: [{job_name: a, " + keys + "}]").jobs().getFirst();
  }

  @Test
  void emptyFile_hasPrometheussDefaults() throws Exception {
    ServerConfig config = parse("");
    assertThat(config).isEqualTo(ServerConfig.empty());
    assertThat(config.scrapeInterval()).isEqualTo(Duration.ofMinutes(1));
    assertThat(config.evaluationInterval()).isEqualTo(Duration.ofMinutes(1));
  }

  @Test
  void job_hasPrometheussDefaults() throws Exception {
    ScrapeJob job = parse("scrape_configs: [{job_name: a}]").jobs().getFirst();
    assertThat(job).isEqualTo(ScrapeJob.defaults("a"));
    assertThat(job.scrapeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(job.request().metricsPath()).isEqualTo("/metrics");
  }

  @Test
  void global_setsWhatJobsDoNotSay() throws Exception {
    ServerConfig config =
        parse(
            """
            global:
              scrape_interval: 15s
              scrape_timeout: 5s
              evaluation_interval: 30s
              external_labels: {site: north}
              body_size_limit: 15MB
              sample_limit: 1
              label_limit: 2
              label_name_length_limit: 3
              label_value_length_limit: 4
              target_limit: 5
            scrape_configs:
              - job_name: a
              - job_name: b
                scrape_interval: 2s
                sample_limit: 9
            """);
    assertThat(config.scrapeInterval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(config.evaluationInterval()).isEqualTo(Duration.ofSeconds(30));
    assertThat(config.externalLabels()).isEqualTo(Labels.of("site", "north"));
    ScrapeJob first = config.jobs().getFirst();
    assertThat(first.scrapeInterval()).isEqualTo(Duration.ofSeconds(15));
    assertThat(first.scrapeTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(first.limits()).isEqualTo(new JobLimits(15 << 20, 1, 2, 3, 4, 5));
    ScrapeJob second = config.jobs().getLast();
    assertThat(second.scrapeTimeout()).as("no longer than the interval").hasSeconds(2);
    assertThat(second.limits().sampleLimit()).isEqualTo(9);
  }

  @Test
  void job_readsEveryKey() throws Exception {
    ScrapeJob job =
        job(
            """
            scrape_interval: 20s, scrape_timeout: 3s, scheme: https, metrics_path: /m,
             params: {z: [b, a], a: [c], m: [], k: [x], b: [y]},
             basic_auth: {username: u, password: p}, enable_compression: false,
             follow_redirects: no, honor_labels: true, honor_timestamps: false,
             track_timestamps_staleness: on, fallback_scrape_protocol: PrometheusText0.0.4,
             static_configs: [{targets: ["h:1", "h:2"], labels: {l: v}}],
             file_sd_configs: [{files: [t/*.json], refresh_interval: 1m}, {files: [/a.yml]}],
             relabel_configs: [{target_label: x}], metric_relabel_configs: [{target_label: y}]
            """);
    assertThat(job.scrapeInterval()).hasSeconds(20);
    assertThat(job.scrapeTimeout()).hasSeconds(3);
    ScrapeRequest request = job.request();
    assertThat(request.scheme() + request.metricsPath()).isEqualTo("https/m");
    assertThat(request.params().keySet()).as("file order").containsExactly("z", "a", "m", "k", "b");
    assertThat(request.params().get("z")).containsExactly("b", "a");
    assertThat(request.basicAuth()).contains(new BasicAuth("u", "p"));
    assertThat(request.enableCompression()).isFalse();
    assertThat(request.followRedirects()).isFalse();
    assertThat(job.sampleRules())
        .isEqualTo(new SampleRules(true, false, true, "PrometheusText0.0.4"));
    assertThat(job.staticGroups().getFirst().targets()).containsExactly("h:1", "h:2");
    assertThat(job.staticGroups().getFirst().labels()).isEqualTo(Labels.of("l", "v"));
    assertThat(job.fileDiscoveries().getFirst().files()).containsExactly(folder + "/t/*.json");
    assertThat(job.fileDiscoveries().getFirst().refreshInterval()).hasSeconds(60);
    assertThat(job.fileDiscoveries().getLast().files()).containsExactly("/a.yml");
    assertThat(job.fileDiscoveries().getLast().refreshInterval()).hasSeconds(300);
    assertThat(job.relabelRules().getFirst().targetLabel()).isEqualTo("x");
    assertThat(job.metricRelabelRules().getFirst().targetLabel()).isEqualTo("y");
  }

  @Test
  void relabelRule_hasPrometheussDefaults() throws Exception {
    RelabelRule rule = job("relabel_configs: [{target_label: t}]").relabelRules().getFirst();
    assertThat(rule)
        .isEqualTo(
            new RelabelRule(
                List.of(),
                ";",
                RelabelRule.DEFAULT_REGEX,
                0,
                "t",
                "$1",
                RelabelRule.Action.REPLACE));
  }

  @Test
  void zeroInterval_meansTheDefault() throws Exception {
    ScrapeJob job = job("scrape_interval: 0s, scrape_timeout: 0s");
    assertThat(job).isEqualTo(ScrapeJob.defaults("a"));
  }

  @Test
  void secrets_comeFromFilesWithoutTheirLineEnds() throws Exception {
    Files.writeString(folder.resolve("pw"), " from file \n\n");
    assertThat(job("basic_auth: {username: u, password_file: pw}").request().basicAuth())
        .contains(new BasicAuth("u", "from file"));
    assertThat(job("bearer_token_file: pw").request().authorization())
        .contains(new Authorization("Bearer", "from file"));
    assertThat(job("authorization: {credentials_file: pw}").request().authorization())
        .contains(new Authorization("Bearer", "from file"));
    assertThat(job("authorization: {type: Token, credentials: x}").request().authorization())
        .contains(new Authorization("Token", "x"));
  }

  @Test
  void alertmanagers_areReadWithTheirDefaults() throws Exception {
    List<AlertmanagerConfig> found =
        parse(
                """
                alerting:
                  alertmanagers:
                    - static_configs: [{targets: ["a:9093", "b:9093"]}]
                    - scheme: https
                      path_prefix: am
                      timeout: 3s
                      api_version: v2
                      basic_auth: {username: u, password: p}
                      static_configs: [{targets: [c]}]
                """)
            .alertmanagers();
    assertThat(found.getFirst())
        .isEqualTo(
            new AlertmanagerConfig(
                "http", "", Duration.ofSeconds(10), Optional.empty(), List.of("a:9093", "b:9093")));
    assertThat(found.getLast().urls()).containsExactly("https://c/am");
    assertThat(found.getLast().timeout()).hasSeconds(3);
    assertThat(found.getLast().basicAuth()).contains(new BasicAuth("u", "p"));
  }

  @Test
  void unsupportedKeys_areWarnedAboutInFileOrder() throws Exception {
    ServerConfig config =
        parse(
            """
            tracing: {endpoint: x}
            global:
              query_log_file: q
            remote_write: [{url: "http://x"}]
            scrape_configs:
              - job_name: a
                tls_config: {}
                dns_sd_configs: []
            """);
    assertThat(config.warnings())
        .containsExactly(
            "prometheus.yml:3:19: \"query_log_file\" in global is not supported yet and has no"
                + " effect",
            "prometheus.yml:7:17: \"tls_config\" in scrape_configs[0] is not supported yet and has"
                + " no effect",
            "prometheus.yml:8:21: \"dns_sd_configs\" in scrape_configs[0] is not supported yet and"
                + " has no effect",
            "prometheus.yml:1:10: \"tracing\" in the configuration is not supported yet and has no"
                + " effect",
            "prometheus.yml:4:15: \"remote_write\" in the configuration is not supported yet and"
                + " has no effect");
  }

  @Test
  void ruleFiles_areResolvedAgainstTheFolder() throws Exception {
    assertThat(parse("rule_files: [r/*.yml, /abs.yml]").ruleFiles())
        .containsExactly(folder + "/r/*.yml", "/abs.yml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "global: {scrape_intervall: 1s} | 1:10: unknown key \"scrape_intervall\" in global; did you"
            + " mean \"scrape_interval\"?",
        "global: {scrape_interval: soon} | 1:27: scrape_interval:",
        "global: {scrape_interval: 1s, scrape_timeout: 2s} | global scrape timeout greater than",
        "global: {external_labels: {'': x}} | is not a valid label name in external_labels",
        "scrape_configs: [{}] | 1:18: job_name is empty",
        "scrape_configs: [~] | 1:18: empty or null section in scrape_configs[0]",
        "scrape_configs: [{job_name: a}, {job_name: a}] | 1:33: found multiple scrape configs with"
            + " job name \"a\"; the first is in line 1",
        "rule_files: [a/*/b.yml] | 1:14: invalid rule file path \"a/*/b.yml\"",
        "rule_files: [\"\\0\"] | 1:14: ",
        "alerting: {alertmanagers: [{scheme: ftp}]} | unsupported scheme \"ftp\"",
        "alerting: {alertmanagers: [{api_version: v1}]} | api version to be one of [v2] but got v1",
        "alerting: {alertmanagers: [{static_configs: [{targets: ['a b']}]}]} | 1:28: \"a b\" is no"
            + " address of an Alertmanager",
        "alerting: {alertmanagers: [{static_configs: [~]}]} | empty or null section in"
            + " static_configs[0]",
      })
  void mistake_isNamedWithItsPlace(String text, String message) {
    assertThatThrownBy(() -> parse(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("prometheus.yml:1:")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "scrape_timeout: 2m | scrape timeout greater than scrape interval",
        "scheme: ftp | unsupported scheme",
        "basic_auth: {password: a, password_file: b} | at most one of password & password_file",
        "bearer_token: a, bearer_token_file: b | at most one of bearer_token & bearer_token_file",
        "bearer_token: a, basic_auth: {username: b} | at most one of basic_auth, oauth2 &",
        "bearer_token: a, authorization: {credentials: b} | authorization is not compatible with",
        "authorization: {type: Basic} | authorization type cannot be set to \"basic\"",
        "bearer_token_file: missing | missing: no such file",
        "relabel_configs: [{regex: '('}] | invalid regular expression",
        "relabel_configs: [{action: ''}] | relabel action cannot be empty",
        "relabel_configs: [~] | empty or null section in relabel_configs[0]",
        "static_configs: [{targets: ['http://x/']}] | is not a valid hostname",
        "static_configs: [{labels: {'': x}}] | is not a valid label name in labels",
        "file_sd_configs: [{files: [a.txt]}] | is not valid for file discovery",
        "file_sd_configs: [{}] | must contain at least one path name",
        "sample_limit: -1 | must be a whole number of at least 0",
        "body_size_limit: 3 apples | must be a size",
        "dns_sd_config: [] | did you mean \"dns_sd_configs\"?",
      })
  void mistakeInJob_isNamedWithItsPlace(String keys, String message) {
    assertThatThrownBy(() -> job(keys))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("prometheus.yml:1:")
        .hasMessageContaining(message);
  }

  @Test
  void hugeCount_isTheLargestLimit() throws Exception {
    assertThat(job("sample_limit: 18446744073709551615").limits().sampleLimit())
        .isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void file_isRefused_whenItCannotBeText() throws Exception {
    Path file = folder.resolve("p.yml");
    assertThatThrownBy(() -> ServerConfigReader.read(file))
        .hasMessage("cannot read the configuration " + file + ": no such file");
    Files.write(file, new byte[] {'a', (byte) 0xff});
    assertThatThrownBy(() -> ServerConfigReader.read(file))
        .hasMessage("cannot read the configuration " + file + ": it is not UTF-8 text");
    assertThatThrownBy(() -> ServerConfigReader.read(Path.of("/dev/zero")))
        .hasMessageContaining("it is larger than " + SmallFile.MAX_BYTES + " bytes");
  }
}
