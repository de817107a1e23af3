package dev.goldcrest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.http.HttpListenException;
import dev.goldcrest.storage.StorageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldcrestServerTest {
  @TempDir private Path folder;
  private ServerFixture fixture;

  @BeforeEach
  void openFixture() {
    fixture = new ServerFixture(folder);
  }

  @AfterEach
  void closeFixture() {
    fixture.close();
  }

  private String config(String text) throws IOException {
    return "--config.file=" + Files.writeString(folder.resolve("p.yml"), text);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void openServer_answersEveryPath() throws Exception {
    try (GoldcrestServer server = fixture.open()) {
      int port = server.port();
      assertThat(ServerFixture.ask(port, "GET /-/healthy")).startsWith("200 Goldcrest is Healthy.");
      assertThat(ServerFixture.ask(port, "GET /-/ready")).startsWith("200 Goldcrest is Ready.");
      assertThat(ServerFixture.ask(port, "GET /metrics"))
          .startsWith("200 ")
          .contains("goldcrest_build_info");
      assertThat(ServerFixture.ask(port, "GET /graph")).startsWith("200 ").contains("<html");
      assertThat(ServerFixture.ask(port, "GET /api/v1/query?query=1")).contains("\"scalar\"");
      assertThat(ServerFixture.ask(port, "GET /api/v1/series?match[]=up&start=5&end=1"))
          .contains("\"data\":[]");
      assertThat(ServerFixture.ask(port, "GET /api/v1/nosuch"))
          .startsWith("404 ")
          .contains("\"errorType\":\"not_found\"");
      assertThat(ServerFixture.ask(port, "POST /-/reload", "Content-Length: 0"))
          .startsWith("403 ")
          .contains("--web.enable-lifecycle");
      assertThat(ServerFixture.ask(port, "POST /api/v1/write", "Content-Length: 0"))
          .startsWith("404 ")
          .contains("--web.enable-remote-write-receiver");
    }
  }

  @Test
  void requests_areAnswered503_whileStarting() throws Exception {
    Readiness readiness = new Readiness();
    readiness.replayed(1, 4);
    assertThat(AskedRequest.get("/-/ready").sentTo(ServerRoutes.whileStarting(readiness)).status())
        .isEqualTo(503);
    assertThat(
            AskedRequest.text(
                AskedRequest.get("/api/v1/query").sentTo(ServerRoutes.whileStarting(readiness))))
        .contains("replaying the log, 25 % done");
    assertThat(
            AskedRequest.get("/-/healthy").sentTo(ServerRoutes.whileStarting(readiness)).status())
        .isEqualTo(200);
  }

  @Test
  void largeWrite_isRefused_beforeItIsReceived() throws Exception {
    try (GoldcrestServer server = fixture.open("--web.enable-remote-write-receiver")) {
      assertThat(
              ServerFixture.ask(server.port(), "POST /api/v1/write", "Content-Length: 900000000"))
          .startsWith("413 ");
    }
  }

  @Test
  void close_freesPortAndFolder_andMayBeCalledAgain() throws Exception {
    int port = freePort();
    String address = "--web.listen-address=127.0.0.1:" + port;
    for (int i = 0; i < 2; i++) {
      GoldcrestServer server = fixture.open(address);
      assertThat(ServerFixture.ask(port, "GET /-/ready")).startsWith("200 ");
      server.close();
      server.close();
      assertThat(fixture.time.pending()).as("tasks left behind").isZero();
    }
  }

  @Test
  void failingOpen_leavesNothingRunning_whenTheFolderIsInUse() throws Exception {
    int port = freePort();
    try (GoldcrestServer first = fixture.open()) {
      assertThat(first.port()).isPositive();
      assertThatThrownBy(() -> fixture.open("--web.listen-address=127.0.0.1:" + port))
          .isInstanceOf(StorageException.class);
    }
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      assertThat(socket.getLocalPort()).as("the port is free again").isEqualTo(port);
    }
    fixture.open().close();
  }

  @Test
  void failingOpen_leavesTheFolderFree_whenThePortIsBusy() throws Exception {
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(
              () -> fixture.open("--web.listen-address=127.0.0.1:" + busy.getLocalPort()))
          .isInstanceOf(HttpListenException.class)
          .hasMessageContaining("address already in use; choose another with --at");
    }
    assertThat(folder.resolve("data")).doesNotExist();
    assertThat(fixture.time.pending()).isZero();
    fixture.open().close();
  }

  @Test
  void wrongConfiguration_isRefused_beforeAnythingOpens() throws Exception {
    String file = config("global: {scrape_interval: soon}");
    assertThatThrownBy(() -> fixture.open(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("p.yml:1:27");
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  void wrongRuleFile_isRefused_withItsPlace() throws Exception {
    Files.writeString(folder.resolve("r.yml"), "groups: [{name: g, rules: [{record: a}]}]");
    String file = config("rule_files: [r.yml]");
    assertThatThrownBy(() -> fixture.open(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("r.yml:1:");
    String missing = config("rule_files: [missing.yml]");
    assertThatThrownBy(() -> fixture.open(missing)).hasMessageContaining("does not exist");
    String broken = config("rule_files: ['[.yml']");
    assertThatThrownBy(() -> fixture.open(broken)).hasMessageContaining("cannot list");
  }

  @Test
  void ruleFile_isReadOnce_whenTwoPatternsMatchIt() throws Exception {
    Files.writeString(
        folder.resolve("r.yml"), "groups: [{name: g, rules: [{record: a, expr: '1'}]}]");
    try (GoldcrestServer server = fixture.open(config("rule_files: [r.yml, 'r*.yml']"))) {
      assertThat(ServerFixture.ask(server.port(), "GET /api/v1/rules").split("\"file\"", -1))
          .hasSize(2);
    }
  }

  @Test
  void reload_replacesEverything_orNothing() throws Exception {
    String file =
        config(
            """
            scrape_configs: [{job_name: one, static_configs: [{targets: ["127.0.0.1:1"]}]}]
            alerting: {alertmanagers: [{static_configs: [{targets: ["one:9093"]}]}]}
            """);
    try (GoldcrestServer server = fixture.open(file, "--web.enable-lifecycle")) {
      int port = server.port();
      config(
          """
          scrape_configs: [{job_name: two, static_configs: [{targets: ["127.0.0.1:2"]}]}]
          alerting: {alertmanagers: [{static_configs: [{targets: ["two: 9093"]}]}]}
          """);
      assertThat(reload(port))
          .startsWith("500 failed to reload config: " + folder.resolve("p.yml") + ":2:28: ");
      assertThat(ServerFixture.ask(port, "GET /api/v1/targets")).contains("\"one\"");
      assertThat(ServerFixture.ask(port, "GET /api/v1/alertmanagers")).contains("one:9093");
      assertThat(ServerFixture.ask(port, "GET /api/v1/status/config")).contains("one:9093");
      assertThat(ServerFixture.ask(port, "GET /api/v1/status/runtimeinfo"))
          .contains("\"reloadConfigSuccess\":false");

      config(
          """
          scrape_configs: [{job_name: two, static_configs: [{targets: ["127.0.0.1:2"]}]}]
          alerting: {alertmanagers: [{static_configs: [{targets: ["two:9093"]}]}]}
          """);
      assertThat(reload(port)).startsWith("200 ");
      assertThat(ServerFixture.ask(port, "GET /api/v1/targets")).contains("\"two\"");
      assertThat(ServerFixture.ask(port, "GET /api/v1/alertmanagers"))
          .contains("http://two:9093/api/v2/alerts")
          .doesNotContain("one:9093");
      assertThat(ServerFixture.ask(port, "GET /api/v1/status/runtimeinfo"))
          .contains("\"reloadConfigSuccess\":true");
    }
  }

  private static String reload(int port) throws IOException {
    return ServerFixture.ask(port, "POST /-/reload", "Content-Length: 0");
  }

  @Test
  void quit_asksTheProcessToEnd() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    try (GoldcrestServer server = fixture.open("--web.enable-lifecycle")) {
      server.onEndRequest(asked::incrementAndGet);
      assertThat(ServerFixture.ask(server.port(), "POST /-/quit", "Content-Length: 0"))
          .startsWith("200 ");
    }
    assertThat(asked).hasValue(1);
  }
}
