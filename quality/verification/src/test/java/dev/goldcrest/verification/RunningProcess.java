package dev.goldcrest.verification;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** A process that a test started: its output in memory, killed at the end. */
final class RunningProcess implements AutoCloseable {
  private static final int MAX_LINES = 5_000;

  private static boolean cacheRecorded;

  private final Process process;
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  private RunningProcess(Process process) {
    this.process = process;
    this.reader =
        Thread.ofVirtual()
            .start(() -> {
              try (BufferedReader in = process.inputReader()) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                  remember(line);
                }
              } catch (IOException e) {
                remember("output ended: " + e.getMessage());
              }
            });
  }

  static RunningProcess start(Path folder, Map<String, String> environment, List<String> command)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.directory(folder.toFile());
    builder.environment().putAll(environment);
    return new RunningProcess(builder.start());
  }

  /** Starts the project's own command as users do, by the launcher at the root. */
  static RunningProcess goldcrest(Path folder, String... arguments) throws IOException {
    recordStartUpCache(folder);
    return launch(folder, arguments);
  }

  // The first start after a build records the start-up cache; it must not count as anybody's start.
  private static synchronized void recordStartUpCache(Path folder) throws IOException {
    if (cacheRecorded) {
      return;
    }
    String data = folder.resolve("start-up-cache").toString();
    try (RunningProcess first =
        launch(folder, "demo", "--port=0", "--duration=1s", "--dir=" + data)) {
      first.awaitExit(Duration.ofSeconds(120));
      cacheRecorded = true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RunningProcess launch(Path folder, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(SourceTree.ROOT.resolve("goldcrest").toString());
    command.addAll(List.of(arguments));
    return start(folder, Map.of("GOLDCREST_NO_BUILD", "1"), command);
  }

  /** Skips the test, by name, where a peer is not installed. */
  static void assumeInstalled(String program) {
    boolean found = false;
    for (String folder : System.getenv().getOrDefault("PATH", "/usr/bin").split(":")) {
      found |= Files.isExecutable(Path.of(folder, program));
    }
    Assumptions.assumeTrue(found, program + " is not installed; .ci/run installs it");
  }

  /** Returns a loopback port that is free now. */
  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void remember(String line) {
    synchronized (lines) {
      if (lines.size() < MAX_LINES) {
        lines.add(line);
      }
    }
  }

  List<String> output() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Sends SIGTERM. */
  void terminate() {
    process.destroy();
  }

  /** Sends SIGKILL and waits until the process is gone. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Waits for the end and returns the exit status. */
  int awaitExit(Duration atMost) throws InterruptedException {
    if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("still running after " + atMost + "; it printed:\n" + text());
    }
    reader.join(5_000);
    return process.exitValue();
  }

  String text() {
    return String.join("\n", output());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
