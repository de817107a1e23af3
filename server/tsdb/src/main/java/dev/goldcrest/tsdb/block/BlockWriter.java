package dev.goldcrest.tsdb.block;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Utf8Order;
import dev.goldcrest.tsdb.Disk;
import dev.goldcrest.tsdb.DiskFile;
import dev.goldcrest.tsdb.codec.ByteSink;
import dev.goldcrest.tsdb.codec.ByteSource;
import dev.goldcrest.tsdb.codec.Bytes;
import dev.goldcrest.tsdb.codec.ChunkBytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Writes one block, series by series in label order. Owned by one thread, used once.
 *
 * <p>Samples go to a temporary file as they come; symbols and series are kept until the end. The
 * file gets its name only after it is durable, so a block is either whole or not there.
 */
public final class BlockWriter {
  private static final int FLUSH_BYTES = 64 * 1024;

  private final Disk disk;
  private final String name;
  private final long minMillis;
  private final long endMillis;
  private final DiskFile file;
  private final ByteSink out = new ByteSink(FLUSH_BYTES + 4096);
  private final ByteSink run = new ByteSink(1024);
  // Labels by provisional symbol, see #writeSeries.
  private final ByteSink series = new ByteSink(4096);
  private final Map<String, Integer> symbols = new HashMap<>();
  // Place and length of timelines written, by the source's key.
  private final Map<Long, Long> timelines = new HashMap<>();
  private final ByteSink footer = new ByteSink(BlockFormat.FOOTER);
  private long flushed;
  private int seriesCount;
  private int labelCount;
  private int chunkCount;
  private long samples;
  private long firstMillis;
  private long lastMillis;

  /** Begins a block of the samples from {@code minMillis}, inclusive, to {@code endMillis}. */
  public BlockWriter(Disk disk, long minMillis, long endMillis) throws IOException {
    this.disk = disk;
    this.name = BlockFormat.fileName(minMillis, endMillis);
    this.minMillis = minMillis;
    this.endMillis = endMillis;
    disk.delete(name + BlockFormat.TEMPORARY);
    this.file = disk.create(name + BlockFormat.TEMPORARY);
    out.put(BlockFormat.header(), 0, BlockFormat.HEADER);
  }

  /** Adds a chunk to the series that the next {@link #endSeries} names. */
  public void addChunk(ChunkBytes chunk) throws IOException {
    long timeline = timeline(chunk);
    if (chunkCount++ == 0) {
      firstMillis = chunk.firstMillis;
    }
    lastMillis = chunk.lastMillis;
    run.putVarint(timeline >>> 16);
    run.putVarint(timeline & 0xffff);
    run.putVarint(chunk.samples);
    run.putSigned(chunk.firstMillis - minMillis);
    run.putVarint(chunk.lastMillis - chunk.firstMillis);
    run.putVarint(chunk.valuesLength);
    run.put(chunk.values, chunk.valuesFrom, chunk.valuesLength);
    samples += chunk.samples;
  }

  private long timeline(ChunkBytes chunk) throws IOException {
    Long known = timelines.get(chunk.timelineKey);
    if (known != null) {
      return known;
    }
    int at = out.size();
    long offset = flushed + at;
    out.put(chunk.timestamps, chunk.timestampsFrom, chunk.timestampsLength);
    out.putInt(Bytes.crc32c(out.array(), at, chunk.timestampsLength));
    long place = offset << 16 | (chunk.timestampsLength + BlockFormat.CRC);
    timelines.put(chunk.timelineKey, place);
    flushIfLarge();
    return place;
  }

