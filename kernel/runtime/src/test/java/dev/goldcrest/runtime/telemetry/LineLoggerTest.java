package dev.goldcrest.runtime.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineLoggerTest {
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private final System.Logger log = System.getLogger("dev.goldcrest.scrape");

  @BeforeEach
  void capture() {
    LineLogger.writeTo(
        new ManualClock(1_769_853_600_007L),
        new PrintStream(written, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void restore() {
    LineLogger.setLevel(Level.INFO);
    LineLogger.writeTo(new dev.goldcrest.runtime.lifecycle.SystemClock(), System.err);
  }

  @Test
  void record_isOneLine_withTimeLevelAndComponent() {
    log.log(Level.WARNING, "target \"a\\b\"\nis down\u001b[31m");

    assertThat(lines())
        .isEqualTo(
            "ts=2026-01-31T10:00:00.007Z level=warn component=scrape"
                + " msg=\"target \\\"a\\\\b\\\"\\nis down?[31m\"\n");
  }

  @Test
  void component_isTheWholeName_whenTheLoggerIsNotOurs() {
    System.getLogger("io.netty.channel").log(Level.ERROR, "x {0}", 5);

    assertThat(lines()).contains("level=error component=io.netty.channel msg=\"x 5\"");
  }

  @Test
  void exception_isNamedWithItsCauses_withoutStackForTheWorldsFailures() {
    log.log(Level.ERROR, "scrape failed", new IOException("no route", new IOException("down")));

    assertThat(lines())
        .endsWith("err=\"IOException: no route: caused by IOException: down\"\n")
        .doesNotContain(" at=");
  }

  @Test
  void exception_showsWhereItHappened_whenItIsOurDefect() {
    log.log(Level.ERROR, "scrape failed", new IllegalStateException("BUG: x"));

    assertThat(lines())
        .contains("err=\"IllegalStateException: BUG: x\" at=\"LineLoggerTest.exception_shows")
        .contains(" < ");
  }

  @Test
  void record_isDropped_belowTheLevel() {
    log.log(Level.DEBUG, "hidden");
    LineLogger.setLevel(Level.DEBUG);
    log.log(Level.DEBUG, "shown");

    assertThat(lines()).contains("level=debug").contains("shown").doesNotContain("hidden");
  }

  @Test
  void loggingPackageOfTheJdk_isNotLoaded() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-Xlog:class+load:stdout",
                "-cp",
                System.getProperty("java.class.path"),
                Speaker.class.getName())
            .start();
    String loaded = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String said = new String(child.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor()).isZero();
    assertThat(said).contains("level=info component=speaker msg=\"hello\"");
    assertThat(loaded)
        .contains("dev.goldcrest.runtime.telemetry.LineLogger ")
        .doesNotContain("java.util.logging.");
  }

  /** Runs in a JVM of its own, whose loaded classes are then looked at. */
  static final class Speaker {
    private Speaker() {}

    public static void main(String[] args) {
      System.getLogger("dev.goldcrest.speaker").log(Level.INFO, "hello");
    }
  }

  private String lines() {
    return written.toString(StandardCharsets.UTF_8);
  }
}
