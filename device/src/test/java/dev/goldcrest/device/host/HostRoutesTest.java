package dev.goldcrest.device.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.device.FakeRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import dev.goldcrest.testkit.ManualClock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostRoutesTest {
  @TempDir Path folder;

  private final MetricRegistry registry = new MetricRegistry();
  private final Router router = HostRoutes.addTo(new Router(), registry);

  @BeforeEach
  void register() {
    HostTree tree = HostTree.complete(folder);
    registry.register(new HostCollector(tree.paths(), new ManualClock(1_700_000_000_000L)));
  }

  private HttpResponse get(String path, String accept) throws Exception {
    Router.Match match =
        router.match("GET", List.of(path.substring(1).split("/", -1))).orElseThrow();
    return match.handler().handle(new FakeRequest(path, accept));
  }

  private static String text(HttpResponse response) {
    return new String(((HttpResponse.Bytes) response.body()).bytes(), StandardCharsets.UTF_8);
  }

  @Test
  void metrics_areWrittenAsText() throws Exception {
    HttpResponse response = get("/metrics", "");
    assertThat(response.contentType()).isEqualTo("text/plain; version=0.0.4; charset=utf-8");
    assertThat(text(response))
        .contains("# TYPE node_cpu_seconds_total counter\n")
        .contains("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"} 50\n")
        .contains("# TYPE node_vmstat_pgfault untyped\n")
        .contains("goldcrest_cgroup_tasks_limit +Inf\n");
  }

  @Test
  void metrics_areWrittenAsOpenMetrics_whenAskedFor() throws Exception {
    HttpResponse response = get("/metrics", "application/openmetrics-text;version=1.0.0");
    assertThat(response.contentType())
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    assertThat(text(response))
        .contains("# TYPE node_cpu_seconds counter\n")
        .contains("# TYPE node_vmstat_pgfault unknown\n")
        .endsWith("# EOF\n");
  }

  @Test
  void metrics_areCollectedOnAWorker() {
    assertThat(router.match("GET", List.of("metrics")).orElseThrow().execution())
        .isEqualTo(Router.Execution.WORKER);
  }

  @Test
  void healthAndIndex_areOneLineOfText() throws Exception {
    assertThat(text(get("/-/healthy", ""))).isEqualTo("Goldcrest host sensor is healthy.\n");
    assertThat(text(get("/", ""))).isEqualTo("Goldcrest host sensor: /metrics /-/healthy\n");
  }
}
