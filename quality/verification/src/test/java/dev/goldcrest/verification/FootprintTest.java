package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The memory of the demo stays within its gates; the figures come from the same script that people
 * run.
 */
class FootprintTest {
  /** Classes beyond the JDK's; each costs 6 to 10 kB resident. */
  private static final int MAX_OWN_CLASSES = 1_350;

  private static final double MAX_LIVE_HEAP_MB = 6;
  private static final int MAX_RESIDENT_MB = 80;

  @TempDir private Path folder;

  @Test
  void demo_staysWithinItsGates_forAMinute() throws Exception {
    measure(Duration.ofSeconds(45));
  }

  @Test
  @Tag("soak")
  void demo_staysWithinItsGates_forTenMinutes() throws Exception {
    measure(Duration.ofMinutes(10));
  }

  private void measure(Duration load) throws Exception {
    RunningProcess.assumeInstalled("curl");
    Map<String, String> environment =
        Map.of(
            "GOLDCREST_NO_BUILD", "1", "FOOTPRINT_PORT", String.valueOf(RunningProcess.freePort()));
    String script = SourceTree.ROOT.resolve("quality/bench/footprint.sh").toString();
    List<String> command =
        List.of(script, String.valueOf(load.toSeconds()), String.valueOf(MAX_RESIDENT_MB));
    try (RunningProcess run = RunningProcess.start(folder, environment, command)) {
      int status = run.awaitExit(load.multipliedBy(2).plusSeconds(120));
      System.out.println(run.text());
      assertThat(status).as(run.text()).isZero();
      assertThat(number(run.text(), "classes beyond the JDK: (\\d+)"))
          .isPositive()
          .isLessThanOrEqualTo(MAX_OWN_CLASSES);
      assertThat(number(run.text(), "live heap: ([0-9.]+) MB"))
          .isPositive()
          .isLessThanOrEqualTo(MAX_LIVE_HEAP_MB);
      assertThat(number(run.text(), "lowest up over the whole time: (\\d+)")).isEqualTo(1);
    }
  }

  private static double number(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as("no match for " + pattern + " in\n" + text).isTrue();
    return Double.parseDouble(matcher.group(1));
  }
}
