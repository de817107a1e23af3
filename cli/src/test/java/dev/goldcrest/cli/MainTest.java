package dev.goldcrest.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.runtime.lifecycle.SystemClock;
import dev.goldcrest.runtime.telemetry.LineLogger;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final PrintStream errors = new PrintStream(err, true, UTF_8);

  @BeforeEach
  void collectTheLog() {
    LineLogger.writeTo(new SystemClock(), errors);
  }

  @AfterEach
  void giveTheLogBack() {
    LineLogger.writeTo(new SystemClock(), System.err);
  }

  private int run(String... arguments) {
    return Main.run(List.of(arguments), Map.of(), new PrintStream(out, true, UTF_8), errors);
  }

  /** Returns all that was printed to the error stream, the log included. */
  private String errors() {
    return err.toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"help", "--help", "-h"})
  void help_listsEveryCommand(String argument) {
    assertThat(run(argument)).isZero();
    assertThat(out.toString(UTF_8))
        .contains("Usage: goldcrest <command>")
        .contains("  demo ", "  server ", "  sensor ", "  host ", "  version ");
    assertThat(errors()).isEmpty();
  }

  @Test
  void nothing_isHelp() {
    assertThat(run()).isZero();
    assertThat(out.toString(UTF_8)).contains("Usage:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo", "server", "sensor", "host", "version"})
  void helpOfACommand_listsItsFlags_withoutRunningIt(String command) {
    assertThat(run(command, "--help")).isZero();
    assertThat(out.toString(UTF_8)).startsWith("goldcrest " + command + ": ");
    assertThat(out.toString(UTF_8).contains("--log.level")).isEqualTo(!command.equals("version"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"version", "--version"})
  void version_isPrinted(String argument) {
    assertThat(run(argument)).isZero();
    assertThat(out.toString(UTF_8)).startsWith("goldcrest " + Version.TEXT + " (Java 25");
  }

  @Test
  void version_isThatOfTheRootPom() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.exists(root.resolve("ARCHITECTURE.md"))) {
      root = root.getParent();
    }
    String pom = Files.readString(root.resolve("pom.xml"));
    int artifact = pom.indexOf("<artifactId>goldcrest</artifactId>");
    int from = pom.indexOf("<version>", artifact) + "<version>".length();
    assertThat(pom.substring(from, pom.indexOf('<', from))).isEqualTo(Version.TEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sevrer | unknown command \"sevrer\"; did you mean \"server\"? See: goldcrest --help",
        "server --web.listen-adress=:1 | did you mean --web.listen-address?",
        "server --query.timeout=soon | --query.timeout must be a duration",
        "server extra | unexpected argument \"extra\"",
        "demo --port=70000 | --port must be 0 to 65535, got 70000",
        "demo --host-port=70000 | --host-port must be 0 to 65535, got 70000",
        "demo --fault=cpu-brun | unknown fault \"cpu-brun\"; did you mean cpu-burn?",
        "sensor --fault=x | Known: ",
        "version --x | unknown flag --x",
      })
  void wrongUse_isOneLineAndStatus2(String line, String message) {
    assertThat(run(line.strip().split(" "))).isEqualTo(2);
    assertOneLine(message.strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server --web.listen-address=x | --web.listen-address must be host:port",
        "server --query.timeout=0s | --query.timeout must be longer than nothing",
        "server --config.file=nosuch.yml | cannot read the configuration nosuch.yml: no such file",
        "server --log.level=loud | --log.level must be debug, info, warn or error, got \"loud\"",
        "sensor --web.listen-address=x | --web.listen-address must be host:port",
        "host --web.listen-address=:70000 | --web.listen-address must be host:port",
      })
  void wrongSetting_isOneLineAndStatus1(String line, String message) {
    assertThat(run(line.strip().split(" "))).isEqualTo(1);
    assertOneLine(message.strip());
  }

  @Test
  void busyPort_isOneLineNamingTheCommandsOwnFlag() throws IOException {
    try (ServerSocket busy = new ServerSocket(0)) {
      String port = Integer.toString(busy.getLocalPort());
      Path config = Files.writeString(folder.resolve("p.yml"), "tracing: {endpoint: x}\n");
      assertThat(
              run(
                  "server",
                  "--config.file=" + config,
                  "--storage.tsdb.path=" + folder.resolve("d"),
                  "--web.listen-address=0.0.0.0:" + port))
          .isEqualTo(1);
      assertOneLine("address already in use; choose another with --web.listen-address");
      String dir = "--dir=" + folder.resolve("demo");
      assertThat(run("demo", dir, "--port=0", "--sensor-port=" + port)).isEqualTo(1);
      assertOneLine("address already in use; choose another with --sensor-port");
      assertThat(run("demo", dir, "--port=0", "--host-port=" + port)).isEqualTo(1);
      assertOneLine("address already in use; choose another with --host-port");
      assertThat(run("demo", dir, "--port=" + port, "--sensor-port=0", "--host-port=0"))
          .isEqualTo(1);
      assertOneLine("address already in use; choose another with --port");
    }
  }

  private void assertOneLine(String message) {
    assertThat(errors().lines()).as(errors()).hasSize(1);
    assertThat(errors()).startsWith("goldcrest: ").contains(message).doesNotContain("Exception");
    assertThat(out.toString(UTF_8)).isEmpty();
    err.reset();
  }
}
