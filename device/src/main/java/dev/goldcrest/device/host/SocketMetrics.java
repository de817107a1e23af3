package dev.goldcrest.device.host;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.IOException;
import java.util.Arrays;

/** The protocols above the interfaces: sockets in use, and the kernel's protocol counters. */
final class SocketMetrics {
  // The counters that node_exporter gives by default, as protocol and field.
  private static final String[] NETSTAT = {
    "Icmp_InErrors",
    "Icmp_InMsgs",
    "Icmp_OutMsgs",
    "IpExt_InOctets",
    "IpExt_OutOctets",
    "Ip_Forwarding",
    "TcpExt_ListenDrops",
    "TcpExt_ListenOverflows",
    "TcpExt_SyncookiesFailed",
    "TcpExt_SyncookiesRecv",
    "TcpExt_SyncookiesSent",
    "TcpExt_TCPOFOQueue",
    "TcpExt_TCPRcvQDrop",
    "TcpExt_TCPSynRetrans",
    "TcpExt_TCPTimeouts",
    "Tcp_ActiveOpens",
    "Tcp_CurrEstab",
    "Tcp_InErrs",
    "Tcp_InSegs",
    "Tcp_OutRsts",
    "Tcp_OutSegs",
    "Tcp_PassiveOpens",
    "Tcp_RetransSegs",
    "UdpLite_InErrors",
    "Udp_InDatagrams",
    "Udp_InErrors",
    "Udp_NoPorts",
    "Udp_OutDatagrams",
    "Udp_RcvbufErrors",
    "Udp_SndbufErrors"
  };
  private static final String[] NETSTAT_6 = {
    "Icmp6_InErrors",
    "Icmp6_InMsgs",
    "Icmp6_OutMsgs",
    "Ip6_InOctets",
    "Ip6_OutOctets",
    "UdpLite6_InErrors",
    "Udp6_InDatagrams",
    "Udp6_InErrors",
    "Udp6_NoPorts",
    "Udp6_OutDatagrams",
    "Udp6_RcvbufErrors",
    "Udp6_SndbufErrors"
  };
  private static final String NETSTAT_HELP = "The kernel's protocol counter of that name.";

  private static final String[] SOCKSTAT = {
    "FRAG6_inuse", "FRAG6_memory", "FRAG_inuse", "FRAG_memory", "RAW6_inuse", "RAW_inuse",
    "TCP6_inuse", "TCP_alloc", "TCP_inuse", "TCP_mem", "TCP_orphan", "TCP_tw",
    "UDP6_inuse", "UDPLITE6_inuse", "UDPLITE_inuse", "UDP_inuse", "UDP_mem", "sockets_used"
  };

  /** Fields of a heading that are told apart; the kernel's longest has about 130. */
  private static final int MAX_FIELDS = 256;

  private static final int UNWANTED = -1;
  private static final int DEFAULT_PAGE_BYTES = 4096;
  private static final int AUXV_PAGE_SIZE = 6;

  private final ProcText text;
  private final String net;
  private final double pageBytes;
  private final double[] counters = new double[NETSTAT.length];
  private final Fields counters6 = new Fields(joined(NETSTAT_6));
  private final double[] sockets = new double[SOCKSTAT.length];
  private final int[] wanted = new int[MAX_FIELDS];
  private final String[] counterNames = prefixed("node_netstat_", NETSTAT);
  private final String[] counterNames6 = prefixed("node_netstat_", NETSTAT_6);
  private final String[] socketNames = prefixed("node_sockstat_", SOCKSTAT);

  SocketMetrics(ProcText text, HostPaths paths) {
    this.text = text;
    net = paths.proc() + "/net/";
    pageBytes = pageBytes(paths.proc() + "/self/auxv");
  }

  boolean netstat(MetricSink out) throws IOException {
    Arrays.fill(counters, Double.NaN);
    text.read(net + "netstat");
    takeHeadedLines();
    text.read(net + "snmp");
    takeHeadedLines();
    counters6.clear();
    if (text.tryRead(net + "snmp6")) {
      counters6.takeLines(text);
    }
    MetricType type = MetricType.UNKNOWN;
    int found = 0;
    for (int i = 0; i < NETSTAT.length; i++) {
      Families.single(out, counterNames[i], type, NETSTAT_HELP, counters[i]);
      found += Double.isNaN(counters[i]) ? 0 : 1;
    }
    for (int i = 0; i < NETSTAT_6.length; i++) {
      Families.single(out, counterNames6[i], type, NETSTAT_HELP, counters6.get(i));
    }
    return found > 0;
  }

  /** Reads pairs of lines: a protocol with its field names, the same protocol with its numbers. */
  private void takeHeadedLines() {
    while (text.nextLine()) {
      if (!text.nextField()) {
        continue;
      }
      String protocol = text.word();
      int fields = 0;
      while (fields < MAX_FIELDS && text.nextField()) {
        wanted[fields++] = indexOf(NETSTAT, protocol);
      }
      if (text.nextLine() && text.nextField() && text.wordIs(protocol)) {
        takeNumbers(fields);
      }
    }
  }

  private void takeNumbers(int fields) {
    for (int i = 0; i < fields && text.nextField(); i++) {
      if (wanted[i] != UNWANTED) {
        counters[wanted[i]] = text.number();
      }
    }
  }

  /** Returns where a list has the protocol with the current word as its field. */
  private int indexOf(String[] list, String protocol) {
    int prefix = protocol.length();
    for (int i = 0; i < list.length; i++) {
      String entry = list[i];
      if (entry.length() > prefix
          && entry.charAt(prefix) == '_'
          && entry.startsWith(protocol)
          && text.wordIsTailOf(entry, prefix + 1)) {
        return i;
      }
    }
    return UNWANTED;
  }

  boolean sockstat(MetricSink out) {
    Arrays.fill(sockets, Double.NaN);
    boolean read = text.tryRead(net + "sockstat");
    if (read) {
      takePairs();
    }
    if (text.tryRead(net + "sockstat6")) {
      read = true;
      takePairs();
    }
    for (int i = 0; i < SOCKSTAT.length; i++) {
      String name = socketNames[i];
      String help = "The kernel's socket figure of that name.";
      Families.single(out, name, MetricType.GAUGE, help, sockets[i]);
      if (SOCKSTAT[i].endsWith("_mem")) {
        String inBytes = "Memory for sockets in bytes; the kernel counts pages.";
        Families.single(out, name + "_bytes", MetricType.GAUGE, inBytes, sockets[i] * pageBytes);
      }
    }
    return read;
  }

  /** Reads lines of a protocol with names and numbers in turn. */
  private void takePairs() {
    while (text.nextLine()) {
      String protocol = text.nextField() ? text.word() : "";
      while (text.nextField()) {
        int index = indexOf(SOCKSTAT, protocol);
        double value = text.nextNumber();
        if (index != UNWANTED) {
          sockets[index] = value;
        }
      }
    }
  }

  /** Returns the page size that the kernel gave this process; some ARM boards have 16 KiB. */
  private double pageBytes(String auxv) {
    long found = text.tryRead(auxv) ? text.auxiliary(AUXV_PAGE_SIZE) : 0;
    return found > 0 ? found : DEFAULT_PAGE_BYTES;
  }

  private static String[] prefixed(String prefix, String[] names) {
    String[] full = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      full[i] = prefix + names[i];
    }
    return full;
  }

  /** Returns the names as {@code snmp6} spells them, without the mark between the parts. */
  private static String[] joined(String[] names) {
    String[] joined = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      joined[i] = names[i].replace("_", "");
    }
    return joined;
  }
}
