package dev.goldcrest.tsdb;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.SampleCursor;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Everything a store holds, for comparison with what a test expects. */
final class Samples {
  private static final Matcher ANY = Matcher.of(Matcher.Type.REGEX, "__name__", ".+");

  private Samples() {}

  /** Returns the raw bits of all samples by labels and timestamp. */
  static Map<Labels, TreeMap<Long, Long>> all(Tsdb tsdb) throws StorageException {
    return all(tsdb, Long.MIN_VALUE / 2, Long.MAX_VALUE / 2);
  }

  static Map<Labels, TreeMap<Long, Long>> all(Tsdb tsdb, long min, long max)
      throws StorageException {
    Map<Labels, TreeMap<Long, Long>> all = new TreeMap<>();
    try (Querier querier = tsdb.querier(min, max)) {
      SeriesSet set = querier.select(List.of(ANY), SelectHints.samples(min, max), true);
      while (set.next()) {
        TreeMap<Long, Long> samples = read(set.samples());
        if (!samples.isEmpty()) {
          all.put(set.labels(), samples);
        }
      }
    }
    return all;
  }

  static TreeMap<Long, Long> read(SampleCursor cursor) throws StorageException {
    TreeMap<Long, Long> samples = new TreeMap<>();
    long[] timestamps = new long[64];
    long[] values = new long[64];
    long last = Long.MIN_VALUE;
    for (int n = cursor.read(timestamps, values, 0, 64);
        n > 0;
        n = cursor.read(timestamps, values, 0, 64)) {
      for (int i = 0; i < n; i++) {
        if (timestamps[i] <= last) {
          throw new AssertionError("timestamp " + timestamps[i] + " after " + last);
        }
        last = timestamps[i];
        samples.put(timestamps[i], values[i]);
      }
    }
    return samples;
  }
}
