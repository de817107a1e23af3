package dev.goldcrest.device.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goldcrest.device.FakeRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.Router;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SensorServiceTest {
  private static final Path PROMTOOL = Path.of("/usr/bin/promtool");

  private static Router.Execution execution(SensorBench bench, String... segments) {
    return bench.router.match("GET", List.of(segments)).orElseThrow().execution();
  }

  @Test
  void sensor_answersWithTheNewestReading() {
    SensorBench bench = new SensorBench();
    bench.pass(Duration.ofSeconds(10));
    Reading expected = new Weather(42).at(SensorBench.START_MILLIS + 10_000);
    HttpResponse response = bench.get("/sensor");
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.contentType()).isEqualTo("application/json");
    assertThat(bench.text("/sensor"))
        .isEqualTo(
            "{\"status\":\"ok\",\"sensor_id\":\"edge-01\",\"temperature\":"
                + expected.temperature()
                + ",\"humidity\":"
                + expected.humidity()
                + ",\"timestamp\":1700000010}");
  }

  @Test
  void sensor_staysUnder300Bytes_withTheLongestIdAndFractionsOfASecond() {
    SensorBench bench = new SensorBench(new SensorConfig("x".repeat(64), 1, 13, Set.of()));
    bench.pass(Duration.ofMillis(100));
    assertThat(SensorBench.bytes(bench.get("/sensor"))).hasSizeLessThan(300);
    assertThat(bench.text("/sensor")).contains("\"timestamp\":1700000000.0");
  }

  @Test
  void readings_comeOnTheirOwn_andAScrapeMakesNone() {
    SensorBench bench = new SensorBench();
    for (int i = 0; i < 50; i++) {
      bench.get("/metrics");
    }
    assertThat(bench.metric("sensor_processing_latency_seconds_count")).isZero();
    bench.pass(Duration.ofSeconds(7));
    assertThat(bench.metric("sensor_processing_latency_seconds_count")).isEqualTo(7);
    assertThat(bench.metric("sensor_temperature_celsius"))
        .isEqualTo(new Weather(42).at(SensorBench.START_MILLIS + 7000).temperature());
    assertThat(bench.metric("sensor_queue_depth")).isZero();
  }

  @Test
  void readings_areTakenLate_asManyAsTheQueueHolds_afterAPause() {
    SensorBench bench = new SensorBench();
    bench.pass(Duration.ofSeconds(1));
    bench.scheduler.jumpToWallMillis(SensorBench.START_MILLIS + 1000 + 3_600_000);
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.metric("sensor_processing_latency_seconds_count"))
        .isEqualTo(1 + Readings.QUEUE_LIMIT);
    assertThat(bench.text("/sensor")).contains("\"timestamp\":1700003602}");
    bench.pass(Duration.ofSeconds(5));
    assertThat(bench.metric("sensor_processing_latency_seconds_count"))
        .isEqualTo(6 + Readings.QUEUE_LIMIT);
  }

  @Test
  void readings_goOn_whenTheClockIsSetBack() {
    SensorBench bench = new SensorBench();
    bench.pass(Duration.ofSeconds(5));
    bench.scheduler.jumpToWallMillis(SensorBench.START_MILLIS - 3_600_000);
    bench.pass(Duration.ofSeconds(3));
    assertThat(bench.text("/sensor")).contains("\"timestamp\":1699996403}");
  }

  @Test
  void health_fails_andTheReadingIsStale_whenReadingsStop() {
    SensorBench bench = new SensorBench();
    assertThat(bench.get("/-/healthy").status()).isEqualTo(200);
    bench.service.close();
    assertThat(bench.scheduler.pending()).isZero();
    bench.pass(Duration.ofSeconds(11));
    assertThat(bench.get("/-/healthy").status()).isEqualTo(503);
    assertThat(bench.text("/sensor")).startsWith("{\"status\":\"stale\"");
  }

  @Test
  void index_isOneLineOfText() {
    SensorBench bench = new SensorBench();
    assertThat(bench.get("/").contentType()).isEqualTo("text/plain; charset=utf-8");
    assertThat(bench.text("/"))
        .isEqualTo("Goldcrest sensor edge-01: /sensor /metrics /-/healthy\n");
  }

  @Test
  void metrics_comeInTheFormatThatIsAskedFor() {
    SensorBench bench = new SensorBench();
    HttpResponse plain = bench.get("/metrics");
    assertThat(plain.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(new String(SensorBench.bytes(plain), StandardCharsets.UTF_8))
        .contains("# TYPE sensor_requests_total counter\n")
        .doesNotContain("# EOF");
    HttpResponse open = bench.get(new FakeRequest("/metrics", SensorBench.OPENMETRICS));
    assertThat(open.contentType())
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(new String(SensorBench.bytes(open), StandardCharsets.UTF_8))
        .contains("# TYPE sensor_requests counter\n")
        .endsWith("# EOF\n");
  }

  @Test
  void metrics_areAllThere_fromTheStart() {
    String text = new SensorBench().text("/metrics");
    assertThat(text.lines().filter(line -> line.startsWith("# TYPE")))
        .containsExactlyInAnyOrder(
            "# TYPE sensor_requests_total counter",
            "# TYPE sensor_request_duration_seconds histogram",
            "# TYPE sensor_processing_latency_seconds histogram",
            "# TYPE sensor_failed_events_total counter",
            "# TYPE sensor_scrape_errors_total counter",
            "# TYPE sensor_cpu_spike gauge",
            "# TYPE sensor_memory_bytes gauge",
            "# TYPE sensor_queue_depth gauge",
            "# TYPE sensor_temperature_celsius gauge",
            "# TYPE sensor_humidity_percent gauge");
    assertThat(text)
        .contains("sensor_failed_events_total{reason=\"cpu_spike\"} 0\n")
        .contains("sensor_failed_events_total{reason=\"route_error\"} 0\n");
  }

  @Test
  void requests_areCountedByRouteAndCode() {
    SensorBench bench = new SensorBench();
    bench.get("/sensor");
    bench.get("/sensor");
    bench.get("/");
    bench.get("/metrics");
    assertThat(bench.metric("sensor_requests_total{route=\"/sensor\",code=\"200\"}")).isEqualTo(2);
    assertThat(bench.metric("sensor_requests_total{route=\"/\",code=\"200\"}")).isEqualTo(1);
    assertThat(bench.metric("sensor_request_duration_seconds_count{route=\"/sensor\"}"))
        .isEqualTo(2);
  }

  @Test
  void memory_isTheResidentSet() {
    assumeTrue(Files.exists(Path.of("/proc/self/status")), "needs /proc/self/status");
    assertThat(new SensorBench().metric("sensor_memory_bytes")).isBetween(10e6, 10e9);
  }

  @Test
  void scrapes_runOnWorkers_andCheapRoutesOnTheEventLoop() {
    SensorBench healthy = new SensorBench();
    assertThat(execution(healthy, "metrics")).isEqualTo(Router.Execution.WORKER);
    assertThat(execution(healthy, "sensor")).isEqualTo(Router.Execution.EVENT_LOOP);
    SensorBench faulty = new SensorBench(Fault.MEMORY_BLOB);
    assertThat(execution(faulty, "sensor")).isEqualTo(Router.Execution.WORKER);
  }

  @Test
  void promtool_findsNothingToComplainAbout() throws Exception {
    assumeTrue(Files.isExecutable(PROMTOOL), PROMTOOL + " is not installed");
    SensorBench bench = new SensorBench();
    bench.pass(Duration.ofSeconds(5));
    bench.get("/sensor");
    bench.get("/metrics");
    Process promtool =
        new ProcessBuilder(PROMTOOL.toString(), "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(SensorBench.bytes(bench.get("/metrics")));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(promtool.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEmpty();
    assertThat(promtool.exitValue()).isZero();
  }
}
