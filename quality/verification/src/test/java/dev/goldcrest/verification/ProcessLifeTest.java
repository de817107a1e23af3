package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.verification.ClientsTest.Ports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the process starts and ends: on time, on signals, and when it is killed. */
class ProcessLifeTest {
  private static final Duration WAIT = Duration.ofSeconds(40);

  @TempDir private Path folder;

  private RunningProcess demo(Ports ports, String... more) throws Exception {
    String[] flags = ports.asFlags();
    String[] arguments = new String[2 + flags.length + more.length];
    arguments[0] = "demo";
    arguments[1] = "--dir=" + folder.resolve("data");
    System.arraycopy(flags, 0, arguments, 2, flags.length);
    System.arraycopy(more, 0, arguments, 2 + flags.length, more.length);
    return RunningProcess.goldcrest(folder, arguments);
  }

  @Test
  void demo_isReadyWithinTwoSecondsOfItsStart() throws Exception {
    try (RunningProcess warmUp = demo(Ports.free(), "--duration=1s")) {
      assertThat(warmUp.awaitExit(WAIT)).as(warmUp.text()).isZero();
    }
    Ports ports = Ports.free();
    long start = System.nanoTime();
    try (RunningProcess demo = demo(ports)) {
      Web web = new Web(ports.server());
      Eventually.holds("ready", WAIT, web::isReady, demo::text);
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      System.out.println("ready after " + taken.toMillis() + " ms, launcher included");
      assertThat(taken).isLessThan(Duration.ofSeconds(2));
    }
  }

  @Test
  void duration_endsTheDemoByItself() throws Exception {
    try (RunningProcess demo = demo(Ports.free(), "--duration=2s")) {
      assertThat(demo.awaitExit(WAIT)).as(demo.text()).isZero();
    }
  }

  @Test
  void sigterm_endsWithinFiveSecondsAndStatusZero() throws Exception {
    Ports ports = Ports.free();
    try (RunningProcess demo = demo(ports)) {
      Web web = new Web(ports.server());
      Eventually.holds("scraped", WAIT, () -> web.scalar("sum(up)") == 3, demo::text);
      demo.terminate();
      assertThat(demo.awaitExit(Duration.ofSeconds(5))).as(demo.text()).isZero();
    }
  }

  @Test
  void sigkill_losesNoSampleOlderThanTheFlushInterval() throws Exception {
    killAndRestart(2);
  }

  @Test
  @Tag("soak")
  void sigkill_losesNothingHoweverOftenItComes() throws Exception {
    killAndRestart(20);
  }

  private void killAndRestart(int times) throws Exception {
    Files.writeString(
        folder.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 100ms, scrape_timeout: 100ms}
        scrape_configs:
          - job_name: self
            static_configs:
              - targets: ["127.0.0.1:PORT"]
        """);
    for (int round = 0; round < times; round++) {
      int port = RunningProcess.freePort();
      Path config = folder.resolve("round.yml");
      Files.writeString(
          config,
          Files.readString(folder.resolve("prometheus.yml")).replace("PORT", String.valueOf(port)));
      Map<String, String> before;
      double killedAt;
      try (RunningProcess server = server(port)) {
        Web web = new Web(port);
        Eventually.holds(
            "samples are coming in",
            WAIT,
            () -> web.scalar("count_over_time(up{instance=\"127.0.0.1:" + port + "\"}[1m])") > 25,
            server::text);
        killedAt = System.currentTimeMillis() / 1000.0;
        before = Map.of("up", samples(web, killedAt), "cpu", cpu(web, killedAt));
        server.kill();
      }
      try (RunningProcess server = server(port)) {
        Web web = new Web(port);
        Eventually.holds("ready again", WAIT, web::isReady, server::text);
        assertThat(samples(web, killedAt)).isEqualTo(before.get("up"));
        assertThat(cpu(web, killedAt)).isEqualTo(before.get("cpu"));
        server.terminate();
        assertThat(server.awaitExit(Duration.ofSeconds(5))).isZero();
      }
    }
  }

  // What a query before the kill saw had been committed, so all of it must be there afterwards.
  private static String samples(Web web, double at) throws Exception {
    return String.join("\n", web.query("up[1h]", at - 0.3));
  }

  private static String cpu(Web web, double at) throws Exception {
    return String.join("\n", web.query("process_cpu_seconds_total[1h]", at - 0.3));
  }

  private RunningProcess server(int port) throws Exception {
    return RunningProcess.goldcrest(
        folder,
        List.of(
                "server",
                "--memory.limit=80MB",
                "--config.file=round.yml",
                "--storage.tsdb.path=data",
                "--web.listen-address=127.0.0.1:" + port)
            .toArray(new String[0]));
  }
}
