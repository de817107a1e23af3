package dev.goldcrest.runtime.telemetry;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the kernel and the JVM know about this process, under the names that every Prometheus client
 * library uses. Where there is no {@code /proc}, only the JVM's part is written.
 */
public final class ProcessCollector implements Collector {
  /** {@code USER_HZ}: the unit of times in {@code /proc/self/stat} on every Linux. */
  private static final double TICKS_PER_SECOND = 100;

  /** The largest file read here is {@code /proc/stat}, a few hundred bytes for each CPU. */
  private static final int MAX_FILE_BYTES = 1 << 20;

  /** Fields of {@code /proc/self/stat}, counted from the one that follows the command's name. */
  private static final int FIELD_USER_TIME = 11;

  private static final int FIELD_SYSTEM_TIME = 12;
  private static final int FIELD_START_TIME = 19;

  private final String procFolder;
  private final double bootSeconds;

  /** Creates the collector for this process. */
  public ProcessCollector() {
    this("/proc");
  }

  ProcessCollector(String procFolder) {
    this.procFolder = procFolder;
    this.bootSeconds = numberAfter(read("/stat"), "\nbtime ");
  }

  @Override
  public void collect(MetricSink sink) {
    collectTimes(sink);
    collectMemory(sink);
    collectFiles(sink);
    Runtime runtime = Runtime.getRuntime();
    sink.family(
        "jvm_memory_used_bytes",
        MetricType.GAUGE,
        "Memory that objects take, dead or live.",
        "area");
    sink.sample(runtime.totalMemory() - runtime.freeMemory(), "heap");
    sink.family(
        "jvm_memory_max_bytes", MetricType.GAUGE, "Memory that objects may take at most.", "area");
    sink.sample(runtime.maxMemory(), "heap");
  }

  private void collectTimes(MetricSink sink) {
    String stat = read("/self/stat");
    // The name in brackets may itself hold spaces and brackets.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ", -1);
    if (fields.length <= FIELD_START_TIME) {
      return;
    }
    double ticks =
        Double.parseDouble(fields[FIELD_USER_TIME]) + Double.parseDouble(fields[FIELD_SYSTEM_TIME]);
    single(
        sink,
        "process_cpu_seconds_total",
        "Total user and system CPU time spent in seconds.",
        ticks / TICKS_PER_SECOND);
    single(
        sink,
        "process_start_time_seconds",
        "Start time of the process since unix epoch in seconds.",
        bootSeconds + Double.parseDouble(fields[FIELD_START_TIME]) / TICKS_PER_SECOND);
  }

  private void collectMemory(MetricSink sink) {
    // Not from stat, which counts pages and does not say how large they are.
    String status = read("/self/status");
    single(
        sink,
        "process_resident_memory_bytes",
        "Resident memory size in bytes.",
        1024 * numberAfter(status, "\nVmRSS:"));
    single(
        sink,
        "process_virtual_memory_bytes",
        "Virtual memory size in bytes.",
        1024 * numberAfter(status, "\nVmSize:"));
  }

  private void collectFiles(MetricSink sink) {
    String[] open = new File(procFolder + "/self/fd").list();
    // Listing the folder opens it: one of the entries is the listing itself.
    single(
        sink,
        "process_open_fds",
        "Number of open file descriptors.",
        open == null ? Double.NaN : open.length - 1);
    single(
        sink,
        "process_max_fds",
        "Maximum number of open file descriptors.",
        numberAfter(read("/self/limits"), "\nMax open files"));
  }

  /** Writes a family of one sample; a value that the kernel does not tell is left out. */
  private static void single(MetricSink sink, String name, String help, double value) {
    if (Double.isNaN(value)) {
      return;
    }
    sink.family(name, name.endsWith("_total") ? MetricType.COUNTER : MetricType.GAUGE, help);
    sink.sample(value);
  }

  /** Returns the number that follows {@code key} and spaces, or NaN; "unlimited" is infinite. */
  private static double numberAfter(String text, String key) {
    int at = text.indexOf(key);
    if (at < 0) {
      return Double.NaN;
    }
    int start = at + key.length();
    while (start < text.length() && Character.isWhitespace(text.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    if (end == start) {
      return text.startsWith("unlimited", start) ? Double.POSITIVE_INFINITY : Double.NaN;
    }
    return Long.parseLong(text, start, end, 10);
  }

  /** Returns a file's text, led by a line break so that every line can be found by one. */
  private String read(String path) {
    try (FileInputStream in = new FileInputStream(procFolder + path)) {
      return "\n" + new String(in.readNBytes(MAX_FILE_BYTES), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }
}
