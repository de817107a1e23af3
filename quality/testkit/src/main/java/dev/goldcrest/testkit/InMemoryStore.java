package dev.goldcrest.testkit;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.model.Utf8Order;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.AppendException.Reason;
import dev.goldcrest.storage.AppendableStore;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.Queryable;
import dev.goldcrest.storage.SampleCursor;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps everything in memory and nothing but the promises of the storage ports. Safe
 * for use by several threads.
 *
 * <p>Samples of a series are only ever added at the end of its arrays, so a view is the arrays and
 * the count at the moment it was opened.
 */
public final class InMemoryStore implements AppendableStore, Queryable {
  private static final int FIRST_CAPACITY = 16;

  private final Map<Labels, Series> byLabels = new HashMap<>();
  private final List<@Nullable Series> byRef = new ArrayList<>();
  private @Nullable String commitFailure;
  private @Nullable Reason rejection;
  private int labelLookups;

  /** One series; its reference is its place in {@code byRef} plus one. */
  private static final class Series {
    final long ref;
    final Labels labels;
    long[] timestamps = new long[FIRST_CAPACITY];
    long[] valueBits = new long[FIRST_CAPACITY];
    int count;

    Series(long ref, Labels labels) {
      this.ref = ref;
      this.labels = labels;
    }

    void add(long timestampMillis, long bits) {
      if (count == timestamps.length) {
        timestamps = Arrays.copyOf(timestamps, 2 * count);
        valueBits = Arrays.copyOf(valueBits, 2 * count);
      }
      timestamps[count] = timestampMillis;
      valueBits[count] = bits;
      count++;
    }
  }

  private record Pending(Series series, long timestampMillis, long valueBits) {}

  /** The samples {@code from <= index < to} of one series at the moment a view was opened. */
  @SuppressWarnings("ArrayRecordComponent") // Shared with the series, which never changes them.
  private record Slice(Labels labels, long[] timestamps, long[] valueBits, int from, int to) {}

  @Override
  public Appender appender() {
    return new Transaction();
  }

  @Override
  public Querier querier(long minMillis, long maxMillis) {
    List<Slice> slices = new ArrayList<>();
    synchronized (this) {
      for (Series s : byLabels.values()) {
        int from = firstAtOrAfter(s, minMillis);
        int to = maxMillis == Long.MAX_VALUE ? s.count : firstAtOrAfter(s, maxMillis + 1);
        if (from < to) {
          slices.add(new Slice(s.labels, s.timestamps, s.valueBits, from, to));
        }
      }
    }
    return new View(slices);
  }

