package dev.goldcrest.cli;

import dev.goldcrest.device.host.HostPaths;
import dev.goldcrest.device.sensor.Fault;
import dev.goldcrest.device.sensor.SensorConfig;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.Flag;
import dev.goldcrest.runtime.config.Flag.Kind;
import dev.goldcrest.runtime.config.FlagSet;
import dev.goldcrest.runtime.config.FlagSet.UsageException;
import dev.goldcrest.runtime.config.ParsedFlags;
import dev.goldcrest.runtime.http.HttpListenException;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import dev.goldcrest.server.ServerFlags;
import dev.goldcrest.server.ServerSettings;
import dev.goldcrest.storage.StorageException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code goldcrest demo}: sensor, host sensor and server in one process, with the shipped
 * configuration.
 */
final class DemoCommand implements Command {
  private static final Flag DIR =
      new Flag("dir", Kind.TEXT, "data/demo", "Folder of configuration and samples.");
  private static final Flag PORT =
      new Flag(
          "port", Kind.NUMBER, "9090", "Port of the server; 0 takes free ports for everything.");
  private static final Flag SENSOR_PORT =
      new Flag("sensor-port", Kind.NUMBER, "8000", "Port of the sensor.");
  private static final Flag HOST_PORT =
      new Flag("host-port", Kind.NUMBER, "9100", "Port of the host sensor.");
  private static final Flag DURATION =
      new Flag("duration", Kind.DURATION, "0s", "How long to run; 0s runs until Ctrl-C.");
  private static final Flag LOG_LEVEL =
      new Flag("log.level", Kind.TEXT, "warn", "Least severity logged.");
  private static final String RETENTION = "7d";

  @Override
  public String summary() {
    return "the whole edge stack in one process, with a sensor of its own: the place to start";
  }

  @Override
  public FlagSet flags() {
    return new FlagSet(
        "demo",
        List.of(
            DIR,
            PORT,
            SENSOR_PORT,
            HOST_PORT,
            SensorCommand.FAULT,
            DURATION,
            ServerFlags.MEMORY_LIMIT,
            LOG_LEVEL));
  }

  @Override
  public int run(ParsedFlags flags, PrintStream out)
      throws UsageException,
          ConfigException,
          HttpListenException,
          StorageException,
          InterruptedException {
    Platform.logFrom(flags.text(LOG_LEVEL));
    Set<Fault> faults = SensorCommand.faults(flags.list(SensorCommand.FAULT));
    int port = port(flags, PORT);
    boolean anyPorts = port == 0;
    int serverPort = anyPorts ? freePort() : port;
    int sensorWanted = anyPorts && !flags.isGiven(SENSOR_PORT) ? 0 : port(flags, SENSOR_PORT);
    int hostWanted = anyPorts && !flags.isGiven(HOST_PORT) ? 0 : port(flags, HOST_PORT);
    Path dir = Path.of(flags.text(DIR)).toAbsolutePath().normalize();
    try (Platform platform = new Platform()) {
      SensorConfig sensor = new SensorConfig("sensor-1", 1, 1000, faults);
      int sensorPort =
          SensorCommand.open(
              sensor,
              "0.0.0.0:" + sensorWanted,
              "--" + SENSOR_PORT.name(),
              platform,
              new MetricRegistry());
      int hostPort =
          HostCommand.open(
              HostPaths.system(),
              "0.0.0.0:" + hostWanted,
              "--" + HOST_PORT.name(),
              platform,
              new MetricRegistry());
      Path config = ShippedFiles.writeTo(dir, serverPort, sensorPort, hostPort);
      ServerSettings settings =
          settings(dir, config, serverPort, flags.text(ServerFlags.MEMORY_LIMIT));
      ServerCommand.open(settings, platform, ServerCommand.registry(), "--" + PORT.name());
      out.print(
          banner(settings, dir, sensorPort, hostPort, platform.scheduler().clock().wallMillis()));
      out.flush();
      long millis = flags.millis(DURATION);
      if (millis > 0) {
        platform
            .scheduler()
            .schedule(Duration.ofMillis(millis), () -> platform.life().end("its time is over", 0));
      }
      return platform.runToEnd();
    }
  }

  private static ServerSettings settings(Path dir, Path config, int port, String memoryLimit)
      throws UsageException, ConfigException {
    Map<String, String> environment = System.getenv();
    List<String> arguments =
        List.of(
            "--config.file=" + config,
            "--storage.tsdb.path=" + dir.resolve("samples"),
            "--storage.tsdb.retention.time=" + RETENTION,
            "--web.listen-address=0.0.0.0:" + port,
            "--web.external-url=http://localhost:" + port,
            "--web.enable-lifecycle",
            "--memory.limit=" + (memoryLimit.isEmpty() ? "80MB" : memoryLimit));
    return ServerSettings.of(
        ServerFlags.set().parse(arguments, environment), Runtime.getRuntime().maxMemory());
  }

  private static int port(ParsedFlags flags, Flag flag) throws UsageException {
    long port = flags.number(flag);
    if (port > 65_535) {
      throw new UsageException("--" + flag.name() + " must be 0 to 65535, got " + port);
    }
    return (int) port;
  }

  private static int freePort() throws ConfigException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new ConfigException("no port is free: " + e.getMessage());
    }
  }

  private static String banner(
      ServerSettings settings, Path dir, int sensorPort, int hostPort, long now) {
    String server = "http://localhost:" + settings.listen().getFirst().port();
    long started = Long.getLong("goldcrest.jvm.started", now);
    StringBuilder out = new StringBuilder(1024);
    out.append("\nGoldcrest ").append(Version.TEXT);
    out.append(": the edge stack in one process\n\n");
    line(out, "web page", server + "/graph   (also /targets, /alerts)");
    line(out, "API", server + "/api/v1/query?query=up");
    line(out, "sensor", "http://localhost:" + sensorPort + "/sensor   (also /metrics)");
    line(out, "host metrics", "http://localhost:" + hostPort + "/metrics");
    line(out, "data folder", dir.toString());
    line(
        out, "memory limit", (settings.memoryLimitBytes() >> 20) + " MB resident, for all of this");
    line(out, "retention", RETENTION + ", scraped every 5 s");
    line(out, "ready", (now - started) + " ms after the launcher handed over");
    return out.append("\nCtrl-C stops it.\n\n").toString();
  }

  private static void line(StringBuilder out, String name, String value) {
    out.append("  ").append(name).append(" ".repeat(15 - name.length())).append(value).append('\n');
  }
}
