package dev.goldcrest.device.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A made-up procfs and sysfs in a folder: a small ARM board. */
final class HostTree {
  final Path root;

  HostTree(Path root) {
    this.root = root;
  }

  HostPaths paths() {
    return new HostPaths(root + "/proc", root + "/sys", "/");
  }

  HostTree put(String path, String... lines) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.writeString(file, String.join("\n", lines) + "\n");
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the tree with every file that the collector reads. */
  static HostTree complete(Path root) {
    HostTree tree = new HostTree(root);
    return tree.processors().memory().disks().network().kernel().temperatures().cgroupV2();
  }

  HostTree processors() {
    put(
        "proc/stat",
        "cpu  300 2 100 9000 30 4 5 6 7 8",
        "cpu0 100 1 50 5000 10 2 3 4 5 6",
        "cpu1 200 1 50 4000 20 2 2 2 2 2",
        "intr 123456 0 9 0 0",
        "ctxt 7890",
        "btime 1700000000",
        "processes 4321",
        "procs_running 2",
        "procs_blocked 1",
        "softirq 5 1 2");
    put("proc/loadavg", "0.91 0.43 12.24 1/95 8758");
    put(
        "proc/pressure/cpu",
        "some avg10=1.04 avg60=1.40 avg300=2.25 total=32024252",
        "full avg10=0.00 avg60=0.00 avg300=0.00 total=5");
    put(
        "proc/pressure/io",
        "some avg10=0.22 avg60=0.16 avg300=0.15 total=11857321",
        "full avg10=0.22 avg60=0.16 avg300=0.15 total=1500000");
    return put("proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=0");
  }

  HostTree memory() {
    put(
        "proc/meminfo",
        "MemTotal:         512000 kB",
        "MemAvailable:     256000 kB",
        "Active(anon):       1000 kB",
        "HugePages_Total:       3",
        "Hugepagesize:       2048 kB",
        "DirectMap4k:          64 kB");
    return put(
        "proc/vmstat",
        "nr_free_pages 1",
        "pgpgin 11",
        "pgpgout 12",
        "pswpin 13",
        "pswpout 14",
        "pgfault 15",
        "pgmajfault 16",
        "oom_kill 17");
  }

  HostTree disks() {
    put(
        "proc/self/mounts",
        "/dev/root / ext4 rw,relatime 0 0",
        "proc /proc proc rw 0 0",
        "server:/export " + root + "/remote nfs4 rw 0 0",
        "/dev/sda1 " + root + "/with\\040blank vfat ro,nosuid 0 0",
        "/dev/sda1 " + root + "/with\\040blank vfat ro,nosuid 0 0",
        "/dev/sdb1 " + root + "/gone ext4 rw 0 0");
    put("with blank/file", "x");
    return put(
        "proc/diskstats",
        "   7       0 loop0 1 1 1 1 1 1 1 1 1 1 1",
        " 179       0 mmcblk0 100 20 300 4000 500 60 700 8000 9 10000 11000 1 2 3 4000 5 6000",
        "   8       0 sda 1 2 3 4 5 6 7 8 9 10 11",
        "   8       1 sda1 1 2 3 4 5 6 7 8 9 10 11");
  }

  HostTree network() {
    put(
        "proc/net/dev",
        "Inter-|   Receive                            |  Transmit",
        " face |bytes    packets errs drop fifo frame compressed multicast|bytes packets errs",
        "    lo:   62911      62    0    0    0     0     0    0 62911 62 0 0 0 0 0 0",
        "  eth0:1000 10 1 2 3 4 5 6 2000 20 7 8 9 10 11 12");
    put("sys/class/net/bonding_masters", "bond0");
    String eth0 = "sys/class/net/eth0/";
    put(eth0 + "operstate", "up");
    put(eth0 + "address", "02:fc:00:00:00:01");
    put(eth0 + "broadcast", "ff:ff:ff:ff:ff:ff");
    put(eth0 + "duplex", "full");
    put(eth0 + "ifalias", "the uplink");
    put(eth0 + "mtu", "1400");
    put(eth0 + "speed", "1000");
    put(eth0 + "carrier", "1");
    put(eth0 + "carrier_changes", "2");
    put("sys/class/net/wlan0/operstate", "down");
    put(
        "proc/net/netstat",
        "TcpExt: SyncookiesSent ListenOverflows ListenDrops TCPTimeouts",
        "TcpExt: 1 2 3 4",
        "IpExt: InNoRoutes InOctets OutOctets",
        "IpExt: 0 18446744073709551615 6");
    put(
        "proc/net/snmp",
        "Ip: Forwarding DefaultTTL",
        "Ip: 2 64",
        "Tcp: RtoMax ActiveOpens CurrEstab InErrs",
        "Tcp: -1 7 8 9",
        "UdpLite: InErrors",
        "UdpLite: 4");
    put("proc/net/snmp6", "Ip6InReceives 1", "Ip6InOctets \t 128", "UdpLite6InErrors 3");
    put(
        "proc/net/sockstat",
        "sockets: used 17",
        "TCP: inuse 1 orphan 0 tw 1 alloc 1 mem 437",
        "FRAG: inuse 0 memory 0");
    return put("proc/net/sockstat6", "TCP6: inuse 5");
  }

