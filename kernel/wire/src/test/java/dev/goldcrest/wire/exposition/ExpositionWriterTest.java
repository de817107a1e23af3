package dev.goldcrest.wire.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.ByteBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ExpositionWriterTest {
  private final ByteBuilder out = new ByteBuilder(64);

  static void writeExample(MetricSink sink) {
    sink.family("requests_total", MetricType.COUNTER, "Requests \"served\".", "code", "path");
    sink.sample(3, "200", "/a\"b\\c\nd");
    sink.sample(1e21, "500", "é");
    sink.family("temperature_celsius", MetricType.GAUGE, "Line one\nline \\ two.");
    sink.sample(-0.5);
    sink.family("wait_seconds", MetricType.HISTOGRAM, "Waiting.", "queue");
    sink.histogram(new double[] {0.005, 1}, new long[] {1, 0, 2}, 7.25, "main");
    sink.family("pause_seconds", MetricType.SUMMARY, "Pauses.");
    sink.summary(new double[] {0.5, 1}, new double[] {Double.NaN, 2}, 4, 3.5);
    sink.family("pages_in", MetricType.UNKNOWN, "Pages.");
    sink.sample(Double.POSITIVE_INFINITY);
  }

  @Test
  void text_hasClassicNamesAndTypes() {
    writeExample(new ExpositionWriter(ExpositionFormat.TEXT, out));

    assertThat(text())
        .isEqualTo(
            """
            # HELP requests_total Requests "served".
            # TYPE requests_total counter
            requests_total{code="200",path="/a\\"b\\\\c\\nd"} 3
            requests_total{code="500",path="é"} 1e+21
            # HELP temperature_celsius Line one\\nline \\\\ two.
            # TYPE temperature_celsius gauge
            temperature_celsius -0.5
            # HELP wait_seconds Waiting.
            # TYPE wait_seconds histogram
            wait_seconds_bucket{queue="main",le="0.005"} 1
            wait_seconds_bucket{queue="main",le="1"} 1
            wait_seconds_bucket{queue="main",le="+Inf"} 3
            wait_seconds_sum{queue="main"} 7.25
            wait_seconds_count{queue="main"} 3
            # HELP pause_seconds Pauses.
            # TYPE pause_seconds summary
            pause_seconds{quantile="0.5"} NaN
            pause_seconds{quantile="1"} 2
            pause_seconds_sum 3.5
            pause_seconds_count 4
            # HELP pages_in Pages.
            # TYPE pages_in untyped
            pages_in +Inf
            """);
  }

  @Test
  void openMetrics_hasFamilyNamesUnitsAndEnd() {
    ExpositionWriter writer = new ExpositionWriter(ExpositionFormat.OPENMETRICS, out);
    writeExample(writer);
    writer.finish();

    assertThat(text())
        .isEqualTo(
            """
            # HELP requests Requests \\"served\\".
            # TYPE requests counter
            requests_total{code="200",path="/a\\"b\\\\c\\nd"} 3
            requests_total{code="500",path="é"} 1e+21
            # HELP temperature_celsius Line one\\nline \\\\ two.
            # TYPE temperature_celsius gauge
            # UNIT temperature_celsius celsius
            temperature_celsius -0.5
            # HELP wait_seconds Waiting.
            # TYPE wait_seconds histogram
            # UNIT wait_seconds seconds
            wait_seconds_bucket{queue="main",le="0.005"} 1
            wait_seconds_bucket{queue="main",le="1.0"} 1
            wait_seconds_bucket{queue="main",le="+Inf"} 3
            wait_seconds_sum{queue="main"} 7.25
            wait_seconds_count{queue="main"} 3
            # HELP pause_seconds Pauses.
            # TYPE pause_seconds summary
            # UNIT pause_seconds seconds
            pause_seconds{quantile="0.5"} NaN
            pause_seconds{quantile="1.0"} 2
            pause_seconds_sum 3.5
            pause_seconds_count 4
            # HELP pages_in Pages.
            # TYPE pages_in unknown
            pages_in +Inf
            # EOF
            """);
  }

  @Test
  void openMetrics_callsACounterUnknown_whenItsNameDoesNotEndInTotal() {
    ExpositionWriter writer = new ExpositionWriter(ExpositionFormat.OPENMETRICS, out);
    writer.family("context_switches", MetricType.COUNTER, "Switches.");
    writer.sample(1);

    assertThat(text()).contains("# TYPE context_switches unknown\ncontext_switches 1\n");
  }

  @Test
  void openMetrics_namesTheUnitOfACounter_withoutTotal() {
    new ExpositionWriter(ExpositionFormat.OPENMETRICS, out)
        .family("cpu_seconds_total", MetricType.COUNTER, "CPU.");

    assertThat(text()).endsWith("# UNIT cpu_seconds seconds\n");
  }

  @Test
  void writer_refusesDefects_sayingWhat() {
    ExpositionWriter writer = new ExpositionWriter(ExpositionFormat.TEXT, out);
    assertThatThrownBy(() -> writer.family("a b", MetricType.GAUGE, ""))
        .hasMessage("BUG: metric name \"a b\" is not in [a-zA-Z0-9_:]");
    assertThatThrownBy(() -> writer.family("a", MetricType.GAUGE, "", "b-c"))
        .hasMessage("BUG: label name \"b-c\" of a is not in [a-zA-Z0-9_]");
    assertThatThrownBy(() -> writer.family("a", MetricType.INFO, ""))
        .hasMessageContaining("of type info");
    writer.family("a", MetricType.GAUGE, "", "b");
    assertThatThrownBy(() -> writer.sample(1)).hasMessageContaining("0 label values");
    assertThatThrownBy(() -> writer.histogram(new double[0], new long[1], 0, "x"))
        .hasMessage("BUG: a histogram for the gauge family a");
    writer.family("h", MetricType.HISTOGRAM, "");
    assertThatThrownBy(() -> writer.sample(1))
        .hasMessage("BUG: a plain sample for the histogram family h");
  }

  @Test
  void negotiation_choosesTheFormat_byWeightThenOrder() {
    assertFormat(null, ExpositionFormat.TEXT);
    assertFormat("", ExpositionFormat.TEXT);
    assertFormat("*/*", ExpositionFormat.TEXT);
    assertFormat("text/html,application/xhtml+xml,*/*;q=0.8", ExpositionFormat.TEXT);
    assertFormat("application/openmetrics-text", ExpositionFormat.OPENMETRICS);
    assertFormat("Application/OpenMetrics-Text; Version=1.0.0", ExpositionFormat.OPENMETRICS);
    assertFormat("application/*", ExpositionFormat.OPENMETRICS);
    assertFormat(
        "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,"
            + "application/openmetrics-text;version=0.0.1;q=0.5,"
            + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,"
            + "text/plain;version=0.0.4;q=0.3,*/*;q=0.2",
        ExpositionFormat.OPENMETRICS);
    assertFormat("text/plain;q=0.9,application/openmetrics-text;q=0.3", ExpositionFormat.TEXT);
    assertFormat("text/plain, application/openmetrics-text", ExpositionFormat.TEXT);
    assertFormat("application/openmetrics-text, text/plain", ExpositionFormat.OPENMETRICS);
    assertFormat("application/openmetrics-text;version=2.0.0,*/*;q=0.1", ExpositionFormat.TEXT);
    assertFormat("application/openmetrics-text;q=0, */*;q=0.1", ExpositionFormat.TEXT);
    assertFormat("application/openmetrics-text;q=x, text/plain;q=0.1", ExpositionFormat.TEXT);
    assertFormat("application/vnd.google.protobuf;q=0.7", ExpositionFormat.TEXT);
  }

  @Test
  void contentType_namesTheParser_whateverItsParameters() {
    assertThat(ExpositionFormat.ofContentType("text/plain")).contains(ExpositionFormat.TEXT);
    for (ExpositionFormat format : ExpositionFormat.values()) {
      assertThat(ExpositionFormat.ofContentType(format.contentType())).contains(format);
    }
    assertThat(ExpositionFormat.ofContentType("text/html; charset=utf-8")).isEmpty();
  }

  @Test
  void promtool_accepts_whatWeWrite() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "promtool is not installed");
    ExpositionWriter writer = new ExpositionWriter(ExpositionFormat.TEXT, out);
    writer.family("requests_total", MetricType.COUNTER, "Requests \"served\".", "code", "path");
    writer.sample(3, "200", "/a\"b\\c\nd");
    writer.family("wait_seconds", MetricType.HISTOGRAM, "Waiting.", "queue");
    writer.histogram(new double[] {0.005, 1}, new long[] {1, 0, 2}, 7.25, "main");
    writer.family("pause_seconds", MetricType.SUMMARY, "Pauses.");
    writer.summary(new double[] {0.5, 1}, new double[] {Double.NaN, 2}, 4, 3.5);
    writer.family("queue_depth", MetricType.GAUGE, "Waiting now.");
    writer.sample(2);

    assertThat(checkMetrics()).isEqualTo("exit 0: ");
  }

  private String checkMetrics() throws IOException, InterruptedException {
    Process promtool =
        new ProcessBuilder("/usr/bin/promtool", "check", "metrics")
            .redirectErrorStream(true)
            .start();
    try (OutputStream in = promtool.getOutputStream()) {
      out.writeTo(in);
    }
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return "exit " + promtool.waitFor() + ": " + said;
  }

  private static void assertFormat(String accept, ExpositionFormat expected) {
    assertThat(ExpositionFormat.negotiate(accept)).as(accept).isEqualTo(expected);
  }

  private String text() {
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
