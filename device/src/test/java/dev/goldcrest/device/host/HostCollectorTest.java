package dev.goldcrest.device.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.device.RecordedMetrics;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.testkit.ManualClock;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostCollectorTest {
  @TempDir Path folder;

  private final ManualClock clock = new ManualClock(1_700_000_123_456L);

  private RecordedMetrics collect(HostTree tree) {
    return collect(new HostCollector(tree.paths(), clock));
  }

  private static RecordedMetrics collect(HostCollector collector) {
    RecordedMetrics out = new RecordedMetrics();
    collector.collect(out);
    return out;
  }

  private static boolean succeeded(RecordedMetrics out, String part) {
    return out.value("node_scrape_collector_success{collector=\"" + part + "\"}") == 1;
  }

  private static List<String> parts(RecordedMetrics out) {
    List<String> parts = new ArrayList<>();
    for (String series : out.values.keySet()) {
      if (series.startsWith("node_scrape_collector_success{")) {
        parts.add(series.substring(series.indexOf('"') + 1, series.lastIndexOf('"')));
      }
    }
    return parts;
  }

  @Test
  void everyPart_succeeds_whenEverythingIsThere() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    assertThat(parts(out)).hasSize(19).allMatch(part -> succeeded(out, part));
  }

  @Test
  void processors_giveSecondsByMode() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    assertThat(out.value("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}")).isEqualTo(50);
    assertThat(out.value("node_cpu_seconds_total{cpu=\"1\",mode=\"steal\"}")).isEqualTo(0.02);
    assertThat(out.value("node_cpu_guest_seconds_total{cpu=\"0\",mode=\"nice\"}")).isEqualTo(0.06);
    assertThat(out.values).doesNotContainKey("node_cpu_seconds_total{cpu=\"\",mode=\"idle\"}");
    assertThat(out.value("node_intr_total")).isEqualTo(123456);
    assertThat(out.value("node_boot_time_seconds")).isEqualTo(1700000000);
    assertThat(out.value("node_procs_blocked")).isEqualTo(1);
    assertThat(out.value("node_load1")).isEqualTo(0.91);
    assertThat(out.value("node_load15")).isEqualTo(12.24);
    assertThat(out.value("node_time_seconds")).isEqualTo(1700000123.456);
  }

  @Test
  void processorTimes_doNotFall_whenTheKernelsFallALittle() {
    HostTree tree = HostTree.complete(folder);
    HostCollector collector = new HostCollector(tree.paths(), clock);
    collect(collector);
    tree.put("proc/stat", "cpu0 101 1 50 4990 8 2 3 4 5 6", "cpu1 200 1 50 4000 20 2 2 2 2 2");
    RecordedMetrics out = collect(collector);
    assertThat(out.value("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}")).isEqualTo(1.01);
    assertThat(out.value("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}")).isEqualTo(50);
    assertThat(out.value("node_cpu_seconds_total{cpu=\"0\",mode=\"iowait\"}")).isEqualTo(0.1);
  }

  @Test
  void processorTimes_startAnew_whenTheProcessorWasSwitchedOff() {
    HostTree tree = HostTree.complete(folder);
    HostCollector collector = new HostCollector(tree.paths(), clock);
    collect(collector);
    tree.put("proc/stat", "cpu0 1 0 0 10 0 0 0 0 0 0");
    RecordedMetrics out = collect(collector);
    assertThat(out.value("node_cpu_seconds_total{cpu=\"0\",mode=\"user\"}")).isEqualTo(0.01);
    assertThat(out.values).doesNotContainKey("node_cpu_seconds_total{cpu=\"1\",mode=\"user\"}");
  }

  @Test
  void processorTimes_areThere_onKernelsWithFewerColumns() {
    RecordedMetrics out = collect(new HostTree(folder).put("proc/stat", "cpu0 1 2 3 400"));
    assertThat(out.value("node_cpu_seconds_total{cpu=\"0\",mode=\"idle\"}")).isEqualTo(4);
    assertThat(out.value("node_cpu_seconds_total{cpu=\"0\",mode=\"steal\"}")).isZero();
  }

  @Test
  void pressure_givesSeconds_andNoStallOfAllTasksForTheProcessor() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    assertThat(out.value("node_pressure_cpu_waiting_seconds_total")).isEqualTo(32.024252);
    assertThat(out.value("node_pressure_io_stalled_seconds_total")).isEqualTo(1.5);
    assertThat(out.types)
        .doesNotContainKey("node_pressure_cpu_stalled_seconds_total")
        .doesNotContainKey("node_pressure_memory_stalled_seconds_total");
  }

  @Test
  void memory_isInBytes_whereTheKernelGivesKilobytes() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    assertThat(out.value("node_memory_MemTotal_bytes")).isEqualTo(512000 * 1024);
    assertThat(out.value("node_memory_Active_anon_bytes")).isEqualTo(1000 * 1024);
    assertThat(out.value("node_memory_HugePages_Total")).isEqualTo(3);
    assertThat(out.value("node_vmstat_oom_kill")).isEqualTo(17);
    assertThat(out.types.get("node_vmstat_oom_kill")).isEqualTo(MetricType.UNKNOWN);
    assertThat(out.types).doesNotContainKey("node_vmstat_nr_free_pages");
  }

  @Test
  void memory_followsTheFile_whenItsLinesMove() {
    HostTree tree = new HostTree(folder).put("proc/meminfo", "MemTotal: 10 kB", "MemFree: 5 kB");
    HostCollector collector = new HostCollector(tree.paths(), clock);
    collect(collector);
    tree.put("proc/meminfo", "MemFree: 6 kB", "Zswap: 1 kB", "MemTotal: 10 kB");
    RecordedMetrics out = collect(collector);
    assertThat(out.value("node_memory_MemFree_bytes")).isEqualTo(6 * 1024);
    assertThat(out.value("node_memory_MemTotal_bytes")).isEqualTo(10 * 1024);
  }

  @Test
  void filesystems_leaveOutKernelAndRemoteOnes() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    String root = "{device=\"/dev/root\",fstype=\"ext4\",mountpoint=\"/\"}";
    assertThat(out.value("node_filesystem_size_bytes" + root))
        .isEqualTo(new File("/").getTotalSpace());
    assertThat(out.value("node_filesystem_readonly" + root)).isZero();
    assertThat(out.value("node_filesystem_device_error" + root)).isZero();
    assertThat(out.values.keySet()).noneMatch(s -> s.contains("nfs4") || s.contains("\"proc\""));
  }

  @Test
  void filesystems_decodeBlanks_andTellReadOnlyAndGoneOnes() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    String blank =
        "{device=\"/dev/sda1\",fstype=\"vfat\",mountpoint=\"" + folder + "/with blank\"}";
    assertThat(out.value("node_filesystem_readonly" + blank)).isEqualTo(1);
    assertThat(out.value("node_filesystem_avail_bytes" + blank)).isPositive();
    String gone = "{device=\"/dev/sdb1\",fstype=\"ext4\",mountpoint=\"" + folder + "/gone\"}";
    assertThat(out.value("node_filesystem_device_error" + gone)).isEqualTo(1);
    assertThat(out.values).doesNotContainKey("node_filesystem_size_bytes" + gone);
  }

  @Test
  void filesystems_followTheMountTable() {
    HostTree tree = HostTree.complete(folder);
    HostCollector collector = new HostCollector(tree.paths(), clock);
    collect(collector);
    tree.put("proc/self/mounts", "/dev/new / btrfs rw 0 0");
    assertThat(collect(collector).values.keySet())
        .filteredOn(series -> series.startsWith("node_filesystem_size_bytes"))
        .containsExactly(
            "node_filesystem_size_bytes{device=\"/dev/new\",fstype=\"btrfs\",mountpoint=\"/\"}");
  }

  @Test
  void disks_areWholeDevices_inBytesAndSeconds() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    String card = "{device=\"mmcblk0\"}";
    assertThat(out.value("node_disk_read_bytes_total" + card)).isEqualTo(300 * 512);
    assertThat(out.value("node_disk_write_time_seconds_total" + card)).isEqualTo(8);
    assertThat(out.value("node_disk_io_now" + card)).isEqualTo(9);
    assertThat(out.value("node_disk_flush_requests_time_seconds_total" + card)).isEqualTo(6);
    assertThat(out.value("node_disk_reads_completed_total{device=\"sda\"}")).isEqualTo(1);
    assertThat(out.values)
        .doesNotContainKey("node_disk_flush_requests_total{device=\"sda\"}")
        .doesNotContainKey("node_disk_reads_completed_total{device=\"sda1\"}")
        .doesNotContainKey("node_disk_reads_completed_total{device=\"loop0\"}");
  }

  @Test
  void network_givesTrafficAndState() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    assertThat(out.value("node_network_receive_multicast_total{device=\"eth0\"}")).isEqualTo(6);
    assertThat(out.value("node_network_transmit_compressed_total{device=\"eth0\"}")).isEqualTo(12);
    assertThat(out.value("node_network_receive_bytes_total{device=\"lo\"}")).isEqualTo(62911);
    assertThat(out.value("node_network_up{device=\"eth0\"}")).isEqualTo(1);
    assertThat(out.value("node_network_up{device=\"wlan0\"}")).isZero();
    assertThat(out.value("node_network_speed_bytes{device=\"eth0\"}")).isEqualTo(125e6);
    assertThat(out.values)
        .containsKey(
            "node_network_info{address=\"02:fc:00:00:00:01\",broadcast=\"ff:ff:ff:ff:ff:ff\","
                + "device=\"eth0\",duplex=\"full\",ifalias=\"the uplink\",operstate=\"up\"}")
        .doesNotContainKey("node_network_speed_bytes{device=\"wlan0\"}");
  }

  @Test
  void sockets_giveTheCountersThatNodeExporterGives() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    assertThat(out.value("node_netstat_TcpExt_ListenDrops")).isEqualTo(3);
    assertThat(out.value("node_netstat_IpExt_InOctets")).isEqualTo(0x1p64);
    assertThat(out.value("node_netstat_Tcp_CurrEstab")).isEqualTo(8);
    assertThat(out.value("node_netstat_Ip6_InOctets")).isEqualTo(128);
    assertThat(out.value("node_netstat_UdpLite6_InErrors")).isEqualTo(3);
    assertThat(out.types).doesNotContainKey("node_netstat_Ip_DefaultTTL");
    assertThat(out.value("node_sockstat_sockets_used")).isEqualTo(17);
    assertThat(out.value("node_sockstat_TCP6_inuse")).isEqualTo(5);
    assertThat(out.value("node_sockstat_TCP_mem_bytes")).isEqualTo(437 * 4096);
  }

  @Test
  void kernel_givesItsNameAndItsFiles() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    assertThat(out.values)
        .containsKey(
            "node_uname_info{domainname=\"(none)\",machine=\"aarch64\",nodename=\"edge\","
                + "release=\"6.1.0-rpi7\",sysname=\"Linux\",version=\"#1 SMP PREEMPT\"}");
    assertThat(out.value("node_filefd_maximum")).isEqualTo(2466170);
    assertThat(out.value("node_entropy_available_bits")).isEqualTo(256);
  }

  @Test
  void temperatures_comeFromZonesAndChips() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    String prefix = "node_hwmon_temp_celsius{chip=";
    assertThat(out.value("node_thermal_zone_temp{type=\"cpu-thermal\",zone=\"0\"}"))
        .isEqualTo(48.312);
    assertThat(out.value(prefix + "\"platform_coretemp_0\",sensor=\"temp1\"}")).isEqualTo(51);
    assertThat(out.value(prefix + "\"nvme\",sensor=\"temp1\"}")).isEqualTo(-5.5);
    assertThat(out.value(prefix + "\"nvme_hwmon2\",sensor=\"temp1\"}")).isEqualTo(40);
  }

  @Test
  void cgroup_givesUsageAndLimits_ofVersion2() {
    RecordedMetrics out = collect(HostTree.complete(folder));
    assertThat(out.value("goldcrest_cgroup_memory_usage_bytes")).isEqualTo(50e6);
    assertThat(out.value("goldcrest_cgroup_memory_working_set_bytes")).isEqualTo(42e6);
    assertThat(out.value("goldcrest_cgroup_memory_limit_bytes")).isEqualTo(83886080);
    assertThat(out.value("goldcrest_cgroup_memory_limit_hits_total")).isEqualTo(3);
    assertThat(out.value("goldcrest_cgroup_oom_kills_total")).isEqualTo(1);
    assertThat(out.value("goldcrest_cgroup_cpu_usage_seconds_total")).isEqualTo(2.5);
    assertThat(out.value("goldcrest_cgroup_cpu_limit_cores")).isEqualTo(0.5);
    assertThat(out.value("goldcrest_cgroup_cpu_throttled_seconds_total")).isEqualTo(0.5);
    assertThat(out.value("goldcrest_cgroup_tasks")).isEqualTo(21);
    assertThat(out.value("goldcrest_cgroup_tasks_limit")).isInfinite();
  }

  @Test
  void cgroup_givesUsageAndLimits_ofVersion1() {
    RecordedMetrics out = collect(new HostTree(folder).cgroupV1());
    assertThat(out.value("goldcrest_cgroup_memory_usage_bytes")).isEqualTo(40e6);
    assertThat(out.value("goldcrest_cgroup_memory_working_set_bytes")).isEqualTo(30e6);
    assertThat(out.value("goldcrest_cgroup_memory_limit_bytes")).isInfinite();
    assertThat(out.value("goldcrest_cgroup_memory_limit_hits_total")).isEqualTo(7);
    assertThat(out.value("goldcrest_cgroup_oom_kills_total")).isEqualTo(2);
    assertThat(out.value("goldcrest_cgroup_cpu_usage_seconds_total")).isEqualTo(1.5);
    assertThat(out.value("goldcrest_cgroup_cpu_limit_cores")).isEqualTo(1.5);
    assertThat(out.value("goldcrest_cgroup_cpu_throttled_periods_total")).isEqualTo(3);
    assertThat(out.value("goldcrest_cgroup_cpu_throttled_seconds_total")).isEqualTo(2);
    assertThat(out.value("goldcrest_cgroup_tasks_limit")).isEqualTo(64);
  }

  @Test
  void cgroup_isTheMountItself_whenThePathIsThatOfTheHost() {
    HostTree tree = new HostTree(folder).put("proc/self/cgroup", "0::/docker/abc");
    tree.put("sys/fs/cgroup/cgroup.controllers", "memory");
    tree.put("sys/fs/cgroup/memory.current", "123");
    tree.put("sys/fs/cgroup/memory.max", "max");
    RecordedMetrics out = collect(tree);
    assertThat(out.value("goldcrest_cgroup_memory_usage_bytes")).isEqualTo(123);
    assertThat(out.value("goldcrest_cgroup_memory_limit_bytes")).isInfinite();
  }

  @Test
  void everyPartButTheTime_fails_whenNothingIsThere() {
    RecordedMetrics out = collect(new HostTree(folder));
    assertThat(parts(out)).filteredOn(part -> succeeded(out, part)).containsExactly("time");
    assertThat(out.types.keySet())
        .containsExactlyInAnyOrder(
            "node_time_seconds",
            "node_scrape_collector_duration_seconds",
            "node_scrape_collector_success");
  }

  @Test
  void onePartsFailure_leavesTheOthersAlone() throws IOException {
    HostTree tree = HostTree.complete(folder);
    Files.delete(folder.resolve("proc/meminfo"));
    Files.delete(folder.resolve("proc/stat"));
    RecordedMetrics out = collect(tree);
    assertThat(parts(out))
        .filteredOn(part -> !succeeded(out, part))
        .containsExactly("cpu", "stat", "meminfo");
  }

  /**
   * Cuts, garbles and swaps the files in many ways. Whatever the kernel shows, collecting ends, and
   * its document stays one: the sink refuses repeated families and series and NaN.
   */
  @Test
  void collect_neverThrows_whateverTheFilesHold() throws IOException {
    long seed = Long.getLong("goldcrest.test.seed", System.nanoTime());
    System.out.println("HostCollectorTest: -Dgoldcrest.test.seed=" + seed);
    Random random = new Random(seed);
    HostTree tree = HostTree.complete(folder);
    Map<Path, byte[]> originals = new HashMap<>();
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path file : walk.filter(Files::isRegularFile).toList()) {
        originals.put(file, Files.readAllBytes(file));
      }
    }
    List<Path> files = originals.keySet().stream().sorted().toList();
    HostCollector collector = new HostCollector(tree.paths(), clock);
    for (int round = 0; round < 400; round++) {
      Path file = files.get(random.nextInt(files.size()));
      Path other = files.get(random.nextInt(files.size()));
      Files.write(file, garbled(random, originals.get(file), originals.get(other)));
      RecordedMetrics out = collect(collector);
      assertThat(parts(out)).hasSize(19);
      if (random.nextInt(3) == 0) {
        Files.write(file, originals.get(file));
      }
    }
  }

  private static byte[] garbled(Random random, byte[] text, byte[] other) {
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(text, random.nextInt(text.length + 1));
      case 1 -> other;
      case 2 -> twice(text);
      case 3 -> new byte[random.nextInt(50)];
      case 4 ->
          "99999999999999999999999999999999 -1 : = \\ .\n"
              .repeat(20)
              .getBytes(StandardCharsets.UTF_8);
      default -> {
        byte[] copy = text.clone();
        for (int i = 0; i < copy.length; i += 1 + random.nextInt(10)) {
          copy[i] = (byte) random.nextInt(256);
        }
        yield copy;
      }
    };
  }

  private static byte[] twice(byte[] text) {
    byte[] twice = Arrays.copyOf(text, 2 * text.length);
    System.arraycopy(text, 0, twice, text.length, text.length);
    return twice;
  }
}
