package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher finds a JDK, computes the JVM's flags from the role and the memory limit, and execs.
 */
class LauncherTest {
  private static final Duration WAIT = Duration.ofSeconds(20);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "sensor, , -XX:+UseSerialGC, -Xmx20m",
    "sensor, --memory.limit=120MB, -XX:TieredStopAtLevel=1, -Xmx30m",
    "host, --memory.limit=1g, -XX:+UseSerialGC, -Xmx256m",
    "server, --memory.limit=80MB, -XX:+UseSerialGC, -Xmx20m",
    "server, , -XX:+UseG1GC, -Xmx512m",
    "server, --memory.limit=2GiB, -XX:+UseG1GC, -Xmx1024m",
  })
  void flags_followFromRoleAndMemoryLimit(String role, String limit, String one, String other)
      throws Exception {
    int port = RunningProcess.freePort();
    String address = "--web.listen-address=127.0.0.1:" + port;
    String[] arguments =
        limit == null ? new String[] {role, address} : new String[] {role, address, limit};
    try (RunningProcess process = RunningProcess.goldcrest(folder, arguments)) {
      Web web = new Web(port);
      Eventually.holds(
          "healthy", WAIT, () -> web.get("/-/healthy").statusCode() == 200, process::text);
      String command =
          Files.readString(Path.of("/proc/" + process.pid() + "/cmdline")).replace('\0', ' ');
      assertThat(command).contains(one + " ", other + " ");
    }
  }

  private RunningProcess launcherWithBuild(String build) throws Exception {
    Path root = Files.createDirectories(folder.resolve("built/.mvn")).getParent();
    Files.copy(SourceTree.ROOT.resolve(".mvn/find-jdk.sh"), root.resolve(".mvn/find-jdk.sh"));
    Files.copy(SourceTree.ROOT.resolve("goldcrest"), root.resolve("goldcrest"));
    Path mvnw = Files.writeString(root.resolve("mvnw"), "#!/bin/sh\n" + build);
    assertThat(mvnw.toFile().setExecutable(true)).isTrue();
    return RunningProcess.start(
        folder, Map.of(), List.of("/bin/sh", root.resolve("goldcrest").toString(), "version"));
  }

  @Test
  void firstUse_buildsWithProgressShown_whateverColoursTheBuildEndsWith() throws Exception {
    String build =
        """
        mkdir -p "$(dirname "$0")/cli/target/dist/lib"
        : >"$(dirname "$0")/cli/target/dist/lib/goldcrest-cli-1.jar"
        echo '[INFO] Building Goldcrest: collect 0.1.0      [6/13]'
        printf '\\033[0m\\033[0m'
        """;
    try (RunningProcess process = launcherWithBuild(build)) {
      process.awaitExit(WAIT);
      assertThat(process.text()).contains("building", "  [6/13] collect").doesNotContain("failed");
    }
  }

  @Test
  void failedBuild_isToldWithItsErrorsAndTheLog() throws Exception {
    try (RunningProcess process = launcherWithBuild("echo '[ERROR] no compiler'\nexit 1\n")) {
      assertThat(process.awaitExit(WAIT)).isEqualTo(1);
      assertThat(process.text()).contains("[ERROR] no compiler", "the build failed; see ");
    }
  }

  @Test
  void missingJdk_isOneLineThatSaysWhereItLookedAndWhatToDo() throws Exception {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("sh", "dirname", "sed", "head", "readlink", "tr", "ls")) {
      for (String place : List.of("/bin/", "/usr/bin/")) {
        if (Files.exists(Path.of(place + tool)) && !Files.exists(bin.resolve(tool))) {
          Files.copy(Path.of(place + tool), bin.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
        }
      }
    }
    // A copy of the search that looks at one empty place, so that the machine's own JDKs do not
    // count.
    Path root = Files.createDirectories(folder.resolve("copy/.mvn")).getParent();
    String search = Files.readString(SourceTree.ROOT.resolve(".mvn/find-jdk.sh"));
    Files.writeString(
        root.resolve(".mvn/find-jdk.sh"),
        search.replaceAll("for home in (?s:.*?); do", "for home in /nowhere/*; do"));
    Files.copy(SourceTree.ROOT.resolve("goldcrest"), root.resolve("goldcrest"));
    try (RunningProcess process =
        RunningProcess.start(
            folder,
            Map.of("PATH", bin.toString(), "JAVA_HOME", "/nowhere"),
            List.of("/bin/sh", root.resolve("goldcrest").toString(), "demo"))) {
      assertThat(process.awaitExit(WAIT)).isEqualTo(1);
      assertThat(process.output()).hasSize(1);
      assertThat(process.text()).contains("no JDK 25 or newer", "JAVA_HOME (/nowhere)", "install");
    }
  }
}
