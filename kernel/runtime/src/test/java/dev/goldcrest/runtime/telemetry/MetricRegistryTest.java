package dev.goldcrest.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.ByteBuilder;
import dev.goldcrest.wire.exposition.ExpositionFormat;
import dev.goldcrest.wire.exposition.ExpositionWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MetricRegistryTest {
  private final MetricRegistry registry = new MetricRegistry();

  @Test
  void exposition_hasEveryKindOfMetric_inOrderOfRegistration() {
    MetricFamily<Counter> requests = registry.counter("requests_total", "Requests.", "code");
    Gauge depth = registry.gauge("queue_depth", "Depth.");
    Histogram wait = registry.histogram("wait_seconds", "Wait.", new double[] {0.1, 1});
    registry.gaugeCallback("heap_bytes", "Heap.", () -> 42);
    registry.counterCallback(
        "reads_total",
        "Reads.",
        sink -> {
          sink.sample(1, "sda");
          sink.sample(2, "sdb");
        },
        "device");
    registry.register(sink -> {
      sink.family("up", MetricType.GAUGE, "Up.");
      sink.sample(1);
    });

    requests.labels("200").inc();
    requests.labels("200").add(2);
    requests.labels("500").add(0.5);
    depth.set(3);
    depth.inc();
    depth.dec();
    depth.add(-1.5);
    wait.observe(0.1);
    wait.observeNanos(200_000_000);
    wait.observe(5);

    assertThat(exposed())
        .isEqualTo(
            """
            # HELP requests_total Requests.
            # TYPE requests_total counter
            requests_total{code="200"} 3
            requests_total{code="500"} 0.5
            # HELP queue_depth Depth.
            # TYPE queue_depth gauge
            queue_depth 1.5
            # HELP wait_seconds Wait.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{le="0.1"} 1
            wait_seconds_bucket{le="1"} 2
            wait_seconds_bucket{le="+Inf"} 3
            wait_seconds_sum 5.3
            wait_seconds_count 3
            # HELP heap_bytes Heap.
            # TYPE heap_bytes gauge
            heap_bytes 42
            # HELP reads_total Reads.
            # TYPE reads_total counter
            reads_total{device="sda"} 1
            reads_total{device="sdb"} 2
            # HELP up Up.
            # TYPE up gauge
            up 1
            """);
  }

  @Test
  void children_areCreatedOnce_andKeepTheirOwnLabelValues() {
    MetricFamily<Gauge> family = registry.gauge("g", "G.", "a", "b");
    String[] values = {"1", "2"};
    Gauge first = family.labels(values);
    values[0] = "changed";

    assertThat(family.labels("1", "2")).isSameAs(first);
    assertThat(family.labels("2", "1")).isNotSameAs(first);
  }

  @Test
  void children_areCountedTogether_beyondTheLimit() {
    MetricFamily<Counter> family = registry.counter("c_total", "C.", "path", "code");
    for (int i = 0; i < MetricFamily.MAX_CHILDREN + 10; i++) {
      family.labels("/" + i, "200").inc();
    }

    assertThat(exposed())
        .contains("c_total{path=\"/255\",code=\"200\"} 1\n")
        .doesNotContain("path=\"/256\"")
        .contains("c_total{path=\"overflow\",code=\"overflow\"} 10\n");
  }

  @Test
  void counting_losesNothing_whenThreadsCountTogether() throws InterruptedException {
    MetricFamily<Counter> counters = registry.counter("c_total", "C.", "n");
    Gauge gauge = registry.gauge("g", "G.");
    Histogram histogram = registry.histogram("h", "H.", new double[] {1});
    Thread[] threads = new Thread[4];
    for (int t = 0; t < threads.length; t++) {
      threads[t] =
          new Thread(() -> {
            for (int i = 0; i < 20_000; i++) {
              counters.labels(Integer.toString(i % 7)).add(0.5);
              gauge.inc();
              histogram.observe(i % 2 * 2);
            }
          });
      threads[t].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }

    double counted = 0;
    for (int n = 0; n < 7; n++) {
      counted += counters.labels(Integer.toString(n)).value();
    }
    assertThat(counted).isEqualTo(40_000);
    assertThat(gauge.value()).isEqualTo(80_000);
    assertThat(histogram.counts()).containsExactly(40_000, 40_000);
    assertThat(histogram.sum()).isEqualTo(80_000);
  }

  @Test
  void registry_refusesDefects_sayingWhat() {
    Counter counter = registry.counter("a_total", "A.");
    assertThatThrownBy(() -> registry.gauge("a_total", "Again."))
        .hasMessage("BUG: metric a_total is registered twice");
    assertThatThrownBy(() -> registry.gauge("a-b", "")).hasMessageContaining("\"a-b\"");
    assertThatThrownBy(() -> registry.gauge("b", "", "le")).hasMessageContaining("\"le\"");
    assertThatThrownBy(() -> registry.histogram("h", "", new double[] {1, 1}))
        .hasMessageContaining("[1.0, 1.0]");
    assertThatThrownBy(() -> counter.add(-1)).hasMessage("BUG: adding -1 to a counter");
    assertThatThrownBy(() -> counter.add(Double.NaN)).hasMessage("BUG: adding NaN to a counter");
    assertThatThrownBy(() -> registry.gauge("c", "", "x").labels())
        .hasMessage("BUG: 0 label values for c, which has labels x");
  }

  private String exposed() {
    ByteBuilder out = new ByteBuilder(256);
    registry.writeTo(new ExpositionWriter(ExpositionFormat.TEXT, out));
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
