package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A data folder that fills up or cannot be written: the process says so, keeps what it has, and
 * recovers.
 */
class DiskTroubleTest {
  private static final Duration WAIT = Duration.ofSeconds(40);
  private static final int DISK_MB = 40;

  @TempDir private Path folder;
  private Path disk;
  private int port;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=" + DISK_MB + "m", "tmpfs", disk.toString()),
        "no file system can be mounted here: that takes root");
    port = RunningProcess.freePort();
    Files.writeString(
        folder.resolve("p.yml"),
        """
        global: {scrape_interval: 200ms, scrape_timeout: 200ms}
        scrape_configs:
          - {job_name: self, static_configs: [{targets: ["127.0.0.1:PORT"]}]}
        """
            .replace("PORT", String.valueOf(port)));
  }

  @AfterEach
  void unmount() throws Exception {
    run("umount", "-l", disk.toString());
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
  }

  private RunningProcess server(String... more) throws IOException {
    String[] arguments = new String[5 + more.length];
    arguments[0] = "server";
    arguments[1] = "--memory.limit=80MB";
    arguments[2] = "--config.file=p.yml";
    arguments[3] = "--storage.tsdb.path=" + disk.resolve("data");
    arguments[4] = "--web.listen-address=127.0.0.1:" + port;
    System.arraycopy(more, 0, arguments, 5, more.length);
    return RunningProcess.goldcrest(folder, arguments);
  }

  private Path fill(int leaveBytes) throws IOException {
    Path filler = disk.resolve("filler");
    long free = Files.getFileStore(disk).getUsableSpace();
    try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
      byte[] piece = new byte[64 << 10];
      for (long left = free - leaveBytes; left > 0; left -= piece.length) {
        file.write(piece, 0, (int) Math.min(left, piece.length));
      }
    } catch (IOException full) {
      // Somebody else took the last blocks: full is what this is for.
    }
    return filler;
  }

  private static double samples(Web web) throws Exception {
    return web.scalar("sum(count_over_time({job=\"self\", __name__=\"up\"}[1h]))");
  }

  @Test
  void lowSpace_stopsWritingWithTheReason_andEndsByItself() throws Exception {
    try (RunningProcess server = server()) {
      Web web = new Web(port);
      Eventually.holds("samples", WAIT, () -> samples(web) > 10, server::text);
      Path filler = fill(8 << 20);
      Eventually.holds(
          "read-only",
          WAIT,
          () -> web.get("/metrics").body().contains("goldcrest_storage_read_only 1"),
          server::text);
      assertThat(web.data("/api/v1/status/runtimeinfo").toString()).contains("free");
      assertThat(web.get("/-/healthy").statusCode()).isEqualTo(200);
      double before = samples(web);
      assertThat(before).isGreaterThan(10);
      Files.delete(filler);
      Eventually.holds("writing again", WAIT, () -> samples(web) > before + 5, server::text);
      server.terminate();
      assertThat(server.awaitExit(Duration.ofSeconds(5))).as(server.text()).isZero();
    }
  }

  @Test
  void fullDisk_losesNothingStored_andTheProcessGoesOn() throws Exception {
    double before;
    try (RunningProcess server = server("--storage.min-free-disk=0")) {
      Web web = new Web(port);
      Eventually.holds("samples", WAIT, () -> samples(web) > 10, server::text);
      Path filler = fill(0);
      Eventually.holds(
          "the target's page tells that samples cannot be stored",
          WAIT,
          () -> web.data("/api/v1/targets").toString().contains("No space left"),
          server::text);
      before = samples(web);
      assertThat(before).isGreaterThan(10);
      assertThat(server.isAlive()).isTrue();
      Files.delete(filler);
      Eventually.holds("writing again", WAIT, () -> samples(web) > before + 5, server::text);
      server.kill();
    }
    try (RunningProcess server = server()) {
      Web web = new Web(port);
      Eventually.holds("all there", WAIT, () -> samples(web) >= before, server::text);
    }
  }

  @Test
  void unwritableFolder_isRefusedWithTheRemedy() throws Exception {
    assertThat(run("mount", "-o", "remount,ro", disk.toString())).isTrue();
    try (RunningProcess server = server()) {
      assertThat(server.awaitExit(WAIT)).isEqualTo(1);
      List<String> lines = server.output().stream().filter(l -> !l.isBlank()).toList();
      assertThat(lines).hasSize(1);
      assertThat(lines.getFirst()).contains(disk.toString());
    }
  }
}
