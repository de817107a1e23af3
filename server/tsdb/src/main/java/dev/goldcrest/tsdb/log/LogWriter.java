package dev.goldcrest.tsdb.log;

import dev.goldcrest.tsdb.Disk;
import dev.goldcrest.tsdb.DiskFile;
import dev.goldcrest.tsdb.codec.ByteSink;
import dev.goldcrest.tsdb.codec.Bytes;
import dev.goldcrest.tsdb.head.Batch;
import dev.goldcrest.tsdb.head.Head;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the log. The caller serialises all calls but {@link SyncJob#run}.
 *
 * <p>Overview. The log is a row of segment files. Each is complete in itself: the first sample of a
 * series in a segment is preceded by the definition of the series, so old segments are deleted
 * without a checkpoint and a damaged one takes nothing else with it. A segment's header says where
 * the one before it ends; what lies behind that is void.
 *
 * <p>A failed write is cut off the file again; if even that fails the segment is given up. A failed
 * sync is never tried again on the same file, because the kernel may have dropped the pages and
 * would report success: the records that are not known to be durable, kept in memory for this, go
 * to a new segment, whose header voids them in the old one.
 */
public final class LogWriter {
  /** Records kept for a failed sync before a commit has to sync by itself. */
  public static final int MAX_UNSYNCED_BYTES = 1 << 20;

  private static final System.Logger LOG = System.getLogger("dev.goldcrest.tsdb");
  private static final int FLUSH_BYTES = 48 * 1024;
  private static final int KEEP_BYTES = 64 * 1024;

  private final Disk disk;
  private final Head head;
  private final long segmentBytes;
  private final List<Segment> closed;
  private final ByteSink out = new ByteSink(KEEP_BYTES / 4);
  // Framed records of samples that are not known to be durable, and those of them at which a sync
  // is at work.
  private ByteSink unsynced = new ByteSink(KEEP_BYTES / 4);
  private ByteSink syncing = new ByteSink(KEEP_BYTES / 4);
  private @Nullable SyncJob job;
  private @Nullable Segment segment;
  private @Nullable DiskFile file;
  private long position;
  private long durablePosition;
  private long nextNumber;
  private long previousEnd;
  // Set when bytes that must not be read lie behind the end of the segment.
  private boolean giveUp;
  private String failure = "";
  private long writtenBytes;
  private long syncs;
  private long syncFailures;
  private long writeFailures;

  /** Continues after what the replay found; the first segment is made by the first write. */
  public LogWriter(Disk disk, Head head, long segmentBytes, LogReplay.Found found) {
    this.disk = disk;
    this.head = head;
    this.segmentBytes = segmentBytes;
    this.closed = new ArrayList<>(found.segments());
    this.nextNumber = found.nextNumber();
    this.previousEnd = found.lastEnd();
  }

  /** Returns why the log takes no more writes, or the empty string. */
  public String failure() {
    return failure;
  }

  /** Tells whether nothing may be appended before a sync has ended. */
  public boolean mustSyncFirst() {
    return unsynced.size() + syncing.size() > MAX_UNSYNCED_BYTES || (giveUp && job != null);
  }

  /** Tells whether a sync is at work. */
  public boolean isSyncing() {
    return job != null;
  }

  /**
   * Writes the samples of a batch, and the definitions that they need, to the file.
   *
   * @throws IOException naming the file; nothing of the batch remains in the log
   */
  public void append(Batch batch) throws IOException {
    if ((position >= segmentBytes || giveUp) && job == null) {
      finishSegment();
    }
    if (!failure.isEmpty()) {
      throw new IOException(failure);
    }
    Segment target = segment == null ? openSegment() : segment;
    long start = position;
    int unsyncedStart = unsynced.size();
    try {
      writeDefinitions(batch, target);
      writeSamples(batch, target);
      flush(target);
    } catch (IOException e) {
      writeFailures++;
      unsynced.truncate(unsyncedStart);
      out.clear(KEEP_BYTES);
      head.undefine((int) target.number);
      cutBack(target, start);
      throw new IOException("cannot write " + target.fileName() + ": " + e.getMessage(), e);
    }
  }

  private void writeDefinitions(Batch batch, Segment target) throws IOException {
    int next = 0;
    while (next < batch.count()) {
      int at = startRecord(LogFormat.TYPE_DEFINITIONS);
      next = head.define(batch, next, (int) target.number, out, at + FLUSH_BYTES);
      endRecord(target, at);
      if (out.size() >= FLUSH_BYTES) {
        flush(target);
      }
    }
  }

  private void writeSamples(Batch batch, Segment target) throws IOException {
    int[] fromTo = new int[2];
    for (int from = 0; from < batch.count(); from = fromTo[1]) {
      fromTo[0] = from;
      fromTo[1] = Math.min(batch.count(), from + SampleRecord.MAX_SAMPLES);
      int at = startRecord(LogFormat.TYPE_SAMPLES);
      SampleRecord.write(batch.seriesIds(), batch.timestamps(), batch.values(), fromTo, out);
      endRecord(target, at);
      unsynced.put(out.array(), at, out.size() - at);
      if (fromTo[1] < batch.count()) {
        flush(target);
      }
    }
    long[] timestamps = batch.timestamps();
    for (int i = 0; i < batch.count(); i++) {
      target.maxMillis = Math.max(target.maxMillis, timestamps[i]);
    }
  }

  private int startRecord(int type) {
    int at = out.skip(LogFormat.RECORD_HEADER);
    out.array()[at + LogFormat.RECORD_TYPE] = (byte) type;
    return at;
  }

  // An empty record, of a batch that needed no definitions, is not written.
  private void endRecord(Segment target, int at) {
    int length = out.size() - at - LogFormat.RECORD_HEADER;
    if (length == 0) {
      out.truncate(at);
      return;
    }
    seal(target, at, length);
  }

  private void seal(Segment target, int at, int length) {
    byte[] bytes = out.array();
    Bytes.putInt(bytes, at, length);
    int crc =
        LogFormat.recordCrc(
            target.number, position + at, bytes, at + LogFormat.RECORD_TYPE, length);
    Bytes.putInt(bytes, at + LogFormat.RECORD_CRC, crc);
  }

  private void flush(Segment target) throws IOException {
    if (out.size() == 0) {
      return;
    }
    if (file == null) {
      throw new IllegalStateException("BUG: the log writes to a segment without a file");
    }
    file.write(position, out.array(), 0, out.size());
    position += out.size();
    writtenBytes += out.size();
    target.bytes = position;
    out.clear(KEEP_BYTES);
  }

  private void cutBack(Segment target, long to) {
    position = to;
    target.bytes = to;
    try {
      if (file != null) {
        file.truncate(to);
      }
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.WARNING,
          "cannot cut "
              + target.fileName()
              + " back to "
              + to
              + " bytes: "
              + e.getMessage()
              + "; the log goes on in the next segment");
      giveUp = true;
    }
  }

  private Segment openSegment() throws IOException {
    Segment next = new Segment(nextNumber);
    String name = next.fileName();
    try {
      DiskFile created = disk.create(name);
      try {
        created.write(0, LogFormat.header(next.number, previousEnd), 0, LogFormat.HEADER);
      } catch (IOException e) {
        // If this fails too, the number is spent.
        nextNumber++;
        created.close();
        disk.delete(name);
        nextNumber--;
        throw e;
      }
      file = created;
    } catch (IOException e) {
      writeFailures++;
      throw new IOException("cannot create " + name + ": " + e.getMessage(), e);
    }
    nextNumber++;
    segment = next;
    position = LogFormat.HEADER;
    durablePosition = LogFormat.HEADER;
    next.bytes = position;
    writtenBytes += position;
    return next;
  }

  // Everything in the segment is made durable before the next one is begun.
  private void finishSegment() {
    Segment before = segment;
    sync();
    if (segment == before) {
      abandon();
    }
  }

  // Ends the segment at the position reached; the next write opens another.
  private void abandon() {
    if (segment != null) {
      closed.add(segment);
      previousEnd = position;
    }
    closeFile();
    segment = null;
    position = 0;
    giveUp = false;
  }

  private void closeFile() {
    DiskFile old = file;
    file = null;
    if (old != null) {
      try {
        old.close();
      } catch (IOException e) {
        LOG.log(System.Logger.Level.WARNING, "cannot close a log segment: " + e.getMessage());
      }
    }
  }

  // Syncing.

  /** A sync of what was written before it began; {@link #run} may be called outside the lock. */
  public final class SyncJob {
    private final DiskFile target;
    private final long upTo;
    private final boolean newFile;

    private SyncJob(DiskFile target, long upTo, boolean newFile) {
      this.target = target;
      this.upTo = upTo;
      this.newFile = newFile;
    }

    /** Makes the records durable. */
    public void run() throws IOException {
      target.force();
      if (newFile) {
        disk.forceFolder(LogFormat.FOLDER);
      }
    }
  }

  /** Begins a sync, or returns {@code null} when everything is durable. */
  public @Nullable SyncJob beginSync() {
    if (file == null || job != null || position == durablePosition || !failure.isEmpty()) {
      return null;
    }
    ByteSink swap = syncing;
    syncing = unsynced;
    unsynced = swap;
    SyncJob begun = new SyncJob(file, position, durablePosition == LogFormat.HEADER);
    job = begun;
    return begun;
  }

  /** Ends a sync; a failed one moves the records to the next segment. */
  public void endSync(SyncJob ended, @Nullable IOException problem) {
    job = null;
    if (problem == null) {
      syncs++;
      durablePosition = ended.upTo;
      syncing.clear(KEEP_BYTES);
      return;
    }
    syncFailures++;
    Segment failed = segment;
    if (failed == null) {
      throw new IllegalStateException("BUG: a sync ended without a segment");
    }
    LOG.log(
        System.Logger.Level.WARNING,
        "cannot sync "
            + failed.fileName()
            + ": "
            + problem.getMessage()
            + "; its unsynced records go to the next segment");
    try {
      moveUnsynced(failed);
    } catch (IOException e) {
      syncFailures++;
      dropHalfMoved(failed);
      failure =
          "the log cannot be made durable: syncing "
              + failed.fileName()
              + " failed ("
              + problem.getMessage()
              + "), and so did the next segment ("
              + e.getMessage()
              + "); check the disk and restart";
      LOG.log(System.Logger.Level.ERROR, failure);
    }
  }

  /** Makes everything durable, on the calling thread. */
  public void sync() {
    SyncJob begun = beginSync();
    if (begun != null) {
      IOException problem = null;
      try {
        begun.run();
      } catch (IOException e) {
        problem = e;
      }
      endSync(begun, problem);
    }
  }

  private void moveUnsynced(Segment failed) throws IOException {
    position = durablePosition;
    failed.bytes = durablePosition;
    long newest = failed.maxMillis;
    abandon();
    Segment target = openSegment();
    target.maxMillis = newest;
    int next = 0;
    int end = head.rowLimit();
    while (next < end) {
      int at = startRecord(LogFormat.TYPE_DEFINITIONS);
      next = head.redefine(next, (int) target.number, out, FLUSH_BYTES);
      endRecord(target, at);
      flush(target);
    }
    moveRecords(syncing, target);
    moveRecords(unsynced, target);
    if (file != null) {
      file.force();
    }
    disk.forceFolder(LogFormat.FOLDER);
    durablePosition = position;
    syncs++;
    syncing.clear(KEEP_BYTES);
    unsynced.clear(KEEP_BYTES);
  }

  // Its header would void records that may yet survive in the segment before.
  private void dropHalfMoved(Segment failed) {
    Segment half = segment;
    closeFile();
    segment = null;
    if (half == null || half == failed) {
      return;
    }
    try {
      disk.delete(half.fileName());
    } catch (IOException e) {
      LOG.log(
          System.Logger.Level.ERROR, "cannot delete " + half.fileName() + ": " + e.getMessage());
    }
  }

  private void moveRecords(ByteSink records, Segment target) throws IOException {
    int at = 0;
    while (at < records.size()) {
      int length = Bytes.getInt(records.array(), at);
      int moved = out.size();
      out.put(records.array(), at, LogFormat.RECORD_HEADER + length);
      seal(target, moved, length);
      flush(target);
      at += LogFormat.RECORD_HEADER + length;
    }
  }

  // Housekeeping.

  /** Deletes the closed segments whose samples are all older than {@code millis}. */
  public void deleteBefore(long millis) throws IOException {
    boolean any = false;
    for (int i = closed.size() - 1; i >= 0; i--) {
      Segment old = closed.get(i);
      if (old.maxMillis < millis) {
        disk.delete(old.fileName());
        closed.remove(i);
        any = true;
      }
    }
    if (any) {
      disk.forceFolder(LogFormat.FOLDER);
    }
  }

  /** Syncs and closes the log. */
  public void close() {
    sync();
    closeFile();
  }

  /** Returns how many segments there are. */
  public int segments() {
    return closed.size() + (segment == null ? 0 : 1);
  }

  /** Returns the size of all segments. */
  public long bytes() {
    long sum = segment == null ? 0 : position;
    for (Segment s : closed) {
      sum += s.bytes;
    }
    return sum;
  }

  /** Returns how many bytes were written since the start. */
  public long writtenBytes() {
    return writtenBytes;
  }

  /** Returns how many syncs succeeded. */
  public long syncs() {
    return syncs;
  }

  /** Returns how many syncs failed. */
  public long syncFailures() {
    return syncFailures;
  }

  /** Returns how many writes failed. */
  public long writeFailures() {
    return writeFailures;
  }
}
