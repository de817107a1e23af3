package dev.goldcrest.device.host;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.IOException;
import java.util.Arrays;

/** Memory: every field of meminfo, and paging. */
final class MemoryMetrics {
  private static final String[] VMSTAT = {
    "oom_kill", "pgfault", "pgmajfault", "pgpgin", "pgpgout", "pswpin", "pswpout"
  };

  private final ProcText text;
  private final String meminfo;
  private final String vmstat;
  private final Table fields = new Table(1);
  private final Fields paging = new Fields(VMSTAT);
  private String[] metricNames = new String[0];
  private String[] metricKeys = new String[0];

  MemoryMetrics(ProcText text, HostPaths paths) {
    this.text = text;
    meminfo = paths.proc() + "/meminfo";
    vmstat = paths.proc() + "/vmstat";
  }

  boolean meminfo(MetricSink out) throws IOException {
    text.read(meminfo);
    fields.clear();
    while (text.nextLine()) {
      if (text.nextField()) {
        readField();
      }
    }
    nameRows();
    for (int row = 0; row < fields.rows(); row++) {
      out.family(metricNames[row], MetricType.GAUGE, "The kernel's memory figure of that name.");
      out.sample(fields.get(row, 0));
    }
    return fields.rows() > 0;
  }

  /** Keeps a line's number, in bytes where a unit follows it; the key tells the two apart. */
  private void readField() {
    int row = fields.add(text);
    if (row < 0) {
      return;
    }
    double value = text.nextField() ? text.number() : Double.NaN;
    boolean kibibytes = text.nextWord() && text.wordIs("kB");
    fields.set(row, 0, kibibytes ? value * 1024 : value);
    String key = fields.key(row);
    boolean counted = key.startsWith("HugePages_");
    if (Double.isNaN(value) || counted == kibibytes || fields.lastIsRepeated()) {
      fields.dropLast();
    }
  }

  /** Makes the metric names again only where the file has changed its layout. */
  private void nameRows() {
    int rows = fields.rows();
    if (metricNames.length < rows) {
      metricNames = Arrays.copyOf(metricNames, rows);
      metricKeys = Arrays.copyOf(metricKeys, rows);
    }
    for (int row = 0; row < rows; row++) {
      String key = fields.key(row);
      if (!key.equals(metricKeys[row])) {
        metricKeys[row] = key;
        metricNames[row] = metricName(key);
      }
    }
  }

  /** Turns {@code Active(anon)} into {@code node_memory_Active_anon_bytes}. */
  private static String metricName(String key) {
    StringBuilder name = new StringBuilder("node_memory_");
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (c != ')') {
        name.append(plain ? c : '_');
      }
    }
    return key.startsWith("HugePages_") ? name.toString() : name.append("_bytes").toString();
  }

  boolean vmstat(MetricSink out) throws IOException {
    text.read(vmstat);
    paging.takeLines(text);
    for (int i = 0; i < VMSTAT.length; i++) {
      Families.single(
          out,
          "node_vmstat_" + VMSTAT[i],
          MetricType.UNKNOWN,
          "The kernel's virtual memory figure of that name.",
          paging.get(i));
    }
    return paging.found() > 0;
  }
}
