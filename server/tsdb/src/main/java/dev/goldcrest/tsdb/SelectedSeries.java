package dev.goldcrest.tsdb;

import dev.goldcrest.model.Labels;
import dev.goldcrest.storage.SampleCursor;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.codec.ChunkSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The series that a selector found in blocks and in memory. */
final class SelectedSeries implements SeriesSet {
  private final View view;
  private final List<@Nullable Entry> entries;
  private @Nullable Entry current;
  private int at = -1;

  SelectedSeries(View view, List<Entry> entries) {
    this.view = view;
    this.entries = new ArrayList<>(entries);
  }

  @Override
  public boolean next() throws StorageException {
    view.checkOpen();
    if (++at >= entries.size()) {
      current = null;
      return false;
    }
    // Runs hold what they have read, which must not live as long as the whole selection.
    current = entries.set(at, null);
    return true;
  }

  @Override
  public Labels labels() {
    return current().labels;
  }

  @Override
  public SampleCursor samples() {
    Entry entry = current();
    return new SeriesCursor(view, new ArrayList<>(entry.runs), entry.headRef);
  }

  private Entry current() {
    if (current == null) {
      throw new IllegalStateException("BUG: a series set is read before next() or after its end");
    }
    return current;
  }

  /** One series: where its samples are. */
  static final class Entry {
    final Labels labels;
    // In order of time.
    final List<ChunkSource> runs = new ArrayList<>(1);
    // 0 when the head has nothing of it.
    long headRef;

    Entry(Labels labels) {
      this.labels = labels;
    }
  }
}