  /** Ends the series of the chunks added since the last; its labels must be greater. */
  public void endSeries(Labels labels) throws IOException {
    int at = out.size();
    long offset = flushed + at;
    out.putVarint(chunkCount);
    out.put(run.array(), 0, run.size());
    out.putInt(Bytes.crc32c(out.array(), at, out.size() - at));
    series.putVarint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      series.putVarint(symbol(labels.name(i)));
      series.putVarint(symbol(labels.value(i)));
    }
    series.putVarint(offset);
    series.putVarint(out.size() - at);
    series.putSigned(firstMillis - minMillis);
    series.putVarint(lastMillis - firstMillis);
    seriesCount++;
    labelCount += labels.size();
    chunkCount = 0;
    run.clear(FLUSH_BYTES);
    flushIfLarge();
  }

  private int symbol(String text) {
    return symbols.computeIfAbsent(text, t -> symbols.size());
  }

  /** Returns how many series were added. */
  public int seriesCount() {
    return seriesCount;
  }

  /** Writes the index, makes the file durable and gives it its name, which is returned. */
  public String finish() throws IOException {
    String[] sorted = symbols.keySet().toArray(new String[0]);
    Arrays.sort(sorted, Utf8Order::compare);
    // The number of each symbol in order, by provisional number.
    int[] ranks = new int[sorted.length];
    for (int i = 0; i < sorted.length; i++) {
      Integer provisional = symbols.get(sorted[i]);
      if (provisional != null) {
        ranks[provisional] = i;
      }
    }
    writeSymbols(sorted);
    writeSeries(ranks);
    writePostings(ranks);
    footer.putLong(minMillis);
    footer.putLong(endMillis);
    footer.putLong(samples);
    footer.putInt(seriesCount);
    footer.putInt(Bytes.crc32c(footer.array(), 0, footer.size()));
    footer.putInt(BlockFormat.MAGIC);
    out.put(footer.array(), 0, footer.size());
    flush();
    file.force();
    file.close();
    disk.rename(name + BlockFormat.TEMPORARY, name);
    disk.forceFolder(BlockFormat.FOLDER);
    return name;
  }

  /** Gives the block up. */
  public void abort() throws IOException {
    file.close();
    disk.delete(name + BlockFormat.TEMPORARY);
  }

  private void writeSymbols(String[] sorted) throws IOException {
    ByteSink section = new ByteSink(16 * 1024);
    section.putInt(sorted.length);
    int offsets = section.skip(4 * (sorted.length + 1));
    int start = section.size();
    for (int i = 0; i < sorted.length; i++) {
      Bytes.putInt(section.array(), offsets + 4 * i, section.size() - start);
      byte[] utf8 = sorted[i].getBytes(StandardCharsets.UTF_8);
      section.put(utf8, 0, utf8.length);
    }
    Bytes.putInt(section.array(), offsets + 4 * sorted.length, section.size() - start);
    writeSection(section);
  }

  private void writeSeries(int[] ranks) throws IOException {
    ByteSink section = new ByteSink(series.size() + 4 * seriesCount + 1024);
    section.putInt(seriesCount);
    int offsets = section.skip(4 * (seriesCount + 1));
    int start = section.size();
    ByteSource in = new ByteSource().over(series.array(), 0, series.size());
    for (int s = 0; s < seriesCount; s++) {
      Bytes.putInt(section.array(), offsets + 4 * s, section.size() - start);
      int labels = (int) in.getVarint();
      section.putVarint(labels);
      for (int i = 0; i < 2 * labels; i++) {
        section.putVarint(ranks[(int) in.getVarint()]);
      }
      // Place and length of the run, first timestamp, time to the last.
      for (int i = 0; i < 4; i++) {
        section.putVarint(in.getVarint());
      }
    }
    Bytes.putInt(section.array(), offsets + 4 * seriesCount, section.size() - start);
    writeSection(section);
  }

  private void writePostings(int[] ranks) throws IOException {
    long[] pairs = new long[labelCount];
    int[] owners = new int[labelCount];
    int n = 0;
    ByteSource in = new ByteSource().over(series.array(), 0, series.size());
    for (int s = 0; s < seriesCount; s++) {
      int labels = (int) in.getVarint();
      for (int i = 0; i < labels; i++) {
        long name = ranks[(int) in.getVarint()];
        pairs[n] = name << 32 | ranks[(int) in.getVarint()];
        owners[n++] = s;
      }
      for (int i = 0; i < 4; i++) {
        in.getVarint();
      }
    }
    long[] distinct = distinct(pairs);
    int[] counts = new int[distinct.length + 1];
    int[] places = new int[labelCount];
    for (int i = 0; i < n; i++) {
      places[i] = Arrays.binarySearch(distinct, pairs[i]);
      counts[places[i] + 1]++;
    }
    for (int i = 1; i < counts.length; i++) {
      counts[i] += counts[i - 1];
    }
    // Series by pair; owners were met in ascending order, so each list is ascending.
    int[] lists = new int[n];
    int[] next = counts.clone();
    for (int i = 0; i < n; i++) {
      lists[next[places[i]]++] = owners[i];
    }
    writeLists(distinct, counts, lists);
  }

  private void writeLists(long[] distinct, int[] ends, int[] lists) throws IOException {
    ByteSink section = new ByteSink(lists.length + BlockFormat.PAIR * distinct.length + 1024);
    section.putInt(distinct.length);
    int table = section.skip(BlockFormat.PAIR * distinct.length);
    int start = section.size();
    for (int p = 0; p < distinct.length; p++) {
      int entry = table + BlockFormat.PAIR * p;
      Bytes.putInt(section.array(), entry, (int) (distinct[p] >>> 32));
      Bytes.putInt(section.array(), entry + 4, (int) distinct[p]);
      Bytes.putInt(section.array(), entry + 8, section.size() - start);
      Bytes.putInt(section.array(), entry + 12, ends[p + 1] - ends[p]);
      int before = 0;
      for (int i = ends[p]; i < ends[p + 1]; i++) {
        section.putVarint(lists[i] - before);
        before = lists[i];
      }
    }
    writeSection(section);
  }

  private static long[] distinct(long[] pairs) {
    long[] sorted = pairs.clone();
    Arrays.sort(sorted);
    int n = 0;
    for (int i = 0; i < sorted.length; i++) {
      if (i == 0 || sorted[i] != sorted[i - 1]) {
        sorted[n++] = sorted[i];
      }
    }
    return Arrays.copyOf(sorted, n);
  }

  private void writeSection(ByteSink section) throws IOException {
    footer.putLong(flushed + out.size());
    footer.putInt(section.size());
    footer.putInt(Bytes.crc32c(section.array(), 0, section.size()));
    flush();
    file.write(flushed, section.array(), 0, section.size());
    flushed += section.size();
  }

  private void flushIfLarge() throws IOException {
    if (out.size() >= FLUSH_BYTES) {
      flush();
    }
  }

  private void flush() throws IOException {
    file.write(flushed, out.array(), 0, out.size());
    flushed += out.size();
    out.truncate(0);
  }
}
