package dev.goldcrest.device.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.device.FakeRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

// A fault that does not end when it should would hold up the build for good.
@Timeout(30)
class FaultsTest {
  private static final String SPIKES = "sensor_failed_events_total{reason=\"cpu_spike\"}";
  private static final String ROUTE_ERRORS = "sensor_failed_events_total{reason=\"route_error\"}";
  private static final String SCRAPE_SECONDS =
      "sensor_request_duration_seconds_sum{route=\"/metrics\"}";

  @Test
  void healthySensor_hasNoSpikeAndNoBigAnswer() {
    SensorBench bench = new SensorBench();
    for (int i = 0; i < 100; i++) {
      assertThat(SensorBench.bytes(bench.get("/sensor"))).hasSizeLessThan(300);
    }
    assertThat(bench.metric("sensor_cpu_spike")).isZero();
    assertThat(bench.metric(SPIKES)).isZero();
  }

  @Test
  void cpuBurn_takes2To5Seconds_andShowsASpike() {
    SensorBench bench = new SensorBench(Fault.CPU_BURN);
    bench.clock.nanosPerLook = 50_000_000;
    String first = bench.text("/metrics");
    assertThat(first).contains("sensor_cpu_spike 1\n").contains(SPIKES + " 1\n");
    assertThat(bench.metric(SCRAPE_SECONDS)).isBetween(2.0, 5.5);
  }

  @Test
  void cpuBurn_countsASpikePerRise_notPerScrape() {
    SensorBench bench = new SensorBench(Fault.CPU_BURN);
    bench.clock.nanosPerLook = 1_000_000_000;
    bench.get("/metrics");
    bench.get("/metrics");
    assertThat(bench.metric(SPIKES)).as("the gauge stayed up").isEqualTo(1);
    bench.pass(Duration.ofSeconds(1));
    assertThat(bench.metric(SPIKES)).as("it fell with the next reading").isEqualTo(2);
  }

  @Test
  void cpuBurn_ends_whenTheClientIsGone() {
    SensorBench bench = new SensorBench(Fault.CPU_BURN);
    bench.get(new FakeRequest("/metrics", "").goneAfterLooks(3));
    bench.clock.nanosPerLook = 6_000_000_000L;
    assertThat(bench.metric("sensor_scrape_errors_total")).isEqualTo(1);
  }

  @Test
  void blockingScrape_sleepsPastTheUsualTimeout_andEndsWhenTheClientIsGone() {
    SensorBench bench = new SensorBench(Fault.BLOCKING_SCRAPE);
    bench.clock.nanosPerLook = 4_000_000_000L;
    bench.get("/metrics");
    assertThat(bench.metric(SCRAPE_SECONDS)).isGreaterThan(10);
    bench.clock.nanosPerLook = 0;
    bench.get(new FakeRequest("/metrics", "").goneAfterLooks(1));
    bench.clock.nanosPerLook = 4_000_000_000L;
    assertThat(bench.metric("sensor_scrape_errors_total")).isEqualTo(1);
  }

  @Test
  void contentType_isHtml_butTheTextIsStillRight() {
    SensorBench bench = new SensorBench(Fault.CONTENT_TYPE);
    HttpResponse response = bench.get(new FakeRequest("/metrics", SensorBench.OPENMETRICS));
    assertThat(response.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(new String(SensorBench.bytes(response), StandardCharsets.UTF_8))
        .contains("# TYPE sensor_requests_total counter\n");
  }

  @Test
  void routeError_answers500_andIsCounted() {
    SensorBench bench = new SensorBench(Fault.ROUTE_ERROR);
    assertThat(bench.get("/sensor").status()).isEqualTo(500);
    assertThat(bench.text("/sensor"))
        .isEqualTo("GET /sensor failed: the fault route-error is switched on\n");
    assertThat(bench.metric(ROUTE_ERRORS)).isEqualTo(2);
    assertThat(bench.metric("sensor_requests_total{route=\"/sensor\",code=\"500\"}")).isEqualTo(2);
    assertThat(bench.get("/metrics").status()).isEqualTo(200);
  }

  @Test
  void bigResponse_isOneInFive_of5Megabytes() {
    SensorBench bench = new SensorBench(Fault.BIG_RESPONSE);
    int big = 0;
    for (int i = 0; i < 500; i++) {
      HttpResponse response = bench.get("/sensor");
      if (response.body() instanceof HttpResponse.Stream) {
        assertThat(big > 0 ? 0 : SensorBench.bytes(response).length)
            .isIn(0, Faults.BLOB_BYTES + 25);
        big++;
      }
    }
    assertThat(big).isBetween(70, 130);
  }

  @Test
  void memoryBlob_keeps5Megabytes_andTakes5To15MoreForEachRequest() {
    SensorConfig config = new SensorConfig("s", 1, 1000, Set.of(Fault.MEMORY_BLOB));
    Faults faults =
        new Faults(config, new SensorBench().clock, new SensorMetrics(new MetricRegistry()));
    assertThat(faults.retainedBytes()).isEqualTo(Faults.BLOB_BYTES);
    for (int i = 0; i < 10; i++) {
      faults.beforeReading();
      assertThat(faults.hoardedBytes()).isBetween(5_000_000L, 15_000_000L);
      faults.beforeScrape(new FakeRequest("/metrics", ""));
      assertThat(faults.hoardedBytes()).isBetween(5_000_000L, 15_000_000L);
    }
  }

  @Test
  void faults_holdUpFewRequestsAtATime() throws InterruptedException {
    SensorBench bench = new SensorBench(Fault.BLOCKING_SCRAPE);
    Thread[] held = new Thread[Faults.MAX_AT_A_TIME];
    FakeRequest[] requests = new FakeRequest[held.length];
    for (int i = 0; i < held.length; i++) {
      FakeRequest request = new FakeRequest("/metrics", "");
      requests[i] = request;
      held[i] = Thread.ofPlatform().start(() -> bench.get(request));
    }
    for (Thread thread : held) {
      while (thread.getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
    }
    assertThat(bench.get("/metrics").status()).as("answered at once").isEqualTo(200);
    bench.pass(Duration.ofSeconds(13));
    for (Thread thread : held) {
      thread.join();
    }
  }
}