  HostTree kernel() {
    put("proc/sys/kernel/ostype", "Linux");
    put("proc/sys/kernel/osrelease", "6.1.0-rpi7");
    put("proc/sys/kernel/version", "#1 SMP PREEMPT");
    put("proc/sys/kernel/hostname", "edge");
    put("proc/sys/kernel/domainname", "(none)");
    put("proc/sys/kernel/arch", "aarch64");
    put("proc/sys/kernel/random/entropy_avail", "256");
    put("proc/sys/kernel/random/poolsize", "256");
    return put("proc/sys/fs/file-nr", "638\t0\t2466170");
  }

  HostTree temperatures() {
    put("sys/class/thermal/thermal_zone0/type", "cpu-thermal");
    put("sys/class/thermal/thermal_zone0/temp", "48312");
    put("sys/class/thermal/cooling_device0/type", "fan");
    put("sys/devices/platform/coretemp.0/uevent", "");
    put("sys/class/hwmon/hwmon0/name", "coretemp");
    put("sys/class/hwmon/hwmon0/temp1_input", "51000");
    put("sys/class/hwmon/hwmon0/temp1_crit", "100000");
    put("sys/class/hwmon/hwmon1/name", "nvme");
    put("sys/class/hwmon/hwmon1/temp1_input", "-5500");
    put("sys/class/hwmon/hwmon2/name", "nvme");
    put("sys/class/hwmon/hwmon2/temp1_input", "40000");
    try {
      Path link = root.resolve("sys/class/hwmon/hwmon0/device");
      Files.createSymbolicLink(link, root.resolve("sys/devices/platform/coretemp.0"));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HostTree cgroupV2() {
    put("proc/self/cgroup", "0::/system.slice/goldcrest.service");
    put("sys/fs/cgroup/cgroup.controllers", "cpu memory pids");
    String group = "sys/fs/cgroup/system.slice/goldcrest.service/";
    put(group + "memory.current", "50000000");
    put(group + "memory.max", "83886080");
    put(group + "memory.stat", "anon 30000000", "file 20000000", "inactive_file 8000000");
    put(group + "memory.events", "low 0", "high 0", "max 3", "oom 2", "oom_kill 1");
    String throttled = "throttled_usec 500000";
    put(group + "cpu.stat", "usage_usec 2500000", "nr_periods 100", "nr_throttled 10", throttled);
    put(group + "cpu.max", "50000 100000");
    put(group + "pids.current", "21");
    return put(group + "pids.max", "max");
  }

  HostTree cgroupV1() {
    put(
        "proc/self/cgroup",
        "8:pids:/box",
        "4:memory:/box",
        "3:cpu,cpuacct:/box",
        "1:name=systemd:/box",
        "0::/");
    String mount = "sys/fs/cgroup/";
    put(mount + "memory/box/memory.usage_in_bytes", "40000000");
    put(mount + "memory/box/memory.limit_in_bytes", "9223372036854771712");
    put(mount + "memory/box/memory.failcnt", "7");
    put(mount + "memory/box/memory.stat", "inactive_file 1", "total_inactive_file 10000000");
    put(mount + "memory/box/memory.oom_control", "oom_kill_disable 0", "oom_kill 2");
    put(mount + "cpuacct/box/cpuacct.usage", "1500000000");
    put(mount + "cpu/box/cpu.stat", "nr_periods 4", "nr_throttled 3", "throttled_time 2000000000");
    put(mount + "cpu/box/cpu.cfs_quota_us", "150000");
    put(mount + "cpu/box/cpu.cfs_period_us", "100000");
    put(mount + "pids/box/pids.current", "5");
    return put(mount + "pids/box/pids.max", "64");
  }
}
