package dev.goldcrest.device.host;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.File;
import java.io.IOException;
import java.util.Arrays;

/** Network interfaces: what they carried, and their state. */
final class NetworkMetrics {
  /** The numbers of one line of {@code /proc/net/dev}, in the file's order: metric and help. */
  private static final String[][] TRAFFIC = {
    {"node_network_receive_bytes_total", "Bytes received."},
    {"node_network_receive_packets_total", "Packets received."},
    {"node_network_receive_errs_total", "Packets received with errors."},
    {"node_network_receive_drop_total", "Packets received and dropped."},
    {"node_network_receive_fifo_total", "Packets lost to a full buffer of the receiver."},
    {"node_network_receive_frame_total", "Packets received with broken framing."},
    {"node_network_receive_compressed_total", "Compressed packets received."},
    {"node_network_receive_multicast_total", "Multicast packets received."},
    {"node_network_transmit_bytes_total", "Bytes sent."},
    {"node_network_transmit_packets_total", "Packets sent."},
    {"node_network_transmit_errs_total", "Packets not sent because of errors."},
    {"node_network_transmit_drop_total", "Packets dropped instead of sent."},
    {"node_network_transmit_fifo_total", "Packets lost to a full buffer of the sender."},
    {"node_network_transmit_colls_total", "Collisions while sending."},
    {"node_network_transmit_carrier_total", "Packets not sent for want of a carrier."},
    {"node_network_transmit_compressed_total", "Compressed packets sent."},
  };

  /** The numbers that we read of an interface's folder: metric and help. */
  private static final String[][] STATE = {
    {"node_network_carrier", "1 if the interface has a carrier, otherwise 0."},
    {"node_network_carrier_changes_total", "Times that the carrier came or went."},
    {"node_network_mtu_bytes", "Largest packet in bytes."},
    {"node_network_speed_bytes", "Speed of the link in bytes a second; negative if unknown."},
    {"node_network_up", "1 if the interface's state is up, otherwise 0."},
  };

  private static final String[] STATE_FILES = {"carrier", "carrier_changes", "mtu", "speed"};
  private static final int SPEED = 3;
  private static final int UP = 4;
  private static final double BYTES_PER_MEGABIT = 1e6 / 8;

  /** The labels of {@code node_network_info}, in the order that {@link #readInfo} fills. */
  private static final String[] INFO = {
    "address", "broadcast", "device", "duplex", "ifalias", "operstate"
  };

  private final ProcText text;
  private final String dev;
  private final String folder;
  private final Table traffic = new Table(TRAFFIC.length);
  private final Table state = new Table(STATE.length);

  NetworkMetrics(ProcText text, HostPaths paths) {
    this.text = text;
    dev = paths.proc() + "/net/dev";
    folder = paths.sys() + "/class/net";
  }

  boolean netdev(MetricSink out) throws IOException {
    text.read(dev);
    traffic.clear();
    // The two lines of headings hold no numbers and so make no rows.
    while (text.nextLine()) {
      if (text.nextField()) {
        readTraffic();
      }
    }
    for (int column = 0; column < TRAFFIC.length; column++) {
      Families.column(out, TRAFFIC[column], "device", traffic, column);
    }
    return traffic.rows() > 0;
  }

  private void readTraffic() {
    int row = traffic.add(text);
    if (row < 0) {
      return;
    }
    for (int column = 0; column < TRAFFIC.length; column++) {
      double value = text.nextField() ? text.number() : Double.NaN;
      if (Double.isNaN(value)) {
        traffic.dropLast();
        return;
      }
      traffic.set(row, column, value);
    }
    if (traffic.lastIsRepeated()) {
      traffic.dropLast();
    }
  }

  boolean netclass(MetricSink out) {
    String[] interfaces = new File(folder).list();
    if (interfaces == null || interfaces.length == 0) {
      return false;
    }
    Arrays.sort(interfaces);
    String[][] infos = new String[Math.min(interfaces.length, Table.MAX_ROWS)][];
    state.clear();
    for (String name : interfaces) {
      String own = folder + '/' + name + '/';
      // The folder also holds plain files, such as bonding_masters.
      if (!text.tryRead(own + "operstate") || state.add(name) < 0) {
        continue;
      }
      int row = state.rows() - 1;
      infos[row] = readInfo(name, own);
      readState(row, own);
      state.set(row, UP, infos[row][5].equals("up") ? 1 : 0);
    }
    out.family(
        "node_network_info",
        MetricType.GAUGE,
        "What an interface says of itself in words; the value is always 1.",
        INFO);
    for (int row = 0; row < state.rows(); row++) {
      out.sample(1, infos[row]);
    }
    for (int column = 0; column < STATE.length; column++) {
      Families.column(out, STATE[column], "device", state, column);
    }
    return true;
  }

  private String[] readInfo(String name, String own) {
    return new String[] {
      text.tryLine(own + "address"),
      text.tryLine(own + "broadcast"),
      name,
      text.tryLine(own + "duplex"),
      text.tryLine(own + "ifalias"),
      text.tryLine(own + "operstate")
    };
  }

  /** Reads the numbers; the kernel refuses carrier and speed of an interface that is down. */
  private void readState(int row, String own) {
    for (int i = 0; i < STATE_FILES.length; i++) {
      double value = text.tryNumber(own + STATE_FILES[i]);
      state.set(row, i, i == SPEED ? value * BYTES_PER_MEGABIT : value);
    }
  }
}
