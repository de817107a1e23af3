package dev.goldcrest.device.host;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;

/**
 * The control group that this process runs in: what it uses and what it may use.
 *
 * <p>node_exporter has nothing of the kind, so the names are our own. A group without a limit has
 * the limit +Inf, so that usage divided by limit needs no special case. Version 2 is one tree with
 * all figures, version 1 a tree for each controller. Where the group's own path does not exist
 * below the mount, the mount itself is the group: a container sees its own group there.
 */
final class CgroupMetrics {
  private static final double MICROS = 1e6;
  private static final double NANOS = 1e9;

  /** Version 1 writes "no limit" as the largest number of whole pages. */
  private static final double V1_NO_LIMIT = 0x1p62;

  private static final int MEMORY_USED = 0;
  private static final int MEMORY_WORKING_SET = 1;
  private static final int MEMORY_LIMIT = 2;
  private static final int MEMORY_LIMIT_HITS = 3;
  private static final int OOM_KILLS = 4;
  private static final int CPU_USED = 5;
  private static final int CPU_LIMIT = 6;
  private static final int PERIODS = 7;
  private static final int THROTTLED_PERIODS = 8;
  private static final int THROTTLED = 9;
  private static final int TASKS = 10;
  private static final int TASKS_LIMIT = 11;

  private static final String[][] METRICS = {
    {"goldcrest_cgroup_memory_usage_bytes", "Memory charged to the group, page cache included."},
    {
      "goldcrest_cgroup_memory_working_set_bytes",
      "Memory charged to the group without the page cache that can be dropped at once."
    },
    {"goldcrest_cgroup_memory_limit_bytes", "Memory that the group may use; +Inf for no limit."},
    {"goldcrest_cgroup_memory_limit_hits_total", "Times that usage ran into the limit."},
    {"goldcrest_cgroup_oom_kills_total", "Processes of the group killed for want of memory."},
    {"goldcrest_cgroup_cpu_usage_seconds_total", "Processor time that the group used."},
    {"goldcrest_cgroup_cpu_limit_cores", "Processors that the group may use; +Inf for no limit."},
    {"goldcrest_cgroup_cpu_periods_total", "Periods over which a processor limit was applied."},
    {"goldcrest_cgroup_cpu_throttled_periods_total", "Periods in which the group had to wait."},
    {"goldcrest_cgroup_cpu_throttled_seconds_total", "Time that the group had to wait."},
    {"goldcrest_cgroup_tasks", "Threads in the group."},
    {"goldcrest_cgroup_tasks_limit", "Threads that the group may have; +Inf for no limit."},
  };

  private final ProcText text;
  private final String membership;
  private final String mount;
  private final double[] values = new double[METRICS.length];
  private final Fields memoryStat = new Fields("inactive_file", "total_inactive_file");
  private final Fields memoryEvents = new Fields("max", "oom_kill");
  private final Fields cpuStat =
      new Fields("usage_usec", "nr_periods", "nr_throttled", "throttled_usec", "throttled_time");

  CgroupMetrics(ProcText text, HostPaths paths) {
    this.text = text;
    membership = paths.proc() + "/self/cgroup";
    mount = paths.sys() + "/fs/cgroup";
  }

  boolean cgroup(MetricSink out) throws IOException {
    Arrays.fill(values, Double.NaN);
    boolean unified = new File(mount, "cgroup.controllers").exists();
    if (unified) {
      readVersion2(groupFolder(mount, ""));
    } else {
      readVersion1();
    }
    boolean any = false;
    for (int i = 0; i < METRICS.length; i++) {
      MetricType type = METRICS[i][0].endsWith("_total") ? MetricType.COUNTER : MetricType.GAUGE;
      Families.single(out, METRICS[i][0], type, METRICS[i][1], values[i]);
      any |= !Double.isNaN(values[i]);
    }
    return any;
  }