  /** Writes one sample in a transaction of its own. */
  public void add(Labels labels, long timestampMillis, double value) {
    try (Appender appender = appender()) {
      appender.append(Appender.NO_REF, labels, timestampMillis, SampleValue.bits(value));
      appender.commit();
    } catch (AppendException | StorageException e) {
      throw new IllegalArgumentException("cannot add to " + labels + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns all samples of a series as text, oldest first: {@code "1000 0.5"}, or {@code "1000
   * stale"} for the staleness marker.
   */
  public synchronized List<String> history(Labels labels) {
    List<String> rows = new ArrayList<>();
    Series s = byLabels.get(labels);
    for (int i = 0; s != null && i < s.count; i++) {
      long bits = s.valueBits[i];
      String value = SampleValue.isStale(bits) ? "stale" : GoFloat.general(SampleValue.value(bits));
      rows.add(s.timestamps[i] + " " + value);
    }
    return rows;
  }

  /** Returns the label sets that have samples, in label order. */
  public synchronized List<Labels> series() {
    List<Labels> all = new ArrayList<>();
    for (Series s : byLabels.values()) {
      if (s.count > 0) {
        all.add(s.labels);
      }
    }
    all.sort(null);
    return all;
  }

  /** Forgets a series, as an engine does after long silence: its reference becomes unknown. */
  public synchronized void forget(Labels labels) {
    Series gone = byLabels.remove(labels);
    if (gone != null) {
      byRef.set((int) gone.ref - 1, null);
    }
  }

  /** Makes every commit fail with this message, as a full disk does; {@code null} heals it. */
  public synchronized void failCommits(@Nullable String message) {
    commitFailure = message;
  }

  /** Makes every append fail for this reason; {@code null} heals it. */
  public synchronized void rejectAppends(@Nullable Reason reason) {
    rejection = reason;
  }

  /** Returns how often a sample came with its labels instead of by reference alone. */
  public synchronized int labelLookups() {
    return labelLookups;
  }

  private static int firstAtOrAfter(Series s, long timestampMillis) {
    int at = Arrays.binarySearch(s.timestamps, 0, s.count, timestampMillis);
    return at >= 0 ? at : -at - 1;
  }

  private synchronized Series resolve(long ref, Labels labels) throws AppendException {
    labelLookups++;
    if (rejection != null) {
      throw new AppendException(rejection, "as the test asked");
    }
    if (labels.isEmpty()) {
      throw new AppendException(Reason.INVALID_LABELS, "it is empty");
    }
    Series known = byReference(ref);
    if (known != null && known.labels.equals(labels)) {
      return known;
    }
    Series series = byLabels.get(labels);
    if (series == null) {
      series = new Series(byRef.size() + 1L, labels);
      byRef.add(series);
      byLabels.put(labels, series);
    }
    return series;
  }

  private synchronized @Nullable Series byReference(long ref) {
    return ref > 0 && ref <= byRef.size() ? byRef.get((int) ref - 1) : null;
  }

  /** Checks a sample against what comes right before it. */
  private static void checkFollows(long lastTimestamp, long lastBits, Pending sample)
      throws AppendException {
    if (sample.timestampMillis < lastTimestamp) {
      throw new AppendException(
          Reason.OUT_OF_ORDER,
          "series "
              + sample.series.labels
              + " has a sample at "
              + lastTimestamp
              + ", received "
              + sample.timestampMillis);
    }
    if (sample.timestampMillis == lastTimestamp && sample.valueBits != lastBits) {
      throw new AppendException(
          Reason.DUPLICATE, sample.timestampMillis + " of series " + sample.series.labels);
    }
  }

  private final class Transaction implements Appender {
    private final List<Pending> pending = new ArrayList<>();
    private final Map<Series, Pending> last = new HashMap<>();
    private boolean ended;

    @Override
    public long append(long ref, Labels labels, long timestampMillis, long valueBits)
        throws AppendException {
      Series series = resolve(ref, labels);
      take(new Pending(series, timestampMillis, valueBits));
      return series.ref;
    }

    @Override
    public boolean appendByRef(long ref, long timestampMillis, long valueBits)
        throws AppendException {
      Series series = byReference(ref);
      if (series == null) {
        return false;
      }
      take(new Pending(series, timestampMillis, valueBits));
      return true;
    }

    private void take(Pending sample) throws AppendException {
      if (ended) {
        throw new IllegalStateException("BUG: append after the end of the transaction");
      }
      synchronized (InMemoryStore.this) {
        if (rejection != null) {
          throw new AppendException(rejection, "as the test asked");
        }
        Series s = sample.series;
        if (s.count > 0) {
          checkFollows(s.timestamps[s.count - 1], s.valueBits[s.count - 1], sample);
        }
      }
      Pending before = last.get(sample.series);
      if (before != null) {
        checkFollows(before.timestampMillis, before.valueBits, sample);
      }
      last.put(sample.series, sample);
      pending.add(sample);
    }

    @Override
    public void commit() throws StorageException {
      ended = true;
      synchronized (InMemoryStore.this) {
        if (commitFailure != null) {
          throw new StorageException(commitFailure, null);
        }
        for (Pending p : pending) {
          Series s = p.series;
          // Another transaction may have been faster; what no longer follows is dropped.
          if (s.count == 0 || p.timestampMillis > s.timestamps[s.count - 1]) {
            s.add(p.timestampMillis, p.valueBits);
          }
        }
      }
    }

    @Override
    public void rollback() {
      ended = true;
      pending.clear();
      last.clear();
    }

    @Override
    public void close() {
      if (!ended) {
        rollback();
      }
    }
  }

  private record View(List<Slice> slices) implements Querier {
    @Override
    public SeriesSet select(List<Matcher> matchers, SelectHints hints, boolean sorted) {
      if (matchers.isEmpty()) {
        throw new IllegalStateException("BUG: select without a matcher");
      }
      List<Slice> found = matching(matchers);
      if (sorted) {
        found.sort((a, b) -> a.labels.compareTo(b.labels));
      }
      return new Found(found);
    }

    @Override
    public List<String> labelNames(List<Matcher> matchers, int limit) {
      TreeSet<String> names = new TreeSet<>(Utf8Order::compare);
      for (Slice slice : matching(matchers)) {
        for (int i = 0; i < slice.labels.size(); i++) {
          names.add(slice.labels.name(i));
        }
      }
      return limited(names, limit);
    }

    @Override
    public List<String> labelValues(String name, List<Matcher> matchers, int limit) {
      TreeSet<String> values = new TreeSet<>(Utf8Order::compare);
      for (Slice slice : matching(matchers)) {
        if (slice.labels.has(name)) {
          values.add(slice.labels.get(name));
        }
      }
      return limited(values, limit);
    }

    private List<Slice> matching(List<Matcher> matchers) {
      List<Slice> found = new ArrayList<>();
      for (Slice slice : slices) {
        boolean all = true;
        for (Matcher m : matchers) {
          all &= m.matches(slice.labels.get(m.name()));
        }
        if (all) {
          found.add(slice);
        }
      }
      return found;
    }

    private static List<String> limited(TreeSet<String> all, int limit) {
      List<String> list = new ArrayList<>(all);
      return limit > 0 && list.size() > limit ? List.copyOf(list.subList(0, limit)) : list;
    }

    @Override
    public void close() {
      // A view holds nothing that must be given back.
    }
  }

  private static final class Found implements SeriesSet {
    private final List<Slice> slices;
    private int at = -1;

    Found(List<Slice> slices) {
      this.slices = slices;
    }

    @Override
    public boolean next() {
      return ++at < slices.size();
    }

    @Override
    public Labels labels() {
      return slices.get(at).labels;
    }

    @Override
    public SampleCursor samples() {
      return new Cursor(slices.get(at));
    }
  }

  private static final class Cursor implements SampleCursor {
    private final Slice slice;
    private int at;

    Cursor(Slice slice) {
      this.slice = slice;
      this.at = slice.from;
    }

    @Override
    public int read(long[] timestamps, long[] valueBits, int offset, int max) {
      int n = Math.min(max, slice.to - at);
      System.arraycopy(slice.timestamps, at, timestamps, offset, n);
      System.arraycopy(slice.valueBits, at, valueBits, offset, n);
      at += n;
      return n;
    }
  }
}
