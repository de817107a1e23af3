package dev.goldcrest.device.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.runtime.http.HttpEventLoops;
import dev.goldcrest.runtime.http.HttpServer;
import dev.goldcrest.runtime.http.HttpServerConfig;
import dev.goldcrest.runtime.lifecycle.RealScheduler;
import dev.goldcrest.runtime.lifecycle.SystemClock;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import dev.goldcrest.wire.ByteBuilder;
import dev.goldcrest.wire.exposition.ExpositionFormat;
import dev.goldcrest.wire.exposition.ExpositionWriter;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The sensor behind the real server, in real time. */
@Timeout(30)
class SensorOverHttpTest {
  private final SystemClock clock = new SystemClock();
  private final RealScheduler scheduler = new RealScheduler(clock);
  private final MetricRegistry registry = new MetricRegistry();
  private final HttpEventLoops loops = new HttpEventLoops();
  private final ThreadPoolExecutor workers = (ThreadPoolExecutor) Executors.newFixedThreadPool(4);
  private SensorService service;
  private HttpServer server;

  private void start(Fault... faults) throws Exception {
    SensorConfig config = new SensorConfig("edge-01", 1, 10, Set.of(faults));
    service = SensorService.create(config, clock, scheduler, registry);
    HttpServerConfig http = HttpServerConfig.defaults("127.0.0.1", 0);
    server = HttpServer.start(http, service.routes(), workers, loops, clock);
  }

  @AfterEach
  void stop() {
    server.close();
    service.close();
    workers.shutdownNow();
    loops.close();
    scheduler.close();
  }

  private HttpURLConnection open(String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + path);
    return (HttpURLConnection) uri.toURL().openConnection();
  }

  private String get(String path) throws IOException {
    try (InputStream in = open(path).getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private String metrics() {
    ByteBuilder out = new ByteBuilder(4096);
    registry.writeTo(new ExpositionWriter(ExpositionFormat.TEXT, out));
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  /** Waits until a series has a value; the test's own timeout ends a wait in vain. */
  private void await(String line) {
    while (!metrics().contains(line + "\n")) {
      Thread.onSpinWait();
    }
  }

  @Test
  void routes_answerOverTheWire() throws Exception {
    start();
    assertThat(get("/sensor")).contains("\"sensor_id\":\"edge-01\"");
    assertThat(get("/metrics")).contains("sensor_failed_events_total{reason=\"cpu_spike\"} 0\n");
    assertThat(open("/metrics").getContentType())
        .isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(get("/-/healthy")).isEqualTo("Goldcrest sensor is healthy.\n");
    assertThat(open("/nothing").getResponseCode()).isEqualTo(404);
  }

  @Test
  void readings_comeInRealTime() throws Exception {
    start();
    String first = get("/sensor");
    while (get("/sensor").equals(first)) {
      Thread.onSpinWait();
    }
    await("sensor_queue_depth 0");
  }

  @Test
  void bigResponse_carries5Megabytes() throws Exception {
    start(Fault.BIG_RESPONSE);
    int longest = 0;
    for (int i = 0; i < 50 && longest < Faults.BLOB_BYTES; i++) {
      longest = Math.max(longest, get("/sensor").length());
    }
    assertThat(longest).isEqualTo(Faults.BLOB_BYTES + 25);
  }

  @Test
  void blockingScrape_leavesOtherRoutesAlone_andCountsTheClientThatGaveUp() throws Exception {
    start(Fault.BLOCKING_SCRAPE);
    try (Socket scraper = new Socket("127.0.0.1", server.port())) {
      scraper
          .getOutputStream()
          .write("GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      while (workers.getActiveCount() == 0) {
        Thread.onSpinWait();
      }
      assertThat(get("/sensor")).contains("\"status\":\"ok\"");
      assertThat(metrics()).contains("sensor_scrape_errors_total 0\n");
    }
    await("sensor_scrape_errors_total 1");
  }

  @Test
  void routeError_is500OverTheWire() throws Exception {
    start(Fault.ROUTE_ERROR);
    assertThat(open("/sensor").getResponseCode()).isEqualTo(500);
    await("sensor_failed_events_total{reason=\"route_error\"} 1");
  }
}
