package dev.goldcrest.cli;

import dev.goldcrest.device.sensor.Fault;
import dev.goldcrest.device.sensor.SensorConfig;
import dev.goldcrest.device.sensor.SensorService;
import dev.goldcrest.model.NearestName;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.Flag;
import dev.goldcrest.runtime.config.Flag.Kind;
import dev.goldcrest.runtime.config.FlagSet;
import dev.goldcrest.runtime.config.FlagSet.UsageException;
import dev.goldcrest.runtime.config.ParsedFlags;
import dev.goldcrest.runtime.http.HttpListenException;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import dev.goldcrest.runtime.telemetry.ProcessCollector;
import dev.goldcrest.server.ServerFlags;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** {@code goldcrest sensor}: the device service. */
final class SensorCommand implements Command {
  static final Flag FAULT =
      new Flag(
          "fault",
          Kind.LIST,
          "",
          "A fault to reproduce, repeatable: " + String.join(", ", faultNames()) + ".");
  private static final Flag ADDRESS =
      new Flag("web.listen-address", Kind.TEXT, "0.0.0.0:8000", "Address to serve on.");
  private static final Flag ID =
      new Flag("sensor.id", Kind.TEXT, "sensor-1", "Name of this sensor in its readings.");
  private static final Flag SEED =
      new Flag("sensor.seed", Kind.NUMBER, "1", "Seed of the generated readings.");
  private static final Flag INTERVAL =
      new Flag("sensor.interval", Kind.DURATION, "1s", "Time between readings.");

  @Override
  public String summary() {
    return "a device: readings as JSON, metrics about itself (port 8000)";
  }

  @Override
  public FlagSet flags() {
    return new FlagSet(
        "sensor",
        List.of(
            ADDRESS, ID, SEED, INTERVAL, FAULT, ServerFlags.LOG_LEVEL, ServerFlags.MEMORY_LIMIT));
  }

  @Override
  public int run(ParsedFlags flags, PrintStream out)
      throws UsageException, ConfigException, HttpListenException, InterruptedException {
    Platform.logFrom(flags.text(ServerFlags.LOG_LEVEL));
    SensorConfig config;
    try {
      config =
          new SensorConfig(
              flags.text(ID),
              flags.number(SEED),
              flags.millis(INTERVAL),
              faults(flags.list(FAULT)));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(String.valueOf(e.getMessage()));
    }
    try (Platform platform = new Platform()) {
      MetricRegistry registry = new MetricRegistry();
      registry.register(new ProcessCollector());
      open(config, flags.text(ADDRESS), "--" + ADDRESS.name(), platform, registry);
      return platform.runToEnd();
    }
  }

  /** Opens a sensor on a platform and returns its port; shared with the demo. */
  static int open(
      SensorConfig config, String address, String flag, Platform platform, MetricRegistry registry)
      throws ConfigException, HttpListenException {
    SensorService service =
        SensorService.create(config, platform.scheduler().clock(), platform.scheduler(), registry);
    platform.life().opened("sensor", service::close);
    return platform.serve(address, flag, service.routes());
  }

  static Set<Fault> faults(List<String> names) throws UsageException {
    Set<Fault> faults = EnumSet.noneOf(Fault.class);
    for (String name : names) {
      if (!faultNames().contains(name)) {
        String hint =
            NearestName.among(faultNames(), name).map(n -> "; did you mean " + n + "?").orElse("");
        throw new UsageException(
            "unknown fault \"" + name + "\"" + hint + " Known: " + String.join(", ", faultNames()));
      }
      faults.add(Fault.of(name));
    }
    return faults;
  }

  private static List<String> faultNames() {
    List<String> names = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      names.add(fault.text());
    }
    return names;
  }
}
