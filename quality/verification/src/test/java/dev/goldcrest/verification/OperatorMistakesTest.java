package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an operator gets wrong is answered by one line that names the place and the remedy. */
class OperatorMistakesTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private void assertRefused(int status, String[] arguments, String... mentions) throws Exception {
    try (RunningProcess process = RunningProcess.goldcrest(folder, arguments)) {
      assertThat(process.awaitExit(WAIT)).as(process.text()).isEqualTo(status);
      List<String> lines = process.output().stream().filter(l -> !l.isBlank()).toList();
      assertThat(lines).as("one clear line").hasSize(1);
      assertThat(lines.getFirst()).contains(mentions).doesNotContain("Exception", "\tat ");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sevrer | unknown command \"sevrer\"; did you mean \"server\"?",
        "server --web.listen-adress=:1 | did you mean --web.listen-address?",
        "server --storage.tsdb.retention.time=soon | must be a duration",
        "demo --fault=cpu-brun | did you mean cpu-burn",
        "demo --port=http | must be a whole number",
      })
  void wrongWord_isOneLineWithTheNearestMatch(String line, String message) throws Exception {
    assertRefused(2, line.strip().split(" "), message.strip());
  }

  @Test
  void noCommand_showsRolesAndTools() throws Exception {
    try (RunningProcess process = RunningProcess.goldcrest(folder, "--help")) {
      assertThat(process.awaitExit(WAIT)).isZero();
      assertThat(process.text()).contains("server", "sensor", "host", "demo", "version");
    }
  }

  @Test
  void version_isPrinted() throws Exception {
    try (RunningProcess process = RunningProcess.goldcrest(folder, "version")) {
      assertThat(process.awaitExit(WAIT)).isZero();
      assertThat(process.text()).contains("goldcrest 0.1.0").contains("Java 25");
    }
  }

  private String[] serverWith(String config) throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), config);
    return server("--config.file=prometheus.yml");
  }

  private static String[] server(String... more) throws Exception {
    String[] arguments = new String[2 + more.length];
    arguments[0] = "server";
    arguments[1] = "--web.listen-address=127.0.0.1:" + RunningProcess.freePort();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return arguments;
  }

  @Test
  void brokenYaml_isNamedByFileLineAndColumn() throws Exception {
    assertRefused(
        1, serverWith("global:\n  scrape_interval: [5s\n"), "prometheus.yml:", "broken YAML");
  }

  @Test
  void unknownKey_isNamedByPlaceAndNearestKey() throws Exception {
    assertRefused(
        1,
        serverWith("global:\n  scrape_intervall: 5s\n"),
        "prometheus.yml:2:3: unknown key \"scrape_intervall\"",
        "did you mean \"scrape_interval\"?");
  }

  @Test
  void badRegularExpression_isNamedByPlace() throws Exception {
    assertRefused(
        1,
        serverWith(
            """
            scrape_configs:
              - job_name: a
                relabel_configs:
                  - regex: "a(b"
                    action: drop
            """),
        "prometheus.yml:4:16",
        "a(b");
  }

  @Test
  void badExpressionInARule_isNamedByFileAndLine() throws Exception {
    Files.writeString(
        folder.resolve("rules.yml"),
        "groups:\n  - name: g\n    rules:\n      - record: a\n        expr: sum(up\n");
    assertRefused(1, serverWith("rule_files: [rules.yml]\n"), "rules.yml:5", "parse error");
  }

  @Test
  void missingConfigFile_isNamed() throws Exception {
    assertRefused(1, server("--config.file=absent.yml"), "absent.yml", "no such file");
  }

  @Test
  void busyPort_isNamedWithTheFlagThatChoosesAnother() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + busy.getLocalPort();
      assertRefused(
          1,
          new String[] {"server", "--web.listen-address=" + address},
          address,
          "in use",
          "--web.listen-address");
    }
  }

  @Test
  void folderThatIsAFile_isNamed() throws Exception {
    Path file = Files.writeString(folder.resolve("occupied"), "x");
    assertRefused(1, server("--storage.tsdb.path=" + file), file.toString());
  }

  @Test
  void folderOfAnotherProcess_isNamed() throws Exception {
    int port = RunningProcess.freePort();
    try (RunningProcess first =
        RunningProcess.goldcrest(
            folder, "server", "--web.listen-address=127.0.0.1:" + port, "--storage.tsdb.path=d")) {
      Eventually.holds("ready", WAIT, new Web(port)::isReady, first::text);
      assertRefused(1, server("--storage.tsdb.path=d"), "another process");
      assertThat(first.isAlive()).isTrue();
    }
  }

  @Test
  void badReload_keepsTheOldConfigurationAndSaysWhy() throws Exception {
    Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 5s}\n");
    int port = RunningProcess.freePort();
    try (RunningProcess server =
        RunningProcess.goldcrest(
            folder,
            "server",
            "--config.file=prometheus.yml",
            "--web.enable-lifecycle",
            "--web.listen-address=127.0.0.1:" + port)) {
      Web web = new Web(port);
      Eventually.holds("ready", WAIT, web::isReady, server::text);
      Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 6q}\n");
      HttpResponse<String> answer = web.post("/-/reload", "text/plain", "");
      assertThat(answer.statusCode()).isEqualTo(500);
      assertThat(answer.body()).contains("prometheus.yml:1:27", "6q");
      assertThat(web.data("/api/v1/status/config").toString()).contains("5s");
      Files.writeString(folder.resolve("prometheus.yml"), "global: {scrape_interval: 7s}\n");
      assertThat(web.post("/-/reload", "text/plain", "").statusCode()).isEqualTo(200);
      assertThat(web.data("/api/v1/status/config").toString()).contains("7s");
    }
  }
}
