package dev.goldcrest.tsdb.head;

import dev.goldcrest.model.Labels;
import dev.goldcrest.tsdb.codec.ByteSink;
import dev.goldcrest.tsdb.codec.ByteSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds series by label set and by single labels. Guarded by the head.
 *
 * <p>A label set is a run of symbol numbers; a hash bucket chains series through their rows and a
 * candidate is always confirmed by comparing labels. Each pair of name and value has a list of
 * series, ascending. Nothing is ever removed: when series go, the head builds a new index from
 * those that stay.
 */
final class SeriesIndex {
  private static final int[] NO_SERIES = new int[0];

  private final SeriesRows rows;
  private final Symbols symbols = new Symbols();
  private final BytePages labelSets = new BytePages();
  private final ByteSink encoded = new ByteSink(64);
  private final ByteSource source = new ByteSource();
  // Holds series + 1.
  private int[] buckets = new int[256];
  private int entries;

  // Pairs of name and value, numbered from 0: the two symbols, the series and how many.
  private long[] pairs = new long[64];
  private int[][] postings = new int[64][];
  private int[] postingCounts = new int[64];
  // Pairs of one name are chained, newest first; holds pair + 1.
  private int[] nextOfName = new int[64];
  private int[] firstOfName = new int[64];
  private int pairCount;
  private long postingBytes;
  // Open addressing by pair; holds pair + 1.
  private int[] pairTable = new int[128];

  SeriesIndex(SeriesRows rows) {
    this.rows = rows;
  }

  Symbols symbols() {
    return symbols;
  }

  /** Returns the series of a label set, or -1. */
  int find(Labels labels) {
    int hash = labels.hashCode();
    int next = buckets[Symbols.spread(hash) & (buckets.length - 1)];
    while (next != 0) {
      int series = next - 1;
      if (rows.getInt(series, SeriesRows.HASH) == hash && hasLabels(series, labels)) {
        return series;
      }
      next = rows.getInt(series, SeriesRows.CHAIN);
    }
    return -1;
  }

  /** Enters a series that is not there. */
  void add(int series, Labels labels) {
    encoded.truncate(0);
    encoded.putVarint(labels.size());
    for (int i = 0; i < labels.size(); i++) {
      int name = symbols.intern(labels.name(i));
      int value = symbols.intern(labels.value(i));
      encoded.putVarint(name);
      encoded.putVarint(value);
      addPosting(name, value, series);
    }
    int address = labelSets.allocate(encoded.size());
    System.arraycopy(
        encoded.array(), 0, labelSets.page(address), BytePages.offset(address), encoded.size());
    rows.putInt(series, SeriesRows.LABELS, address);
    rows.putInt(series, SeriesRows.HASH, labels.hashCode());
    if (++entries > buckets.length) {
      rehash();
    }
    chain(series);
  }

  /**
   * Returns the labels of a series.
   *
   * @param texts strings already built, by symbol, to share them between series
   */
  Labels labels(int series, @Nullable String[] texts) {
    ByteSource in = labelsOf(series);
    int size = (int) in.getVarint();
    Labels.Builder builder = Labels.builder();
    for (int i = 0; i < size; i++) {
      String name = text((int) in.getVarint(), texts);
      builder.set(name, text((int) in.getVarint(), texts));
    }
    return builder.build();
  }

  private String text(int symbol, @Nullable String[] texts) {
    if (symbol >= texts.length) {
      return symbols.text(symbol);
    }
    String known = texts[symbol];
    if (known == null) {
      known = symbols.text(symbol);
      texts[symbol] = known;
    }
    return known;
  }

  /** Adds the names of a series' labels to a set of symbols. */
  void markNames(int series, boolean[] names) {
    ByteSource in = labelsOf(series);
    int size = (int) in.getVarint();
    for (int i = 0; i < size; i++) {
      names[(int) in.getVarint()] = true;
      in.getVarint();
    }
  }

  /** Returns the series that have a label, ascending; the array is a copy. */
  int[] postings(String name, String value) {
    int nameSymbol = symbols.find(name);
    int valueSymbol = nameSymbol < 0 ? -1 : symbols.find(value);
    int pair = valueSymbol < 0 ? -1 : findPair(nameSymbol, valueSymbol);
    return pair < 0 ? NO_SERIES : Arrays.copyOf(postings[pair], postingCounts[pair]);
  }

