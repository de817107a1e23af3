package dev.goldcrest.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goldcrest.wire.ByteBuilder;
import dev.goldcrest.wire.exposition.ExpositionFormat;
import dev.goldcrest.wire.exposition.ExpositionWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessCollectorTest {
  @TempDir Path proc;

  @Test
  void values_comeFromProc_inBaseUnits() throws IOException {
    Path self = Files.createDirectories(proc.resolve("self"));
    Files.writeString(proc.resolve("stat"), "cpu  1 2 3\nintr 5 6\nctxt 7\nbtime 1700000000\n");
    Files.writeString(
        self.resolve("stat"),
        "42 (a ) b (java) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 12 0 12345 999 888 0\n");
    Files.writeString(
        self.resolve("status"),
        "Name:\tjava\nVmPeak:\t  900 kB\nVmSize:\t  800 kB\nVmRSS:\t 64 kB\n");
    Files.writeString(
        self.resolve("limits"),
        "Limit   Soft Limit  Hard Limit  Units\nMax open files   1024   4096   files\n");
    for (String fd : new String[] {"0", "1", "2"}) {
      Files.createDirectories(self.resolve("fd").resolve(fd));
    }

    assertThat(exposed(new ProcessCollector(proc.toString())))
        .contains("# TYPE process_cpu_seconds_total counter\nprocess_cpu_seconds_total 2\n")
        .contains("\nprocess_start_time_seconds 1.70000012345e+09\n")
        .contains("\nprocess_resident_memory_bytes 65536\n")
        .contains("\nprocess_virtual_memory_bytes 819200\n")
        .contains("\nprocess_open_fds 2\n")
        .contains("\nprocess_max_fds 1024\n");
  }

  @Test
  void values_ofTheJvmRemain_whenThereIsNoProc() {
    String exposed = exposed(new ProcessCollector(proc.resolve("absent").toString()));

    assertThat(exposed)
        .doesNotContain("process_")
        .contains("\njvm_memory_used_bytes{area=\"heap\"} ")
        .contains("\njvm_memory_max_bytes{area=\"heap\"} " + Runtime.getRuntime().maxMemory());
  }

  @Test
  void values_areOfThisProcess_onLinux() {
    assumeTrue(Files.exists(Path.of("/proc/self/stat")), "there is no /proc");
    String exposed = exposed(new ProcessCollector());
    double startMillis = 1000 * value(exposed, "process_start_time_seconds");

    assertThat(value(exposed, "process_cpu_seconds_total")).isPositive();
    assertThat(value(exposed, "process_resident_memory_bytes")).isGreaterThan(10e6);
    assertThat(value(exposed, "process_open_fds")).isGreaterThan(2);
    assertThat(startMillis)
        .isCloseTo(
            ProcessHandle.current().info().startInstant().orElseThrow().toEpochMilli(),
            org.assertj.core.data.Offset.offset(2000.0));
  }

  @Test
  void promtool_accepts_whatIsExposed() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "promtool is not installed");
    MetricRegistry registry = new MetricRegistry();
    registry.register(new ProcessCollector());
    registry.counter("requests_total", "Requests.", "code").labels("200").inc();
    registry.histogram("wait_seconds", "Wait.", new double[] {0.1, 1}).observe(0.5);
    Process promtool =
        new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = promtool.getOutputStream()) {
      in.write(exposed(registry::writeTo).getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat("exit " + promtool.waitFor() + ": " + said).isEqualTo("exit 0: ");
  }

  private static double value(String exposed, String name) {
    int start = exposed.indexOf("\n" + name + " ") + name.length() + 2;
    return Double.parseDouble(exposed.substring(start, exposed.indexOf('\n', start)));
  }

  private static String exposed(Collector collector) {
    ByteBuilder out = new ByteBuilder(256);
    collector.collect(new ExpositionWriter(ExpositionFormat.TEXT, out));
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
