package dev.goldcrest.device.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.goldcrest.device.RecordedMetrics;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.runtime.lifecycle.SystemClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds our metrics against those of the installed node_exporter, on this very host. */
class NodeExporterComparisonTest {
  private static final Path EXPORTER = Path.of("/usr/bin/prometheus-node-exporter");

  /** Families that node_exporter 1.5 gives and we do not; a star stands for any ending. */
  private static final Map<String, String> LEFT_OUT =
      Map.ofEntries(
          Map.entry("node_arp_entries", "not asked for on an edge box"),
          Map.entry("node_bonding_*", "not asked for on an edge box"),
          Map.entry("node_cooling_device_*", "not asked for on an edge box"),
          Map.entry("node_cpu_core_*", "not asked for on an edge box"),
          Map.entry("node_cpu_package_*", "not asked for on an edge box"),
          Map.entry("node_cpu_frequency_*", "not asked for on an edge box"),
          Map.entry("node_cpu_scaling_*", "not asked for on an edge box"),
          Map.entry("node_disk_device_mapper_info", "needs the udev database"),
          Map.entry("node_disk_filesystem_info", "needs the udev database"),
          Map.entry("node_disk_info", "needs the udev database"),
          Map.entry("node_dmi_info", "says nothing that changes"),
          Map.entry("node_edac_*", "memory with error correction is rare at the edge"),
          Map.entry("node_exporter_build_info", "about node_exporter itself"),
          Map.entry("node_filesystem_files*", "Java tells no inodes"),
          Map.entry("node_hwmon_*", "temperatures only"),
          Map.entry("node_md_*", "software RAID is rare at the edge"),
          Map.entry("node_network_address_assign_type", "a constant of the interface"),
          Map.entry("node_network_carrier_*", "changes of the carrier are there as one counter"),
          Map.entry("node_network_device_id", "a constant of the interface"),
          Map.entry("node_network_dormant", "told by the operating state"),
          Map.entry("node_network_flags", "told by the operating state"),
          Map.entry("node_network_iface_*", "a constant of the interface"),
          Map.entry("node_network_name_assign_type", "a constant of the interface"),
          Map.entry("node_network_net_dev_group", "a constant of the interface"),
          Map.entry("node_network_protocol_type", "a constant of the interface"),
          Map.entry("node_network_receive_nohandler_total", "one more file for each interface"),
          Map.entry("node_network_transmit_queue_length", "a constant of the interface"),
          Map.entry("node_nf_conntrack_*", "not asked for on an edge box"),
          Map.entry("node_nvme_info", "says nothing that changes"),
          Map.entry("node_os_*", "needs a file outside /proc and /sys"),
          Map.entry("node_power_supply_*", "not asked for on an edge box"),
          Map.entry("node_rapl_*", "not asked for on an edge box"),
          Map.entry("node_schedstat_*", "told by processor time and pressure"),
          Map.entry("node_selinux_*", "not asked for on an edge box"),
          Map.entry("node_softnet_*", "not asked for on an edge box"),
          Map.entry("node_textfile_*", "there is no such part"),
          Map.entry("node_time_clocksource_*", "says nothing that changes"),
          Map.entry("node_time_zone_offset_seconds", "the server works in UTC"),
          Map.entry("node_timex_*", "needs the system call adjtimex"),
          Map.entry("node_udp_queues", "not asked for on an edge box"),
          Map.entry("node_vmstat_*", "newer kernels have more fields of the default patterns"),
          Map.entry("node_xfs_*", "not asked for on an edge box"));

  private static final Pattern SAMPLE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  private static Process exporter;
  private static RecordedMetrics before;
  private static RecordedMetrics after;
  private static final Map<String, MetricType> types = new LinkedHashMap<>();
  private static final Map<String, List<String>> labelNames = new LinkedHashMap<>();
  private static final Map<String, Double> values = new LinkedHashMap<>();

  @BeforeAll
  static void scrapeBetweenTwoCollections() throws IOException {
    assumeTrue(Files.isExecutable(EXPORTER), EXPORTER + " is not installed");
    exporter =
        new ProcessBuilder(EXPORTER.toString(), "--web.listen-address=127.0.0.1:0")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    String address = listeningAddress(exporter);
    HostCollector collector = new HostCollector(HostPaths.system(), new SystemClock());
    before = new RecordedMetrics();
    collector.collect(before);
    try (InputStream in = URI.create("http://" + address + "/metrics").toURL().openStream()) {
      parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    }
    after = new RecordedMetrics();
    collector.collect(after);
  }