  /** Returns the values of a label name, in no order. */
  List<String> values(String name) {
    List<String> values = new ArrayList<>();
    int symbol = symbols.find(name);
    if (symbol >= 0 && symbol < firstOfName.length) {
      for (int next = firstOfName[symbol]; next != 0; next = nextOfName[next - 1]) {
        values.add(symbols.text((int) pairs[next - 1]));
      }
    }
    return values;
  }

  long bytesHeld() {
    return symbols.bytesHeld()
        + labelSets.bytesHeld()
        + 4L * (buckets.length + pairTable.length + firstOfName.length)
        + (8L + 4 + 4 + 4) * pairs.length
        + postingBytes;
  }

  private boolean hasLabels(int series, Labels labels) {
    ByteSource in = labelsOf(series);
    if (in.getVarint() != labels.size()) {
      return false;
    }
    for (int i = 0; i < labels.size(); i++) {
      int name = (int) in.getVarint();
      int value = (int) in.getVarint();
      if (!symbols.equal(name, labels.name(i)) || !symbols.equal(value, labels.value(i))) {
        return false;
      }
    }
    return true;
  }

  private ByteSource labelsOf(int series) {
    int address = rows.getInt(series, SeriesRows.LABELS);
    byte[] page = labelSets.page(address);
    return source.over(page, BytePages.offset(address), page.length);
  }

  private void chain(int series) {
    int hash = rows.getInt(series, SeriesRows.HASH);
    int bucket = Symbols.spread(hash) & (buckets.length - 1);
    rows.putInt(series, SeriesRows.CHAIN, buckets[bucket]);
    buckets[bucket] = series + 1;
  }

  private void rehash() {
    int[] old = buckets;
    buckets = new int[old.length * 2];
    for (int first : old) {
      int next = first;
      while (next != 0) {
        int series = next - 1;
        next = rows.getInt(series, SeriesRows.CHAIN);
        chain(series);
      }
    }
  }

  private int findPair(int name, int value) {
    long key = (long) name << 32 | value;
    int mask = pairTable.length - 1;
    for (int slot = slot(key) & mask; pairTable[slot] != 0; slot = (slot + 1) & mask) {
      if (pairs[pairTable[slot] - 1] == key) {
        return pairTable[slot] - 1;
      }
    }
    return -1;
  }

  private void addPosting(int name, int value, int series) {
    int pair = findPair(name, value);
    if (pair < 0) {
      pair = addPair(name, value);
    }
    int[] list = postings[pair];
    int count = postingCounts[pair];
    if (count == list.length) {
      list = Arrays.copyOf(list, count + Math.max(1, count >> 1));
      postingBytes += 4L * (list.length - count);
      postings[pair] = list;
    }
    // A number that is given out again is lower than its predecessors; others go to the end.
    int at = count;
    while (at > 0 && list[at - 1] > series) {
      at--;
    }
    System.arraycopy(list, at, list, at + 1, count - at);
    list[at] = series;
    postingCounts[pair] = count + 1;
  }

  private int addPair(int name, int value) {
    if (pairCount == pairs.length) {
      int larger = pairCount + (pairCount >> 1);
      pairs = Arrays.copyOf(pairs, larger);
      postings = Arrays.copyOf(postings, larger);
      postingCounts = Arrays.copyOf(postingCounts, larger);
      nextOfName = Arrays.copyOf(nextOfName, larger);
    }
    if (name >= firstOfName.length) {
      firstOfName = Arrays.copyOf(firstOfName, Math.max(name + 1, firstOfName.length * 3 / 2));
    }
    int pair = pairCount++;
    pairs[pair] = (long) name << 32 | value;
    postings[pair] = new int[1];
    postingBytes += 20;
    nextOfName[pair] = firstOfName[name];
    firstOfName[name] = pair + 1;
    if (pairCount * 4 > pairTable.length * 3) {
      pairTable = new int[pairTable.length * 2];
      for (int i = 0; i < pairCount; i++) {
        placePair(i);
      }
    } else {
      placePair(pair);
    }
    return pair;
  }

  private void placePair(int pair) {
    int mask = pairTable.length - 1;
    int slot = slot(pairs[pair]) & mask;
    while (pairTable[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    pairTable[slot] = pair + 1;
  }

  private static int slot(long key) {
    long h = key * 0x9e3779b97f4a7c15L;
    return (int) (h >>> 33);
  }
}
