package dev.goldcrest.device.host;

import dev.goldcrest.wire.exposition.MetricSink;
import java.io.IOException;

/** Disks: what {@code /proc/diskstats} counts for every whole device. */
final class DiskMetrics {
  /** The numbers of one line, in the file's order: metric and help. */
  private static final String[][] METRICS = {
    {"node_disk_reads_completed_total", "Reads that ended well."},
    {"node_disk_reads_merged_total", "Reads joined to another one."},
    {"node_disk_read_bytes_total", "Bytes read."},
    {"node_disk_read_time_seconds_total", "Time spent in reads, all added up."},
    {"node_disk_writes_completed_total", "Writes that ended well."},
    {"node_disk_writes_merged_total", "Writes joined to another one."},
    {"node_disk_written_bytes_total", "Bytes written."},
    {"node_disk_write_time_seconds_total", "Time spent in writes, all added up."},
    {"node_disk_io_now", "Requests under way."},
    {"node_disk_io_time_seconds_total", "Time in which some request was under way."},
    {"node_disk_io_time_weighted_seconds_total", "Time in requests, each counted by itself."},
    {"node_disk_discards_completed_total", "Discards that ended well."},
    {"node_disk_discards_merged_total", "Discards joined to another one."},
    {"node_disk_discarded_sectors_total", "Sectors discarded."},
    {"node_disk_discard_time_seconds_total", "Time spent in discards, all added up."},
    {"node_disk_flush_requests_total", "Flushes that ended well."},
    {"node_disk_flush_requests_time_seconds_total", "Time spent in flushes, all added up."},
  };

  /** The kernel counts in sectors of 512 bytes whatever the device's own are. */
  private static final int SECTOR_BYTES = 512;

  private static final double MILLIS = 1000;

  /** What every kernel tells; discards and flushes came later. */
  private static final int ALWAYS_THERE = 11;

  private static final String[] NUMBERED = {"ram", "zram", "loop", "fd"};
  private static final String[] LETTERED = {"hd", "sd", "vd", "xvd"};

  private final ProcText text;
  private final String diskstats;
  private final Table disks = new Table(METRICS.length);

  DiskMetrics(ProcText text, HostPaths paths) {
    this.text = text;
    diskstats = paths.proc() + "/diskstats";
  }

  boolean diskstats(MetricSink out) throws IOException {
    text.read(diskstats);
    disks.clear();
    while (text.nextLine()) {
      if (text.skipTo(3) && !isSkipped(text)) {
        readDisk();
      }
    }
    for (int column = 0; column < METRICS.length; column++) {
      Families.column(out, METRICS[column], "device", disks, column);
    }
    return disks.rows() > 0;
  }

  private void readDisk() {
    int row = disks.add(text);
    if (row < 0) {
      return;
    }
    for (int column = 0; column < METRICS.length; column++) {
      double value = text.nextNumber();
      if (Double.isNaN(value) && column < ALWAYS_THERE) {
        disks.dropLast();
        return;
      }
      disks.set(row, column, scaled(METRICS[column][0], value));
    }
    if (disks.lastIsRepeated()) {
      disks.dropLast();
    }
  }

  private static double scaled(String metric, double value) {
    if (metric.endsWith("_bytes_total")) {
      return value * SECTOR_BYTES;
    }
    return metric.endsWith("_seconds_total") ? value / MILLIS : value;
  }

  /** Tells whether the current word names a partition, a memory disk, a loop or a floppy. */
  static boolean isSkipped(ProcText text) {
    int end = text.wordLength();
    int digits = end;
    while (digits > 0 && isDigit(text.wordByte(digits - 1))) {
      digits--;
    }
    if (digits == end) {
      return false;
    }
    for (String prefix : NUMBERED) {
      if (digits == prefix.length() && text.wordStartsWith(prefix)) {
        return true;
      }
    }
    for (String prefix : LETTERED) {
      if (digits == prefix.length() + 1 && text.wordStartsWith(prefix) && isLetter(text, digits)) {
        return true;
      }
    }
    return text.wordStartsWith("nvme") && isNvmePartition(text, digits);
  }

  private static boolean isLetter(ProcText text, int end) {
    byte b = text.wordByte(end - 1);
    return b >= 'a' && b <= 'z';
  }

  /** Tells whether what stands before the last digits is {@code nvme}, digits, n, digits, p. */
  private static boolean isNvmePartition(ProcText text, int end) {
    int at = end - 1;
    if (at < 0 || text.wordByte(at) != 'p') {
      return false;
    }
    int n = at;
    while (n > 0 && isDigit(text.wordByte(n - 1))) {
      n--;
    }
    return n < at && n > "nvme".length() && text.wordByte(n - 1) == 'n';
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }
}
