package dev.goldcrest.device.sensor;

import dev.goldcrest.runtime.telemetry.Counter;
import dev.goldcrest.runtime.telemetry.Gauge;
import dev.goldcrest.runtime.telemetry.Histogram;
import dev.goldcrest.runtime.telemetry.MetricFamily;
import dev.goldcrest.runtime.telemetry.MetricRegistry;

/** The sensor's own metrics, registered together and present from the start. */
final class SensorMetrics {
  private static final double[] REQUEST_SECONDS = {
    0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10
  };
  private static final double[] PROCESSING_SECONDS = {0.0001, 0.001, 0.01, 0.1, 1, 10};

  final MetricFamily<Counter> requests;
  final MetricFamily<Histogram> requestDuration;
  final Histogram processingLatency;
  final Counter cpuSpikes;
  final Counter routeErrors;
  final Counter scrapeErrors;
  final Gauge cpuSpike;
  final Gauge memory;
  final Gauge queueDepth;
  final Gauge temperature;
  final Gauge humidity;

  SensorMetrics(MetricRegistry registry) {
    requests =
        registry.counter("sensor_requests_total", "Requests that were answered.", "route", "code");
    requestDuration =
        registry.histogram(
            "sensor_request_duration_seconds",
            "Time from a request's arrival at its handler until its answer was ready.",
            REQUEST_SECONDS,
            "route");
    processingLatency =
        registry.histogram(
            "sensor_processing_latency_seconds",
            "Time from when a reading was due until it was processed.",
            PROCESSING_SECONDS);
    MetricFamily<Counter> failures =
        registry.counter(
            "sensor_failed_events_total", "Events of the sensor that went wrong.", "reason");
    cpuSpikes = failures.labels("cpu_spike");
    routeErrors = failures.labels("route_error");
    scrapeErrors =
        registry.counter(
            "sensor_scrape_errors_total",
            "Scrapes that failed, or whose client was gone before the answer was ready.");
    cpuSpike =
        registry.gauge("sensor_cpu_spike", "1 since a scrape burnt a processor, otherwise 0.");
    memory = registry.gauge("sensor_memory_bytes", "Resident memory of the sensor's process.");
    queueDepth = registry.gauge("sensor_queue_depth", "Readings that wait to be processed.");
    temperature =
        registry.gauge("sensor_temperature_celsius", "Temperature of the newest reading.");
    humidity =
        registry.gauge(
            "sensor_humidity_percent", "Relative humidity of the newest reading, 0 to 100.");
  }
}
