package dev.goldcrest.device.host;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.IOException;

/** What the kernel tells of its processors: time by mode, scheduling, load and pressure. */
final class ProcessorMetrics {
  private static final String[] MODES = {
    "user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal"
  };
  private static final int IDLE = 3;
  private static final int GUEST = MODES.length;
  private static final int GUEST_NICE = GUEST + 1;
  private static final int COLUMNS = GUEST_NICE + 1;

  /** Linux counts processor time for programs in hundredths of a second on every architecture. */
  private static final double TICKS_PER_SECOND = 100;

  /** From this fall of the idle time on a processor counts anew, as after being switched off. */
  private static final double RESTART_SECONDS = 3;

  private static final String[] STALLS = {"cpu", "io", "memory"};

  private final ProcText text;
  private final String stat;
  private final String loadavg;
  private final String pressure;
  private final Fields stats =
      new Fields("intr", "ctxt", "processes", "btime", "procs_running", "procs_blocked");
  private final double[] stalled = new double[2 * STALLS.length];
  private Table now = new Table(COLUMNS);
  private Table before = new Table(COLUMNS);

  ProcessorMetrics(ProcText text, HostPaths paths) {
    this.text = text;
    stat = paths.proc() + "/stat";
    loadavg = paths.proc() + "/loadavg";
    pressure = paths.proc() + "/pressure/";
  }

  boolean cpu(MetricSink out) throws IOException {
    readCpus();
    int rows = now.rows();
    if (rows == 0) {
      return false;
    }
    out.family(
        "node_cpu_guest_seconds_total",
        MetricType.COUNTER,
        "Time the processor ran guests, by mode.",
        "cpu",
        "mode");
    for (int row = 0; row < rows; row++) {
      out.sample(now.get(row, GUEST), now.key(row), "user");
      out.sample(now.get(row, GUEST_NICE), now.key(row), "nice");
    }
    out.family(
        "node_cpu_seconds_total",
        MetricType.COUNTER,
        "Time the processor spent, by mode.",
        "cpu",
        "mode");
    for (int row = 0; row < rows; row++) {
      for (int mode = 0; mode < MODES.length; mode++) {
        out.sample(now.get(row, mode), now.key(row), MODES[mode]);
      }
    }
    return true;
  }

  private void readCpus() throws IOException {
    text.read(stat);
    Table oldest = before;
    before = now;
    now = oldest;
    now.clear();
    while (text.nextLine()) {
      if (!text.nextWord() || !text.wordStartsWith("cpu") || text.wordIs("cpu")) {
        continue;
      }
      text.dropFromWord("cpu".length());
      int row = now.add(text);
      if (row >= 0 && !fillRow(row)) {
        now.dropLast();
      }
    }
  }

  /** Reads one processor's numbers; old kernels have fewer of them, but always up to idle. */
  private boolean fillRow(int row) {
    for (int column = 0; column < COLUMNS; column++) {
      double ticks = text.nextNumber();
      if (Double.isNaN(ticks) && column <= IDLE) {
        return false;
      }
      now.set(row, column, Double.isNaN(ticks) ? 0 : ticks / TICKS_PER_SECOND);
    }
    keepFromFalling(row);
    return !now.lastIsRepeated();
  }

  /** The kernel's idle and iowait times can fall a little; a counter that falls has restarted. */
  private void keepFromFalling(int row) {
    int old = before.find(now.key(row), row);
    if (old < 0 || before.get(old, IDLE) - now.get(row, IDLE) >= RESTART_SECONDS) {
      return;
    }
    for (int column = 0; column < COLUMNS; column++) {
      now.set(row, column, Math.max(now.get(row, column), before.get(old, column)));
    }
  }

  boolean stat(MetricSink out) throws IOException {
    text.read(stat);
    stats.takeLines(text);
    MetricType counter = MetricType.COUNTER;
    MetricType gauge = MetricType.GAUGE;
    Families.single(out, "node_intr_total", counter, "Interrupts that were served.", stats.get(0));
    Families.single(
        out,
        "node_context_switches_total",
        counter,
        "Switches from one task to another.",
        stats.get(1));
    Families.single(out, "node_forks_total", counter, "Processes and threads made.", stats.get(2));
    Families.single(
        out, "node_boot_time_seconds", gauge, "When the host booted, Unix time.", stats.get(3));
    Families.single(out, "node_procs_running", gauge, "Tasks that run or could run.", stats.get(4));
    Families.single(out, "node_procs_blocked", gauge, "Tasks that wait for I/O.", stats.get(5));
    return stats.found() > 0;
  }

  boolean loadavg(MetricSink out) throws IOException {
    text.read(loadavg);
    if (!text.nextLine()) {
      return false;
    }
    double one = text.nextNumber();
    double five = text.nextNumber();
    double fifteen = text.nextNumber();
    MetricType gauge = MetricType.GAUGE;
    Families.single(out, "node_load1", gauge, "Load average of one minute.", one);
    Families.single(out, "node_load15", gauge, "Load average of 15 minutes.", fifteen);
    Families.single(out, "node_load5", gauge, "Load average of five minutes.", five);
    return !Double.isNaN(fifteen);
  }

  /** Gives the pressure stall information, which kernels may be built without. */
  boolean pressure(MetricSink out) {
    boolean any = false;
    for (int i = 0; i < STALLS.length; i++) {
      readPressure(i);
      any |= !Double.isNaN(stalled[2 * i]);
    }
    for (int i = 0; i < STALLS.length; i++) {
      String name = "node_pressure_" + STALLS[i];
      // All tasks at once cannot wait for a processor: someone has it.
      double full = i == 0 ? Double.NaN : stalled[2 * i + 1];
      Families.single(
          out,
          name + "_stalled_seconds_total",
          MetricType.COUNTER,
          "Time in which every task waited for the resource.",
          full);
      Families.single(
          out,
          name + "_waiting_seconds_total",
          MetricType.COUNTER,
          "Time in which some task waited for the resource.",
          stalled[2 * i]);
    }
    return any;
  }

  private void readPressure(int stall) {
    stalled[2 * stall] = Double.NaN;
    stalled[2 * stall + 1] = Double.NaN;
    if (!text.tryRead(pressure + STALLS[stall])) {
      return;
    }
    while (text.nextLine()) {
      int index = 2 * stall + (text.nextWord() && text.wordIs("full") ? 1 : 0);
      while (text.nextWord()) {
        if (text.wordStartsWith("total=")) {
          text.dropFromWord("total=".length());
          stalled[index] = text.number() / 1e6;
        }
      }
    }
  }
}
