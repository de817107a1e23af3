package dev.goldcrest.cli;

import dev.goldcrest.device.host.HostCollector;
import dev.goldcrest.device.host.HostPaths;
import dev.goldcrest.device.host.HostRoutes;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.Flag;
import dev.goldcrest.runtime.config.Flag.Kind;
import dev.goldcrest.runtime.config.FlagSet;
import dev.goldcrest.runtime.config.ParsedFlags;
import dev.goldcrest.runtime.http.HttpListenException;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import dev.goldcrest.runtime.telemetry.ProcessCollector;
import dev.goldcrest.server.ServerFlags;
import java.io.PrintStream;
import java.util.List;

/** {@code goldcrest host}: the machine's metrics under node_exporter's names. */
final class HostCommand implements Command {
  private static final Flag ADDRESS =
      new Flag("web.listen-address", Kind.TEXT, "0.0.0.0:9100", "Address to serve on.");
  private static final Flag PROC =
      new Flag("path.procfs", Kind.TEXT, "/proc", "Where procfs is mounted.");
  private static final Flag SYS =
      new Flag("path.sysfs", Kind.TEXT, "/sys", "Where sysfs is mounted.");
  private static final Flag ROOT =
      new Flag("path.rootfs", Kind.TEXT, "/", "Where the machine's root file system is mounted.");

  @Override
  public String summary() {
    return "metrics of this machine, with node_exporter's names (port 9100)";
  }

  @Override
  public FlagSet flags() {
    return new FlagSet(
        "host", List.of(ADDRESS, PROC, SYS, ROOT, ServerFlags.LOG_LEVEL, ServerFlags.MEMORY_LIMIT));
  }

  @Override
  public int run(ParsedFlags flags, PrintStream out)
      throws ConfigException, HttpListenException, InterruptedException {
    Platform.logFrom(flags.text(ServerFlags.LOG_LEVEL));
    HostPaths paths = new HostPaths(flags.text(PROC), flags.text(SYS), flags.text(ROOT));
    try (Platform platform = new Platform()) {
      MetricRegistry registry = new MetricRegistry();
      registry.register(new ProcessCollector());
      open(paths, flags.text(ADDRESS), "--" + ADDRESS.name(), platform, registry);
      return platform.runToEnd();
    }
  }

  /** Opens a host sensor on a platform and returns its port; shared with the demo. */
  static int open(
      HostPaths paths, String address, String flag, Platform platform, MetricRegistry registry)
      throws ConfigException, HttpListenException {
    registry.register(new HostCollector(paths, platform.scheduler().clock()));
    Router router = new Router();
    HostRoutes.addTo(router, registry);
    return platform.serve(address, flag, router);
  }
}
