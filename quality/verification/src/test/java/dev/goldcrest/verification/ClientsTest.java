package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's promtool against the demo: what it asks is answered, what it checks passes. */
class ClientsTest {
  private static final Duration WAIT = Duration.ofSeconds(40);

  @TempDir static Path folder;
  private static RunningProcess demo;
  private static Ports ports;

  record Ports(int server, int sensor, int host) {
    static Ports free() throws IOException {
      return new Ports(
          RunningProcess.freePort(), RunningProcess.freePort(), RunningProcess.freePort());
    }

    String[] asFlags() {
      return new String[] {"--port=" + server, "--sensor-port=" + sensor, "--host-port=" + host};
    }
  }

  @BeforeAll
  static void startDemo() throws Exception {
    RunningProcess.assumeInstalled("promtool");
    ports = Ports.free();
    List<String> arguments = new ArrayList<>(List.of("demo", "--dir=" + folder.resolve("data")));
    arguments.addAll(List.of(ports.asFlags()));
    demo = RunningProcess.goldcrest(folder, arguments.toArray(new String[0]));
    Web web = new Web(ports.server);
    Eventually.holds(
        "all three targets are up", WAIT, () -> web.scalar("sum(up)") == 3, demo::text);
  }

  @AfterAll
  static void stopDemo() throws Exception {
    if (demo != null) {
      demo.close();
    }
  }

  private static String promtool(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("promtool"));
    command.addAll(List.of(arguments));
    try (RunningProcess process = RunningProcess.start(folder, Map.of(), command)) {
      int status = process.awaitExit(Duration.ofSeconds(30));
      assertThat(status).as(String.join(" ", command) + "\n" + process.text()).isZero();
      return process.text();
    }
  }

  private static String url() {
    return "http://127.0.0.1:" + ports.server;
  }

  @Test
  void queryInstant_printsTheVector() throws Exception {
    assertThat(promtool("query", "instant", url(), "up{job=\"sensor\"}"))
        .contains("job=\"sensor\"")
        .contains("=> 1 @");
  }

  @Test
  void queryRange_printsTheMatrix() throws Exception {
    assertThat(promtool("query", "range", "--step=1s", url(), "sum(up)")).contains("3 @[");
  }

  @Test
  void querySeries_printsLabelSets() throws Exception {
    assertThat(promtool("query", "series", "--match=up", url()).lines()).hasSize(3);
  }

  @Test
  void queryLabels_printsValues() throws Exception {
    assertThat(promtool("query", "labels", url(), "job").lines())
        .containsExactlyInAnyOrder("goldcrest", "host", "sensor");
  }

  @Test
  void checkMetrics_acceptsServerAndSensor() throws Exception {
    for (int port : new int[] {ports.server, ports.sensor}) {
      HttpResponse<String> exposition = new Web(port).get("/metrics");
      assertThat(exposition.headers().firstValue("Content-Type"))
          .contains("text/plain; version=0.0.4; charset=utf-8");
      Process process =
          new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
      try (var in = process.outputWriter()) {
        in.write(exposition.body());
      }
      String complaints = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(complaints).isZero();
    }
  }

  @Test
  void openMetrics_isServedToThoseWhoAskForIt() throws Exception {
    HttpResponse<String> exposition =
        new Web(ports.sensor)
            .get("/metrics", "Accept", "application/openmetrics-text;version=1.0.0");
    assertThat(exposition.headers().firstValue("Content-Type"))
        .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(exposition.body()).endsWith("# EOF\n");
  }

  @Test
  void sensor_answersSmallJson() throws Exception {
    HttpResponse<String> reading = new Web(ports.sensor).get("/sensor");
    assertThat(reading.body().length()).isLessThan(300);
    assertThat(reading.body())
        .contains(
            "\"status\"", "\"temperature\"", "\"humidity\"", "\"timestamp\"", "\"sensor_id\"");
  }

  @Test
  void everyApiPath_answersInPrometheusShape() throws Exception {
    Web web = new Web(ports.server);
    for (String path :
        List.of(
            "labels",
            "label/job/values",
            "metadata",
            "targets",
            "rules",
            "alerts",
            "status/buildinfo",
            "status/runtimeinfo",
            "status/config",
            "status/flags",
            "status/tsdb")) {
      assertThat(web.data("/api/v1/" + path)).as(path).isNotNull();
    }
    HttpResponse<String> form =
        web.post("/api/v1/query", "application/x-www-form-urlencoded", "query=1%2F0&time=10.5");
    assertThat(form.body())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[10.5,\"+Inf\"]}}");
  }

  @Test
  void badQuery_isBadDataThatPointsAtThePlace() throws Exception {
    HttpResponse<String> answer =
        new Web(ports.server).get("/api/v1/query?query=" + Web.encoded("sum(up"));
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("\"errorType\":\"bad_data\"", "1:7: parse error");
    HttpResponse<String> regex =
        new Web(ports.server).get("/api/v1/query?query=" + Web.encoded("up{job=~\"a(\"}"));
    assertThat(regex.statusCode()).isEqualTo(400);
    assertThat(regex.body()).contains("regular expression");
  }

  @Test
  void pages_openDirectlyAndOldOnesRedirect() throws Exception {
    Web web = new Web(ports.server);
    for (String page : List.of("/", "/graph", "/targets", "/alerts")) {
      HttpResponse<String> answer = web.get(page);
      assertThat(answer.statusCode()).as(page).isEqualTo(200);
      assertThat(answer.body()).contains("<!doctype html>");
    }
    assertThat(web.get("/vmui").statusCode()).isEqualTo(302);
  }

  @Test
  void demo_printsWhereEverythingIs() {
    assertThat(demo.text())
        .contains("http://localhost:" + ports.server, "data", "memory limit", "retention", "7d");
  }
}
