package dev.goldcrest.tsdb.log;

import dev.goldcrest.model.Labels;
import dev.goldcrest.tsdb.DamageReport;
import dev.goldcrest.tsdb.Disk;
import dev.goldcrest.tsdb.DiskFile;
import dev.goldcrest.tsdb.ReplayProgress;
import dev.goldcrest.tsdb.codec.ByteSource;
import dev.goldcrest.tsdb.codec.Bytes;
import dev.goldcrest.tsdb.head.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fills the head from the log, record by record. Damage costs the damaged records alone: the reader
 * looks for the next whole record behind them. Owned by one thread, used once.
 */
public final class LogReplay {
  private static final long REPORT_BYTES = 1 << 20;

  private final Disk disk;
  private final Head head;
  private final DamageReport damages;
  private final ReplayProgress progress;
  private final SeriesNumbers numbers = new SeriesNumbers();
  private final ByteSource source = new ByteSource();
  private Segment segment = new Segment(0);
  private long samples;
  // Samples of the current segment whose series is not known, because its definition is damaged.
  private long orphans;

  /**
   * Where the log goes on.
   *
   * @param segments the segments there are, oldest first
   * @param nextNumber the number of the next one
   * @param lastEnd where the last one ends
   * @param samples how many samples were loaded
   */
  public record Found(List<Segment> segments, long nextNumber, long lastEnd, long samples) {}

  /** Prepares a replay. */
  public LogReplay(Disk disk, Head head, DamageReport damages, ReplayProgress progress) {
    this.disk = disk;
    this.head = head;
    this.damages = damages;
    this.progress = progress;
  }

  /** Reads all segments. */
  public Found run() throws IOException {
    disk.createFolder(LogFormat.FOLDER);
    long[] found = segmentNumbers();
    long[] sizes = new long[found.length];
    // Where each segment ends by the word of the one after it.
    long[] ends = new long[found.length];
    Arrays.fill(ends, LogFormat.UNKNOWN_END);
    long total = 0;
    for (int i = 0; i < found.length; i++) {
      long previousEnd = readHeader(found[i], i == found.length - 1, sizes, i);
      boolean adjacent = i > 0 && found[i - 1] == found[i] - 1;
      if (adjacent) {
        ends[i - 1] = previousEnd;
      }
      total += sizes[i];
    }
    List<Segment> segments = new ArrayList<>();
    long done = 0;
    long lastEnd = LogFormat.UNKNOWN_END;
    for (int i = 0; i < found.length; i++) {
      segment = new Segment(found[i]);
      segment.bytes = sizes[i];
      lastEnd = replay(sizes[i], ends[i], new long[] {done, total});
      done += sizes[i];
      segments.add(segment);
      progress.report(done, total);
    }
    long next = found.length == 0 ? 1 : found[found.length - 1] + 1;
    return new Found(segments, next, lastEnd, samples);
  }

  private long[] segmentNumbers() throws IOException {
    List<String> names = disk.list(LogFormat.FOLDER);
    long[] found = new long[names.size()];
    int n = 0;
    for (String name : names) {
      long number = LogFormat.segmentOf(name);
      if (number > 0) {
        found[n++] = number;
      }
    }
    long[] sorted = Arrays.copyOf(found, n);
    Arrays.sort(sorted);
    return sorted;
  }

  private long readHeader(long number, boolean last, long[] sizes, int at) throws IOException {
    String name = LogFormat.fileName(number);
    byte[] header = new byte[LogFormat.HEADER];
    try (DiskFile file = disk.open(name)) {
      sizes[at] = file.size();
      int n = file.read(0, header, 0, header.length);
      if (n == header.length && LogFormat.isHeader(header, number)) {
        return Bytes.getLong(header, LogFormat.HEADER_PREVIOUS_END);
      }
    }
    boolean begun = last && sizes[at] < LogFormat.HEADER;
    long to = Math.min(sizes[at], LogFormat.HEADER);
    damages.damaged(name, 0, to, begun ? "unfinished header after a crash" : "damaged header");
    return LogFormat.UNKNOWN_END;
  }

  // Returns the end of the last whole record.
  private long replay(long size, long writtenEnd, long[] doneAndTotal) throws IOException {
    String name = segment.fileName();
    boolean last = writtenEnd == LogFormat.UNKNOWN_END;
    long end = last ? size : Math.min(size, writtenEnd);
    long at = Math.min(LogFormat.HEADER, end);
    long wholeEnd = at;
    long reported = 0;
    orphans = 0;
    try (DiskFile file = disk.open(name)) {
      SegmentReader reader = new SegmentReader(file, segment.number, end);
      while (at < end) {
        if (reader.isRecord(at)) {
          long next = at + LogFormat.RECORD_HEADER + reader.payloadLength();
          apply(reader, at, next);
          at = next;
          wholeEnd = next;
        } else {
          long next = reader.findRecord(at + 1);
          boolean tail = last && next == end && reader.isCutOff(at);
          damages.damaged(name, at, next, tail ? "unfinished record after a crash" : "damaged");
          at = next;
        }
        if (at - reported >= REPORT_BYTES) {
          reported = at;
          progress.report(doneAndTotal[0] + at, doneAndTotal[1]);
        }
      }
    }
    if (end < writtenEnd) {
      damages.damaged(name, end, writtenEnd, "missing: the file is too short");
    }
    if (orphans > 0) {
      damages.damaged(
          name, 0, end, orphans + " samples left out: the definition of their series is damaged");
    }
    return wholeEnd;
  }

  private void apply(SegmentReader reader, long from, long to) {
    int at = reader.payloadAt();
    source.over(reader.bytes(), at, at + reader.payloadLength());
    try {
      switch (reader.type()) {
        case LogFormat.TYPE_DEFINITIONS -> applyDefinitions();
        case LogFormat.TYPE_SAMPLES -> SampleRecord.read(source, this::applySample);
        default -> damages.damaged(segment.fileName(), from, to, "record of an unknown type");
      }
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      damages.damaged(segment.fileName(), from, to, "unreadable record: " + e.getMessage());
    }
  }

  private void applyDefinitions() {
    Labels.Builder labels = Labels.builder();
    while (source.hasMore()) {
      int seriesId = source.getInt();
      labels.clear();
      int size = source.getCount(source.remaining());
      for (int i = 0; i < size; i++) {
        String name = source.getString();
        labels.set(name, source.getString());
      }
      numbers.put(seriesId, head.restore(labels.build(), seriesId));
    }
  }

  private void applySample(int seriesId, long timestampMillis, long valueBits) {
    segment.maxMillis = Math.max(segment.maxMillis, timestampMillis);
    int series = numbers.get(seriesId);
    if (series < 0) {
      head.reserveSeriesIds(seriesId);
      orphans++;
    } else if (head.add(series, timestampMillis, valueBits)) {
      samples++;
    }
  }
}
