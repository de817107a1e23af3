package dev.goldcrest.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.Labels;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.testkit.ManualClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process is killed while it writes; the page cache keeps what it had committed. */
class KillTest {
  private static final long START = 1_700_000_000_000L;
  private static final Labels SERIES = Labels.of("__name__", "m");
  private static final int ROUNDS = 3;
  private static final int LINES_PER_ROUND = 300;

  @Test
  void nothingCommitted_isMissing_afterTheProcessWasKilled(@TempDir Path dir) throws Exception {
    long last = 0;
    for (int round = 0; round < ROUNDS; round++) {
      last = writeAndKill(dir, last + 1);
      ManualClock clock = new ManualClock(START + 10_000_000);
      try (Tsdb tsdb = Tsdb.open(TsdbConfig.of(dir), clock, (done, total) -> {})) {
        TreeMap<Long, Long> found = Samples.all(tsdb).get(SERIES);
        for (long i = 1; i <= last; i++) {
          assertThat(found).containsEntry(START + i, i * 3);
        }
        last = found.lastKey() - START;
      }
    }
    assertThat(last).isGreaterThanOrEqualTo(ROUNDS * LINES_PER_ROUND);
  }

  private static long writeAndKill(Path dir, long from) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                KillTest.class.getName(),
                dir.toString(),
                Long.toString(from))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long last = 0;
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < LINES_PER_ROUND; i++) {
        last = Long.parseLong(lines.readLine());
      }
    } finally {
      child.destroyForcibly().waitFor();
    }
    return last;
  }

  /** The child: prints the number of each sample once it is committed. */
  public static void main(String[] args) throws Exception {
    Clock clock = new ManualClock(START + 10_000_000);
    Tsdb tsdb = Tsdb.open(TsdbConfig.of(Path.of(args[0])), clock, (done, total) -> {});
    for (long i = Long.parseLong(args[1]); ; i++) {
      try (Appender appender = tsdb.appender()) {
        appender.append(0, SERIES, START + i, i * 3);
        appender.commit();
      }
      System.out.println(i);
    }
  }
}
