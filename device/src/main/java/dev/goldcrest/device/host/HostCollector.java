package dev.goldcrest.device.host;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.runtime.telemetry.Collector;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.FileNotFoundException;
import java.io.IOException;

/**
 * Gives the host's metrics under node_exporter's names.
 *
 * <p>Each part stands alone: one that fails or finds nothing shows as {@code
 * node_scrape_collector_success} 0, the others go on. A part reads all that a family needs before
 * it starts the family, so a failure leaves no broken document. Reads files, so it belongs on a
 * worker thread, not on an event loop. Safe for use by several threads, one at a time.
 */
public final class HostCollector implements Collector {
  private static final System.Logger log = System.getLogger("dev.goldcrest.device.host");

  /** The parts, called as node_exporter calls its collectors; ours alone is the last. */
  private static final String[] PARTS = {
    "cpu",
    "stat",
    "loadavg",
    "pressure",
    "meminfo",
    "vmstat",
    "filesystem",
    "diskstats",
    "netdev",
    "netclass",
    "netstat",
    "sockstat",
    "uname",
    "time",
    "filefd",
    "entropy",
    "thermal_zone",
    "hwmon",
    "goldcrest_cgroup"
  };

  private final Clock clock;
  private final ProcessorMetrics processors;
  private final MemoryMetrics memory;
  private final FilesystemMetrics filesystems;
  private final DiskMetrics disks;
  private final NetworkMetrics network;
  private final SocketMetrics sockets;
  private final KernelMetrics kernel;
  private final TemperatureMetrics temperatures;
  private final CgroupMetrics cgroup;
  private final boolean[] succeeded = new boolean[PARTS.length];
  private final boolean[] reported = new boolean[PARTS.length];
  private final long[] nanos = new long[PARTS.length];

  /** Creates a collector that reads below the given paths. */
  public HostCollector(HostPaths paths, Clock clock) {
    this.clock = clock;
    ProcText text = new ProcText();
    processors = new ProcessorMetrics(text, paths);
    memory = new MemoryMetrics(text, paths);
    filesystems = new FilesystemMetrics(text, paths);
    disks = new DiskMetrics(text, paths);
    network = new NetworkMetrics(text, paths);
    sockets = new SocketMetrics(text, paths);
    kernel = new KernelMetrics(text, paths, clock);
    temperatures = new TemperatureMetrics(text, paths);
    cgroup = new CgroupMetrics(text, paths);
  }

  @Override
  public synchronized void collect(MetricSink out) {
    for (int part = 0; part < PARTS.length; part++) {
      long start = clock.monotonicNanos();
      succeeded[part] = runAlone(part, out);
      nanos[part] = clock.monotonicNanos() - start;
    }
    out.family(
        "node_scrape_collector_duration_seconds",
        MetricType.GAUGE,
        "How long a part of the host sensor took.",
        "collector");
    for (int part = 0; part < PARTS.length; part++) {
      out.sample(nanos[part] / 1e9, PARTS[part]);
    }
    out.family(
        "node_scrape_collector_success",
        MetricType.GAUGE,
        "1 if a part of the host sensor had something to tell, otherwise 0.",
        "collector");
    for (int part = 0; part < PARTS.length; part++) {
      out.sample(succeeded[part] ? 1 : 0, PARTS[part]);
    }
  }

  private boolean runAlone(int part, MetricSink out) {
    try {
      return run(part, out);
    } catch (IOException | RuntimeException e) {
      // Once a part: a host without the hardware would say the same at every scrape.
      if (!reported[part]) {
        reported[part] = true;
        boolean absent = e instanceof FileNotFoundException;
        log.log(
            absent ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
            "host sensor: part " + PARTS[part] + " gives nothing: " + e);
      }
      return false;
    }
  }

  private boolean run(int part, MetricSink out) throws IOException {
    return switch (PARTS[part]) {
      case "cpu" -> processors.cpu(out);
      case "stat" -> processors.stat(out);
      case "loadavg" -> processors.loadavg(out);
      case "pressure" -> processors.pressure(out);
      case "meminfo" -> memory.meminfo(out);
      case "vmstat" -> memory.vmstat(out);
      case "filesystem" -> filesystems.filesystem(out);
      case "diskstats" -> disks.diskstats(out);
      case "netdev" -> network.netdev(out);
      case "netclass" -> network.netclass(out);
      case "netstat" -> sockets.netstat(out);
      case "sockstat" -> sockets.sockstat(out);
      case "uname" -> kernel.uname(out);
      case "time" -> kernel.time(out);
      case "filefd" -> kernel.filefd(out);
      case "entropy" -> kernel.entropy(out);
      case "thermal_zone" -> temperatures.thermalZone(out);
      case "hwmon" -> temperatures.hwmon(out);
      case "goldcrest_cgroup" -> cgroup.cgroup(out);
      default -> throw new IllegalStateException("BUG: no such part: " + PARTS[part]);
    };
  }
}
