package dev.goldcrest.tsdb;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.Utf8Order;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.block.Block;
import dev.goldcrest.tsdb.block.BlockCatalog;
import dev.goldcrest.tsdb.block.BlockIndex;
import dev.goldcrest.tsdb.block.BlockRun;
import dev.goldcrest.tsdb.block.TimelineCache;
import dev.goldcrest.tsdb.codec.ChunkSource;
import dev.goldcrest.tsdb.head.Head;
import dev.goldcrest.tsdb.head.HeadSamples;
import dev.goldcrest.tsdb.head.HeadView;
import dev.goldcrest.tsdb.head.TimeRange;
import dev.goldcrest.tsdb.index.Selection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** One consistent view of blocks and head. */
final class View implements Querier {
  private final Head head;
  private final HeadView headView;
  private final BlockCatalog catalog;
  private final List<Block> blocks;
  private final TimelineCache timelines = new TimelineCache();
  private final TimeRange range;
  private boolean closed;

  /** Takes over the uses of the blocks, which are in order of time. */
  View(Head head, HeadView headView, BlockCatalog catalog, List<Block> blocks, TimeRange range) {
    this.head = head;
    this.headView = headView;
    this.catalog = catalog;
    this.blocks = blocks;
    this.range = range;
  }

  @Override
  public SeriesSet select(List<Matcher> matchers, SelectHints hints, boolean sorted)
      throws StorageException {
    if (matchers.isEmpty()) {
      throw new IllegalStateException("BUG: select without a matcher");
    }
    List<SelectedSeries.Entry> entries = new ArrayList<>(find(matchers));
    if (sorted) {
      entries.sort((a, b) -> a.labels.compareTo(b.labels));
    }
    return new SelectedSeries(this, entries);
  }

  private Collection<SelectedSeries.Entry> find(List<Matcher> matchers) throws StorageException {
    checkOpen();
    Map<Labels, SelectedSeries.Entry> found = new HashMap<>();
    for (Block block : blocks) {
      findIn(block, matchers, found);
    }
    int[] inHead = Selection.select(head, matchers);
    String[] texts = head.textCache();
    Labels[] labels = new Labels[1];
    for (int series : inHead) {
      long ref = head.describe(headView, series, range, texts, labels);
      if (ref != 0) {
        found.computeIfAbsent(labels[0], SelectedSeries.Entry::new).headRef = ref;
      }
    }
    return found.values();
  }

  private void findIn(Block block, List<Matcher> matchers, Map<Labels, SelectedSeries.Entry> found)
      throws StorageException {
    BlockIndex index = catalog.index(block);
    Labels[] labels = new Labels[1];
    try {
      for (int series : Selection.select(index, matchers)) {
        BlockRun run = index.run(series, range.minMillis(), range.maxMillis(), timelines, labels);
        if (run != null) {
          found.computeIfAbsent(labels[0], SelectedSeries.Entry::new).runs.add(run);
        }
      }
    } catch (IndexOutOfBoundsException e) {
      throw new StorageException("the index of " + block.name() + " cannot be read", e);
    }
  }

  void addHeadSamples(long ref, List<ChunkSource> sources) {
    HeadSamples samples = ref == 0 ? null : head.samples(headView, ref, range);
    if (samples != null) {
      sources.add(samples);
    }
  }

  @Override
  public List<String> labelNames(List<Matcher> matchers, int limit) throws StorageException {
    TreeSet<String> names = new TreeSet<>(Utf8Order::compare);
    for (SelectedSeries.Entry entry : find(matchers)) {
      for (int i = 0; i < entry.labels.size(); i++) {
        names.add(entry.labels.name(i));
      }
    }
    return limited(names, limit);
  }

  @Override
  public List<String> labelValues(String name, List<Matcher> matchers, int limit)
      throws StorageException {
    TreeSet<String> values = new TreeSet<>(Utf8Order::compare);
    if (matchers.isEmpty()) {
      addAllValues(name, values);
      return limited(values, limit);
    }
    for (SelectedSeries.Entry entry : find(matchers)) {
      String value = entry.labels.get(name);
      if (!value.isEmpty()) {
        values.add(value);
      }
    }
    return limited(values, limit);
  }

  // Completion asks for all metric names; no label set is built for that.
  private void addAllValues(String name, Set<String> values) throws StorageException {
    checkOpen();
    for (Block block : blocks) {
      values.addAll(catalog.index(block).values(name));
    }
    for (String value : head.values(name)) {
      if (head.anyVisible(headView, head.postings(name, value), range)) {
        values.add(value);
      }
    }
  }

  private static List<String> limited(Set<String> all, int limit) {
    List<String> list = new ArrayList<>(limit > 0 ? Math.min(limit, all.size()) : all.size());
    for (String text : all) {
      if (limit > 0 && list.size() == limit) {
        break;
      }
      list.add(text);
    }
    return list;
  }

  void checkOpen() throws StorageException {
    if (closed) {
      throw new IllegalStateException("BUG: a querier is used after it was closed");
    }
    if (headView.isExpired()) {
      throw new StorageException(
          "the query held its view of the store for too long; views are kept for up to "
              + Head.MAX_VIEW_NANOS / 60_000_000_000L
              + " minutes",
          null);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      head.closeView(headView);
      for (Block block : blocks) {
        block.release();
      }
    }
  }
}
