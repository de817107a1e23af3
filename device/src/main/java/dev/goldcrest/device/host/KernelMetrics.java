package dev.goldcrest.device.host;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.IOException;

/** The kernel at large: its name, its clock, open files and entropy. */
final class KernelMetrics {
  private static final String[] UNAME = {
    "domainname", "machine", "nodename", "release", "sysname", "version"
  };

  private final ProcText text;
  private final Clock clock;
  private final String kernel;
  private final String fileNr;

  /** Read once: a host gets its name at boot, and the rest never changes. */
  private String[] uname = {};

  KernelMetrics(ProcText text, HostPaths paths, Clock clock) {
    this.text = text;
    this.clock = clock;
    kernel = paths.proc() + "/sys/kernel/";
    fileNr = paths.proc() + "/sys/fs/file-nr";
  }

  boolean uname(MetricSink out) {
    if (uname.length == 0) {
      String system = text.tryLine(kernel + "ostype");
      if (system.isEmpty()) {
        return false;
      }
      uname =
          new String[] {
            text.tryLine(kernel + "domainname"),
            machine(),
            text.tryLine(kernel + "hostname"),
            text.tryLine(kernel + "osrelease"),
            system,
            text.tryLine(kernel + "version")
          };
    }
    out.family(
        "node_uname_info",
        MetricType.GAUGE,
        "What the kernel says of itself; the value is always 1.",
        UNAME);
    out.sample(1, uname);
    return true;
  }

  /** Returns the machine as uname has it; kernels before 6.1 tell it nowhere, so Java has to. */
  private String machine() {
    String told = text.tryLine(kernel + "arch");
    if (!told.isEmpty()) {
      return told;
    }
    String java = System.getProperty("os.arch", "");
    return java.equals("amd64") ? "x86_64" : java;
  }

  boolean time(MetricSink out) {
    Families.single(
        out,
        "node_time_seconds",
        MetricType.GAUGE,
        "The host's time, Unix time.",
        clock.wallMillis() / 1e3);
    return true;
  }

  boolean filefd(MetricSink out) throws IOException {
    text.read(fileNr);
    if (!text.nextLine()) {
      return false;
    }
    double allocated = text.nextNumber();
    text.nextWord();
    double maximum = text.nextNumber();
    Families.single(
        out, "node_filefd_allocated", MetricType.GAUGE, "Open files of all processes.", allocated);
    Families.single(
        out, "node_filefd_maximum", MetricType.GAUGE, "Open files that may be.", maximum);
    return !Double.isNaN(maximum);
  }

  boolean entropy(MetricSink out) {
    double available = text.tryNumber(kernel + "random/entropy_avail");
    double pool = text.tryNumber(kernel + "random/poolsize");
    Families.single(
        out,
        "node_entropy_available_bits",
        MetricType.GAUGE,
        "Bits of entropy that are there.",
        available);
    Families.single(
        out, "node_entropy_pool_size_bits", MetricType.GAUGE, "Bits that the pool holds.", pool);
    return !Double.isNaN(available);
  }
}