  private void readVersion2(String group) {
    values[MEMORY_USED] = text.tryNumber(group + "/memory.current");
    values[MEMORY_LIMIT] = limit(group + "/memory.max");
    readFields(memoryStat, group + "/memory.stat");
    values[MEMORY_WORKING_SET] = workingSet(memoryStat.get(0));
    readFields(memoryEvents, group + "/memory.events");
    values[MEMORY_LIMIT_HITS] = memoryEvents.get(0);
    values[OOM_KILLS] = memoryEvents.get(1);
    readFields(cpuStat, group + "/cpu.stat");
    values[CPU_USED] = cpuStat.get(0) / MICROS;
    readThrottling(cpuStat.get(3) / MICROS);
    values[CPU_LIMIT] = quota(group + "/cpu.max");
    values[TASKS] = text.tryNumber(group + "/pids.current");
    values[TASKS_LIMIT] = limit(group + "/pids.max");
  }

  private void readVersion1() throws IOException {
    String memory = groupFolder(mount + "/memory", "memory");
    values[MEMORY_USED] = text.tryNumber(memory + "/memory.usage_in_bytes");
    double limit = text.tryNumber(memory + "/memory.limit_in_bytes");
    values[MEMORY_LIMIT] = limit >= V1_NO_LIMIT ? Double.POSITIVE_INFINITY : limit;
    values[MEMORY_LIMIT_HITS] = text.tryNumber(memory + "/memory.failcnt");
    readFields(memoryStat, memory + "/memory.stat");
    values[MEMORY_WORKING_SET] = workingSet(memoryStat.get(1));
    readFields(memoryEvents, memory + "/memory.oom_control");
    values[OOM_KILLS] = memoryEvents.get(1);
    String accounting = groupFolder(mount + "/cpuacct", "cpuacct");
    values[CPU_USED] = text.tryNumber(accounting + "/cpuacct.usage") / NANOS;
    String cpu = groupFolder(mount + "/cpu", "cpu");
    readFields(cpuStat, cpu + "/cpu.stat");
    readThrottling(cpuStat.get(4) / NANOS);
    double quota = text.tryNumber(cpu + "/cpu.cfs_quota_us");
    double period = text.tryNumber(cpu + "/cpu.cfs_period_us");
    values[CPU_LIMIT] = quota < 0 ? Double.POSITIVE_INFINITY : quota / period;
    String pids = groupFolder(mount + "/pids", "pids");
    values[TASKS] = text.tryNumber(pids + "/pids.current");
    values[TASKS_LIMIT] = limit(pids + "/pids.max");
  }

  private void readThrottling(double seconds) {
    values[PERIODS] = cpuStat.get(1);
    values[THROTTLED_PERIODS] = cpuStat.get(2);
    values[THROTTLED] = seconds;
  }

  private double workingSet(double droppable) {
    // The two figures are read one after the other and may not fit each other.
    return Math.max(0, values[MEMORY_USED] - droppable);
  }

  private void readFields(Fields fields, String path) {
    fields.clear();
    if (text.tryRead(path)) {
      fields.takeLines(text);
    }
  }

  /** Reads a limit of version 2, where the word max stands for none. */
  private double limit(String path) {
    if (!text.tryRead(path) || !text.nextLine() || !text.nextWord()) {
      return Double.NaN;
    }
    return text.wordIs("max") ? Double.POSITIVE_INFINITY : text.number();
  }

  private double quota(String path) {
    double quota = limit(path);
    // Reading left the cursor behind the quota; the period follows it.
    return Double.isNaN(quota) ? quota : quota / text.nextNumber();
  }

  /**
   * Finds the folder of this process's group in one tree.
   *
   * @param controller as version 1 lists it; empty for version 2
   */
  private String groupFolder(String tree, String controller) throws IOException {
    text.read(membership);
    while (text.nextLine()) {
      // Lines are like 4:cpu,cpuacct:/path and, for version 2, 0::/path.
      boolean found =
          text.next(':') && (controller.isEmpty() ? text.wordIs("0") : hasController(controller));
      if (found) {
        String path = text.restOfLine();
        int slash = path.indexOf('/');
        String folder = slash < 0 ? tree : tree + path.substring(slash);
        return new File(folder).isDirectory() ? folder : tree;
      }
    }
    return tree;
  }

  private boolean hasController(String controller) {
    return text.next(':') && listHas(text.word(), controller);
  }

  private static boolean listHas(String list, String item) {
    for (int from = 0; from < list.length(); ) {
      int comma = list.indexOf(',', from);
      int to = comma < 0 ? list.length() : comma;
      if (to - from == item.length() && list.startsWith(item, from)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }
}