  @AfterAll
  static void stop() {
    if (exporter != null) {
      exporter.destroy();
    }
  }

  private static String listeningAddress(Process process) throws IOException {
    // Not closed: the exporter goes on logging.
    BufferedReader log = process.errorReader(StandardCharsets.UTF_8);
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      int at = line.indexOf("address=127.0.0.1:");
      if (at >= 0) {
        return line.substring(at + "address=".length()).trim();
      }
    }
    throw new IOException("node_exporter ended without listening");
  }

  private static void parse(String text) {
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ");
      if (line.startsWith("# TYPE node_")) {
        String type = words[3].equals("untyped") ? "UNKNOWN" : words[3].toUpperCase();
        types.put(words[2], MetricType.valueOf(type));
      } else if (line.startsWith("node_")) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        TreeMap<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(sample.group(2) == null ? "" : sample.group(2));
        while (label.find()) {
          labels.put(label.group(1), label.group(2));
        }
        labelNames.put(sample.group(1), List.copyOf(labels.keySet()));
        String series = RecordedMetrics.series(sample.group(1), labels);
        values.put(series, Double.parseDouble(sample.group(3)));
      }
    }
  }

  private static boolean isLeftOut(String family) {
    for (String entry : LEFT_OUT.keySet()) {
      boolean open = entry.endsWith("*");
      String text = open ? entry.substring(0, entry.length() - 1) : entry;
      if (open ? family.startsWith(text) : family.equals(text)) {
        return true;
      }
    }
    return false;
  }

  @Test
  void families_haveTheSameTypeAndLabels_whereBothGiveThem() {
    TreeSet<String> shared = new TreeSet<>(types.keySet());
    shared.retainAll(after.types.keySet());
    assertThat(shared).hasSizeGreaterThan(100);
    for (String family : shared) {
      assertThat(after.types.get(family)).as(family).isEqualTo(types.get(family));
      assertThat(after.labelNames.get(family)).as(family).isEqualTo(labelNames.get(family));
    }
  }

  @Test
  void families_areAllThere_butForThoseLeftOutWithAReason() {
    List<String> missing = new ArrayList<>();
    for (String family : types.keySet()) {
      if (!after.types.containsKey(family) && !isLeftOut(family)) {
        missing.add(family);
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void counters_lieBetweenOursBeforeAndAfter() {
    int compared = 0;
    for (Map.Entry<String, Double> theirs : values.entrySet()) {
      String series = theirs.getKey();
      String family = series.contains("{") ? series.substring(0, series.indexOf('{')) : series;
      if (after.types.get(family) == MetricType.COUNTER && after.values.containsKey(series)) {
        // Division by another constant may differ in the last digit, and the kernel's own idle
        // time may fall a little.
        double slack = 1e-9 * theirs.getValue() + (family.startsWith("node_cpu_") ? 0.1 : 0);
        assertThat(theirs.getValue())
            .as(series)
            .isBetween(before.value(series) - slack, after.value(series) + slack);
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(30);
  }

  @Test
  void figuresThatHardlyChange_agree() {
    List<String> steady =
        List.of(
            "node_boot_time_seconds",
            "node_memory_MemTotal_bytes",
            "node_memory_SwapTotal_bytes",
            "node_memory_Hugepagesize_bytes",
            "node_filesystem_size_bytes",
            "node_filesystem_readonly",
            "node_filesystem_device_error",
            "node_network_mtu_bytes",
            "node_network_speed_bytes",
            "node_network_info",
            "node_network_up",
            "node_filefd_maximum",
            "node_entropy_pool_size_bits",
            "node_uname_info");
    TreeSet<String> compared = new TreeSet<>();
    for (Map.Entry<String, Double> theirs : values.entrySet()) {
      String family = theirs.getKey().replaceFirst("\\{.*", "");
      // Ours leaves out file systems behind a network.
      if (steady.contains(family) && after.values.containsKey(theirs.getKey())) {
        assertThat(after.values).containsEntry(theirs.getKey(), theirs.getValue());
        compared.add(family);
      }
    }
    assertThat(compared)
        .contains(
            "node_memory_MemTotal_bytes",
            "node_boot_time_seconds",
            "node_filefd_maximum",
            "node_uname_info");
  }

  @Test
  void time_isTheSameWithinSeconds() {
    assertThat(values.get("node_time_seconds"))
        .isBetween(before.value("node_time_seconds") - 1, after.value("node_time_seconds") + 1);
  }
}
