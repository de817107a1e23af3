package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.wire.ByteBuilder;
import dev.goldcrest.wire.remotewrite.SnappyEncoder;
import dev.goldcrest.wire.remotewrite.WriteRequestWriter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server of little memory gets more than fits, as fast as it takes it, and is then queried. */
class MemoryPressureTest {
  private static final int SERIES = 2_000;
  private static final int STEP_MILLIS = 5_000;
  private static final int STEPS_PER_REQUEST = 12;
  private static final int REQUESTS = 70;
  private static final int STEPS = REQUESTS * STEPS_PER_REQUEST;
  private static final Duration LOAD_AT_MOST = Duration.ofSeconds(30);
  private static final long RETRY_MILLIS = 50;
  private static final int MAX_RESIDENT_KB = 90 * 1024;

  @TempDir private Path folder;

  private final Random random = new Random(7);
  private final double[] values = new double[SERIES];
  private final double[] sums = new double[SERIES];
  private final ByteBuilder message = new ByteBuilder(1 << 20);
  private final ByteBuilder body = new ByteBuilder(1 << 20);
  private final SnappyEncoder snappy = new SnappyEncoder();
  private final HttpClient client = HttpClient.newHttpClient();
  private int refused;

  @Test
  void server_keepsAllItAcknowledged_andStaysUp_underALoadThatDoesNotFit() throws Exception {
    int port = RunningProcess.freePort();
    try (RunningProcess server =
        RunningProcess.goldcrest(
            folder,
            "server",
            "--memory.limit=80MB",
            "--web.listen-address=127.0.0.1:" + port,
            "--web.enable-remote-write-receiver",
            "--storage.tsdb.path=" + folder.resolve("data"))) {
      Web web = new Web(port);
      Eventually.holds("ready", Duration.ofSeconds(60), web::isReady, server::text);
      long newest = System.currentTimeMillis() / STEP_MILLIS * STEP_MILLIS;
      long oldest = newest - (STEPS - 1L) * STEP_MILLIS;
      long started = System.nanoTime();
      for (int i = 0; i < REQUESTS; i++) {
        push(port, oldest + (long) i * STEPS_PER_REQUEST * STEP_MILLIS);
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      long samples = (long) SERIES * STEPS;
      System.out.println(
          "MemoryPressureTest: "
              + samples
              + " samples in "
              + seconds
              + " s, "
              + refused
              + " requests refused and sent again, "
              + blocks(web)
              + " blocks, resident at most "
              + peakKilobytes(server)
              + " kB");
      assertThat(samples).isGreaterThan(1_500_000);
      assertThat(seconds).isLessThan(LOAD_AT_MOST.toSeconds());
      assertAllIsThere(web, newest);
      queryEverything(web, oldest, newest);
      System.out.println(
          "MemoryPressureTest: after queries resident at most " + peakKilobytes(server) + " kB");
      assertThat(server.isAlive()).as(server.text()).isTrue();
      assertAllIsThere(web, newest);
      assertThat(peakKilobytes(server)).isLessThan(MAX_RESIDENT_KB);
    }
  }

  /** Sends one request, again and again while the server has no room, as senders do. */
  private void push(int port, long from) throws IOException, InterruptedException {
    long[] times = new long[STEPS_PER_REQUEST];
    long[] bits = new long[STEPS_PER_REQUEST];
    message.clear();
    WriteRequestWriter writer = new WriteRequestWriter(message);
    for (int s = 0; s < SERIES; s++) {
      for (int i = 0; i < STEPS_PER_REQUEST; i++) {
        values[s] += random.nextDouble() * 10;
        sums[s] += values[s];
        times[i] = from + (long) i * STEP_MILLIS;
        bits[i] = SampleValue.bits(values[s]);
      }
      writer.series(labels(s), times, bits, 0, STEPS_PER_REQUEST);
    }
    body.clear();
    snappy.compress(message.array(), 0, message.length(), body);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/write"))
            .timeout(LOAD_AT_MOST)
            .header("Content-Type", "application/x-protobuf")
            .header("Content-Encoding", "snappy")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body.array(), 0, body.length()))
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    while (response.statusCode() == 503) {
      assertThat(response.body()).contains("MB allowed");
      refused++;
      Thread.sleep(RETRY_MILLIS);
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    }
    assertThat(response.statusCode()).as(response.body()).isEqualTo(204);
  }

  private static Labels labels(int series) {
    return Labels.of(
        "__name__", "m" + series % 50 + "_total", "i", Integer.toString(series), "job", "push");
  }

  private void assertAllIsThere(Web web, long newest) throws IOException, InterruptedException {
    for (int s = 0; s < SERIES; s += 97) {
      String window = labels(s) + "[" + STEPS * STEP_MILLIS / 1000 + "s]";
      double time = newest / 1000.0;
      assertThat(number(web.query("count_over_time(" + window + ")", time))).isEqualTo(STEPS);
      assertThat(number(web.query("sum_over_time(" + window + ")", time)))
          .isCloseTo(sums[s], Percentage.withPercentage(1e-9));
    }
  }

  private static double number(List<String> lines) {
    assertThat(lines).hasSize(1);
    return Double.parseDouble(lines.getFirst().substring(lines.getFirst().indexOf(' ') + 1));
  }

  /** Asks for everything, three questions at a time; each is answered or refused with figures. */
  private static void queryEverything(Web web, long oldest, long newest) throws Exception {
    String hour = "&start=" + oldest / 1000 + "&end=" + newest / 1000 + "&step=15";
    List<String> paths = new ArrayList<>();
    for (String expression :
        List.of(
            "{job=\"push\"}",
            "rate({job=\"push\"}[5m])",
            "sum by (__name__) (rate({job=\"push\"}[5m]))")) {
      paths.add("/api/v1/query_range?query=" + Web.encoded(expression) + hour);
    }
    String everything = Web.encoded("{job=\"push\"}[1h]");
    paths.add("/api/v1/query?query=" + everything + "&time=" + newest / 1000);
    try (ExecutorService callers = Executors.newFixedThreadPool(3)) {
      List<Future<String>> answers = new ArrayList<>();
      for (String path : paths) {
        for (int i = 0; i < 3; i++) {
          answers.add(callers.submit(() -> ask(web, path)));
        }
      }
      for (Future<String> answer : answers) {
        System.out.println("MemoryPressureTest: " + answer.get());
      }
    }
  }

  private static String ask(Web web, String path) throws IOException, InterruptedException {
    long started = System.nanoTime();
    HttpResponse<String> response = web.get(path);
    long millis = (System.nanoTime() - started) / 1_000_000;
    String text = response.body().substring(0, Math.min(120, response.body().length()));
    assertThat(response.statusCode()).as(text).isIn(200, 422);
    return path + " " + response.statusCode() + " in " + millis + " ms: " + text;
  }

  private static int blocks(Web web) throws IOException, InterruptedException {
    for (String line : web.get("/metrics").body().split("\n")) {
      if (line.startsWith("prometheus_tsdb_blocks_loaded ")) {
        return (int) Double.parseDouble(line.substring(line.indexOf(' ')));
      }
    }
    throw new AssertionError("no count of blocks");
  }

  private static long peakKilobytes(RunningProcess server) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/" + server.pid() + "/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", ""));
      }
    }
    throw new AssertionError("no VmHWM for " + server.pid());
  }
}
