package dev.goldcrest.tsdb.head;

import dev.goldcrest.model.Labels;
import dev.goldcrest.storage.AppendException.Reason;
import dev.goldcrest.tsdb.codec.ByteSink;
import dev.goldcrest.tsdb.codec.ColumnWriter;
import dev.goldcrest.tsdb.codec.SampleStream;
import dev.goldcrest.tsdb.index.LabelIndex;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest samples, in memory. Safe for use by several threads.
 *
 * <p>Overview. A series is a dense int. Its fixed-size state is a row of bytes ({@link
 * SeriesRows}), its labels are symbol numbers ({@link SeriesIndex}), its newest samples are a
 * stream of bits in a chain of cells ({@link OpenChunks}), and every {@value
 * ColumnWriter#MAX_VALUES} samples the stream is recoded and sealed ({@link SealedChunks}). No
 * chunk spans the boundary of a block's regular range, so a block mostly takes whole chunks. One
 * that is made early may end within a sealed chunk, which then stays whole here until the next
 * block; nobody sees its samples before {@link #fromMillis} any more.
 *
 * <p>Locking. Every method holds this object's monitor, none for longer than it takes to touch each
 * series once; nothing under it reads a file, waits or runs a regular expression. Decoding happens
 * outside, on bytes that do not change ({@link HeadSamples}).
 *
 * <p>Views. A series' timestamps only rise, so what a view may see is a newest timestamp per series
 * ({@link UndoList}), not a version per sample. Numbers of dropped series are given out again only
 * when no transaction is open; a view never shows a series that was created after it.
 */
public final class Head implements LabelIndex {
  /** The longest that a view is kept. */
  public static final long MAX_VIEW_NANOS = 600_000_000_000L;

  private final long blockRangeMillis;
  private final SeriesRows rows = new SeriesRows();
  private final OpenChunks open = new OpenChunks(rows);
  private final SealedChunks sealed = new SealedChunks();
  private final UndoList undo = new UndoList();
  private final SampleStream stream = new SampleStream();
  private final long[] timestamps = new long[ColumnWriter.MAX_VALUES];
  private final long[] values = new long[ColumnWriter.MAX_VALUES];
  private SeriesIndex index = new SeriesIndex(rows);
  private byte[] copy = new byte[256];
  private int nextSeriesId = 1;
  private int openBatches;
  private long samples;
  private long minMillis = Long.MAX_VALUE;
  private long maxMillis = Long.MIN_VALUE;
  // Samples before this time are in blocks.
  private long fromMillis;
  // No samples before this time are taken: they are in blocks or on their way there.
  private long acceptFromMillis;
  // Set below while memory before fromMillis waits for views that still read it.
  private boolean truncationDue;

  /** Creates an empty head that takes samples from {@code fromMillis} on. */
  public Head(long blockRangeMillis, long fromMillis) {
    this.blockRangeMillis = blockRangeMillis;
    this.fromMillis = fromMillis;
    this.acceptFromMillis = fromMillis;
    // The replay may bring series whose samples are all in blocks.
    this.truncationDue = fromMillis != Long.MIN_VALUE;
  }

  // Writing.

  /** Starts a batch; series are not dropped until it is ended. */
  public synchronized void beginBatch() {
    openBatches++;
  }

  /** Ends what {@link #beginBatch} started. */
  public synchronized void endBatch() {
    openBatches--;
  }

  /** Returns the series that a reference names, or -1. */
  public synchronized int resolve(long ref) {
    int series = (int) ref - 1;
    return rows.isLive(series) && ref(series) == ref ? series : -1;
  }

  /** Returns the series of a label set, checking the one that a reference names first, or -1. */
  public synchronized int find(long ref, Labels labels) {
    int series = resolve(ref);
    if (series >= 0 && rows.getInt(series, SeriesRows.HASH) == labels.hashCode()) {
      return series;
    }
    return index.find(labels);
  }

  /** Returns the series of a label set, creating it with the next number for the log. */
  public synchronized int findOrCreate(Labels labels) {
    int known = index.find(labels);
    return known >= 0 ? known : create(labels, nextSeriesId);
  }

  /** Returns the series of a label set, creating it with a number that the log gave it before. */
  public synchronized int restore(Labels labels, int seriesId) {
    int known = index.find(labels);
    reserveSeriesIds(seriesId);
    return known >= 0 ? known : create(labels, seriesId);
  }

  /** Makes sure that no series is created with this number or a lower one. */
  public synchronized void reserveSeriesIds(int seriesId) {
    if (Integer.compareUnsigned(seriesId, nextSeriesId) >= 0) {
      nextSeriesId = seriesId + 1;
    }
  }

  private int create(Labels labels, int seriesId) {
    int series = rows.add();
    rows.putInt(series, SeriesRows.SERIES_ID, seriesId);
    rows.putLong(series, SeriesRows.LAST_TIME, Long.MIN_VALUE);
    index.add(series, labels);
    reserveSeriesIds(seriesId);
    return series;
  }

  /** Returns the reference of a series, greater than 0. */
  public synchronized long ref(int series) {
    long id = rows.getInt(series, SeriesRows.SERIES_ID) & Integer.MAX_VALUE;
    return id << 32 | (series + 1);
  }

  /**
   * Adds a sample to a batch if it follows the newest of its series, in the head or the batch. A
   * sample equal to the newest is left out silently.
   *
   * @return why it was refused, or {@code null}
   */
  public synchronized @Nullable Reason offer(
      Batch batch, int series, long timestampMillis, long valueBits) {
    if (timestampMillis < oldestAccepted()) {
      return Reason.OUT_OF_BOUNDS;
    }
    long last = rows.getLong(series, SeriesRows.LAST_TIME);
    long lastValue = rows.getLong(series, SeriesRows.LAST_VALUE);
    // The note is only a hint: another batch may have left its own there.
    int pending = rows.getInt(series, SeriesRows.PENDING);
    if (pending < batch.count() && batch.series(pending) == series) {
      last = batch.timestamps()[pending];
      lastValue = batch.values()[pending];
    }
    if (timestampMillis < last) {
      return Reason.OUT_OF_ORDER;
    }
    if (timestampMillis == last) {
      return valueBits == lastValue ? null : Reason.DUPLICATE;
    }
    rows.putInt(series, SeriesRows.PENDING, batch.count());
    batch.add(series, rows.getInt(series, SeriesRows.SERIES_ID), timestampMillis, valueBits);
    return null;
  }

  /** Returns the newest timestamp of a series, {@link Long#MIN_VALUE} when it has had no sample. */
  public synchronized long lastMillis(int series) {
    return rows.getLong(series, SeriesRows.LAST_TIME);
  }

  /** Returns the oldest timestamp that is taken. */
  public synchronized long oldestAccepted() {
    long window = maxMillis == Long.MIN_VALUE ? Long.MIN_VALUE : maxMillis - blockRangeMillis;
    return Math.max(acceptFromMillis, window);
  }

  /**
   * Makes a batch visible. Samples that another batch has overtaken are left out.
   *
   * @return how many were left out
   */
  public synchronized int apply(Batch batch) {
    int dropped = 0;
    for (int i = 0; i < batch.count(); i++) {
      if (!add(batch.series(i), batch.timestamps()[i], batch.values()[i])) {
        dropped++;
      }
    }
    return dropped;
  }

  /**
   * Adds one sample and makes it visible, if it is newer than the newest of its series and not
   * covered by a block.
   */
  public synchronized boolean add(int series, long timestampMillis, long valueBits) {
    long last = rows.getLong(series, SeriesRows.LAST_TIME);
    if (timestampMillis <= last || timestampMillis < acceptFromMillis) {
      return false;
    }
    undo.note(rows, series, last);
    int count = rows.getShort(series, SeriesRows.COUNT);
    if (count > 0 && (count >= sealAt(series) || !sameBlock(last, timestampMillis))) {
      seal(series);
    }
    open.append(series, timestampMillis, valueBits);
    samples++;
    minMillis = Math.min(minMillis, timestampMillis);
    maxMillis = Math.max(maxMillis, timestampMillis);
    return true;
  }

  // The first chunk of a series is sealed early, by 16 different counts, so that series created
  // together are not all sealed in the same commit ever after.
  private int sealAt(int series) {
    boolean first = rows.getInt(series, SeriesRows.SEALED) == BytePages.NONE;
    int half = ColumnWriter.MAX_VALUES / 2;
    return first ? half + (series & 15) * (half / 16) : ColumnWriter.MAX_VALUES;
  }

  private boolean sameBlock(long a, long b) {
    return Math.floorDiv(a, blockRangeMillis) == Math.floorDiv(b, blockRangeMillis);
  }

  private void seal(int series) {
    int count = readOpen(series);
    int before = rows.getInt(series, SeriesRows.SEALED);
    rows.putInt(series, SeriesRows.SEALED, sealed.seal(before, count, timestamps, values));
    open.clear(series);
  }

  // Decodes the chunk under construction and returns the number of its samples.
  private int readOpen(int series) {
    int length = open.streamBytes(series);
    if (copy.length < length) {
      copy = new byte[length];
    }
    open.copy(series, copy);
    int count = rows.getShort(series, SeriesRows.COUNT);
    stream.read(copy, length, count, timestamps, values);
    return count;
  }

  /**
   * Writes the definitions that a batch needs in a log segment that does not have them yet, and
   * notes them as written there.
   *
   * @param from the first sample to look at
   * @param room stop when {@code out} holds this many bytes
   * @return the first sample not looked at
   */
  public synchronized int define(Batch batch, int from, int segment, ByteSink out, int room) {
    int i = from;
    while (i < batch.count() && out.size() < room) {
      defineOne(batch.series(i), segment, out);
      i++;
    }
    return i;
  }

  /** Writes the definitions of all series, as {@link #define}. */
  public synchronized int redefine(int from, int segment, ByteSink out, int room) {
    int series = from;
    while (series < rows.limit() && out.size() < room) {
      if (rows.isLive(series)) {
        defineOne(series, segment, out);
      }
      series++;
    }
    return series;
  }

  private void defineOne(int series, int segment, ByteSink out) {
    if (rows.getInt(series, SeriesRows.SEGMENT) == segment) {
      return;
    }
    rows.putInt(series, SeriesRows.SEGMENT, segment);
    out.putInt(rows.getInt(series, SeriesRows.SERIES_ID));
    Labels labels = index.labels(series, new String[0]);
    out.putVarint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      out.putString(labels.name(i));
      out.putString(labels.value(i));
    }
  }

  /** Returns the end of the range in which {@link #redefine} looks. */
  public synchronized int rowLimit() {
    return rows.limit();
  }

  /** Forgets which definitions a segment has, after a write to it has failed. */
  public synchronized void undefine(int segment) {
    for (int series = 0; series < rows.limit(); series++) {
      if (rows.getInt(series, SeriesRows.SEGMENT) == segment) {
        rows.putInt(series, SeriesRows.SEGMENT, 0);
      }
    }
  }

  // Reading.

  /** Opens a view of what has been committed. */
  public synchronized HeadView openView(long nowNanos) {
    return undo.open(fromMillis, nowNanos);
  }

  /** Closes a view. */
  public synchronized void closeView(HeadView view) {
    undo.close(view);
  }

  @Override
  public synchronized int[] allSeries() {
    int[] all = new int[rows.live()];
    int n = 0;
    for (int series = 0; series < rows.limit(); series++) {
      if (rows.isLive(series)) {
        all[n++] = series;
      }
    }
    return all;
  }

  @Override
  public synchronized int[] postings(String name, String value) {
    return index.postings(name, value);
  }

  @Override
  public synchronized List<String> values(String name) {
    return index.values(name);
  }

  /** Returns an array for {@link #describe}, through which series share strings. */
  public synchronized @Nullable String[] textCache() {
    return new String[index.symbols().count()];
  }

  /**
   * Returns the reference of a series if a view may see samples of it in a range, otherwise 0.
   *
   * @param texts from {@link #textCache}
   * @param into receives the labels at index 0
   */
  public synchronized long describe(
      HeadView view, int series, TimeRange range, @Nullable String[] texts, Labels[] into) {
    if (!rows.isLive(series)) {
      return 0;
    }
    undo.inform(view);
    if (!isVisible(view, series, range)) {
      return 0;
    }
    into[0] = index.labels(series, texts);
    return ref(series);
  }

  /** Tells whether a view may see samples in a range of any of some series. */
  public synchronized boolean anyVisible(HeadView view, int[] series, TimeRange range) {
    undo.inform(view);
    for (int s : series) {
      if (rows.isLive(s) && isVisible(view, s, range)) {
        return true;
      }
    }
    return false;
  }

  private boolean isVisible(HeadView view, int series, TimeRange range) {
    long newest = Math.min(view.limit(series), rows.getLong(series, SeriesRows.LAST_TIME));
    return newest >= Math.max(range.minMillis(), view.fromMillis())
        && oldest(series) <= Math.min(range.maxMillis(), newest);
  }

  private long oldest(int series) {
    long oldest = Long.MAX_VALUE;
    if (rows.getShort(series, SeriesRows.COUNT) > 0) {
      oldest = open.firstTimestamp(series);
    }
    int chunk = rows.getInt(series, SeriesRows.SEALED);
    while (chunk != BytePages.NONE) {
      oldest = sealed.firstMillis(chunk);
      chunk = sealed.before(chunk);
    }
    return oldest;
  }

  /** Returns the chunks of a series that overlap a range, or {@code null} when it has gone. */
  public synchronized @Nullable HeadSamples samples(HeadView view, long ref, TimeRange range) {
    int series = resolve(ref);
    if (series < 0) {
      return null;
    }
    undo.inform(view);
    long max = Math.min(range.maxMillis(), view.limit(series));
    long min = Math.max(range.minMillis(), view.fromMillis());
    TimeRange visible = new TimeRange(min, max);
    int chunks = 0;
    int newest = rows.getInt(series, SeriesRows.SEALED);
    for (int c = newest; reaches(c, min); c = sealed.before(c)) {
      chunks += sealed.firstMillis(c) <= max ? 1 : 0;
    }
    byte[][] pages = new byte[2 * chunks][];
    int[] places = new int[HeadSamples.PLACES * chunks];
    int at = chunks;
    for (int c = newest; at > 0; c = sealed.before(c)) {
      if (sealed.firstMillis(c) <= max) {
        at--;
        place(c, at, pages, places);
      }
    }
    int openCount = rows.getShort(series, SeriesRows.COUNT);
    if (openCount == 0 || open.firstTimestamp(series) > max) {
      return new HeadSamples(pages, places, new byte[0], 0, visible);
    }
    byte[] stream = new byte[open.streamBytes(series)];
    open.copy(series, stream);
    return new HeadSamples(pages, places, stream, openCount, visible);
  }

  private boolean reaches(int chunk, long millis) {
    return chunk != BytePages.NONE && sealed.lastMillis(chunk) >= millis;
  }

  private void place(int chunk, int at, byte[][] pages, int[] places) {
    int timeline = sealed.timeline(chunk);
    pages[2 * at] = sealed.page(timeline);
    pages[2 * at + 1] = sealed.page(chunk);
    int p = at * HeadSamples.PLACES;
    places[p] = sealed.samples(chunk);
    places[p + 1] = sealed.timestampsFrom(timeline);
    places[p + 2] = sealed.timestampsLength(timeline);
    places[p + 3] = sealed.valuesFrom(chunk);
    places[p + 4] = sealed.valuesLength(chunk);
    places[p + 5] = timeline;
  }

  // Making blocks.

  /** Returns the time before which samples are in blocks or on their way there. */
  public synchronized long acceptFromMillis() {
    return acceptFromMillis;
  }

  /** Takes no more samples before {@code millis}, so that a block of them can be made. */
  public synchronized void acceptFrom(long millis) {
    acceptFromMillis = Math.max(acceptFromMillis, millis);
  }

  /** Sends views opened from now on to blocks for samples before {@code millis}. */
  public synchronized void moveTo(long millis) {
    acceptFrom(millis);
    fromMillis = millis;
    truncationDue = true;
  }

  /**
   * Gives back the memory of samples that blocks hold, unless a view still reads them here, and of
   * series without samples, unless a transaction is open that may name them.
   *
   * @param expireNanos views opened before are given up
   */
  public synchronized void truncate(long expireNanos) {
    undo.expireBefore(expireNanos);
    if (!truncationDue || undo.anyReadsBefore(fromMillis)) {
      return;
    }
    truncationDue = openBatches > 0;
    boolean dropped = false;
    minMillis = Long.MAX_VALUE;
    for (int series = 0; series < rows.limit(); series++) {
      if (rows.isLive(series)) {
        dropBefore(series);
        if (openBatches == 0 && rows.getLong(series, SeriesRows.LAST_TIME) < fromMillis) {
          rows.remove(series);
          dropped = true;
        } else {
          minMillis = Math.min(minMillis, oldest(series));
        }
      }
    }
    open.compact();
    if (dropped) {
      rows.trim();
      rebuildIndex();
    }
  }

  /** Tells whether a view still reads samples in memory that are in blocks already. */
  public synchronized boolean awaitsViews() {
    return undo.anyReadsBefore(fromMillis);
  }

  private void dropBefore(int series) {
    int kept = BytePages.NONE;
    int chunk = rows.getInt(series, SeriesRows.SEALED);
    while (reaches(chunk, fromMillis)) {
      kept = chunk;
      chunk = sealed.before(chunk);
    }
    if (kept == BytePages.NONE) {
      rows.putInt(series, SeriesRows.SEALED, BytePages.NONE);
    } else {
      sealed.endChain(kept);
    }
    while (chunk != BytePages.NONE) {
      int before = sealed.before(chunk);
      samples -= sealed.samples(chunk);
      sealed.release(chunk);
      chunk = before;
    }
    if (rows.getShort(series, SeriesRows.COUNT) > 0 && open.firstTimestamp(series) < fromMillis) {
      dropFromOpen(series);
    }
  }

  private void dropFromOpen(int series) {
    int count = readOpen(series);
    open.clear(series);
    for (int i = 0; i < count; i++) {
      if (timestamps[i] < fromMillis) {
        samples--;
      } else {
        open.append(series, timestamps[i], values[i]);
      }
    }
  }

  private void rebuildIndex() {
    SeriesIndex old = index;
    index = new SeriesIndex(rows);
    @Nullable String[] texts = new String[old.symbols().count()];
    for (int series = 0; series < rows.limit(); series++) {
      if (rows.isLive(series)) {
        index.add(series, old.labels(series, texts));
      }
    }
  }

  // Figures.

  /** Returns how many series there are. */
  public synchronized int seriesCount() {
    return rows.live();
  }

  /** Returns how many samples are in memory. */
  public synchronized long sampleCount() {
    return samples;
  }

  /** Returns what series and samples take, in bytes. */
  public synchronized long bytesHeld() {
    return seriesBytes() + chunkBytes();
  }

  /** Returns the oldest timestamp, {@link Long#MAX_VALUE} when there is none. */
  public synchronized long minMillis() {
    return minMillis;
  }

  /** Returns the newest timestamp, {@link Long#MIN_VALUE} when there is none. */
  public synchronized long maxMillis() {
    return maxMillis;
  }

  /** Returns the time from which on samples are taken into memory. */
  public synchronized long fromMillis() {
    return fromMillis;
  }

  /** Returns what series and labels take, in bytes. */
  public synchronized long seriesBytes() {
    return rows.bytesHeld() + index.bytesHeld() + undo.bytesHeld();
  }

  /** Returns what samples take, in bytes. */
  public synchronized long chunkBytes() {
    return open.bytesHeld() + sealed.bytesHeld();
  }
}
