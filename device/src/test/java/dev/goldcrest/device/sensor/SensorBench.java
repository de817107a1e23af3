package dev.goldcrest.device.sensor;

import dev.goldcrest.device.FakeRequest;
import dev.goldcrest.model.Clock;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.lifecycle.VirtualScheduler;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A sensor in virtual time, asked through its routes. */
final class SensorBench {
  static final long START_MILLIS = 1_700_000_000_000L;
  static final String OPENMETRICS =
      "application/openmetrics-text;version=1.0.0;q=0.9,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";

  final VirtualScheduler scheduler = new VirtualScheduler(START_MILLIS);
  final MetricRegistry registry = new MetricRegistry();
  final LookedAtClock clock = new LookedAtClock();
  final SensorService service;
  final Router router;

  SensorBench(Fault... faults) {
    this(new SensorConfig("edge-01", 42, 1000, Set.of(faults)));
  }

  SensorBench(SensorConfig config) {
    service = SensorService.create(config, clock, scheduler, registry);
    router = service.routes();
  }

  /** The scheduler's time, which a busy loop can also make pass by looking at it. */
  final class LookedAtClock implements Clock {
    long nanosPerLook;
    private long lookedNanos;

    @Override
    public long wallMillis() {
      return scheduler.clock().wallMillis();
    }

    @Override
    public synchronized long monotonicNanos() {
      lookedNanos += nanosPerLook;
      return scheduler.clock().monotonicNanos() + lookedNanos;
    }
  }

  void pass(Duration time) {
    scheduler.advance(time);
  }

  HttpResponse get(String path) {
    return get(new FakeRequest(path, ""));
  }

  HttpResponse get(FakeRequest request) {
    try {
      List<String> segments = List.of(request.path().substring(1).split("/", -1));
      return router.match("GET", segments).orElseThrow().handler().handle(request);
    } catch (Exception e) {
      throw new AssertionError("a handler let an exception out", e);
    }
  }

  static byte[] bytes(HttpResponse response) {
    return switch (response.body()) {
      case HttpResponse.Bytes(byte[] bytes) -> bytes;
      case HttpResponse.Stream(HttpResponse.Writer writer) -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
          writer.writeTo(out);
        } catch (java.io.IOException e) {
          throw new AssertionError(e);
        }
        yield out.toByteArray();
      }
    };
  }

  String text(String path) {
    return new String(bytes(get(path)), StandardCharsets.UTF_8);
  }

  /** Returns the value of a series as a scrape shows it. */
  double metric(String series) {
    for (String line : text("/metrics").lines().toList()) {
      if (line.startsWith(series + " ")) {
        return Double.parseDouble(line.substring(series.length() + 1));
      }
    }
    throw new AssertionError("no series " + series);
  }
}
