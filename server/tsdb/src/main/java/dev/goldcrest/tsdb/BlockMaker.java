package dev.goldcrest.tsdb;

import dev.goldcrest.model.Labels;
import dev.goldcrest.tsdb.block.BlockWriter;
import dev.goldcrest.tsdb.codec.ChunkBytes;
import dev.goldcrest.tsdb.head.Head;
import dev.goldcrest.tsdb.head.HeadSamples;
import dev.goldcrest.tsdb.head.HeadView;
import dev.goldcrest.tsdb.head.TimeRange;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes a block of what the head holds of a range, series by series. Owned by one thread.
 *
 * <p>Sealed chunks within the range are copied as they are. What crosses its borders or is under
 * construction is recoded one chunk at a time, so that making a block takes little memory just when
 * there is little.
 */
final class BlockMaker {
  private final Disk disk;
  private final Head head;
  private final ChunkBytes chunk = new ChunkBytes();
  private final ChunkRecoder recoder = new ChunkRecoder();

  BlockMaker(Disk disk, Head head) {
    this.disk = disk;
    this.head = head;
  }

  /** Returns the name of the finished block, or {@code null} when there are no samples. */
  @Nullable String make(long minMillis, long endMillis, long nowNanos) throws IOException {
    TimeRange range = new TimeRange(minMillis, endMillis - 1);
    HeadView view = head.openView(nowNanos);
    try {
      List<Found> series = inLabelOrder(view, range);
      return series.isEmpty() ? null : write(series, view, range);
    } finally {
      head.closeView(view);
    }
  }

  private List<Found> inLabelOrder(HeadView view, TimeRange range) {
    List<Found> found = new ArrayList<>();
    @Nullable String[] texts = head.textCache();
    Labels[] labels = new Labels[1];
    for (int series : head.allSeries()) {
      long ref = head.describe(view, series, range, texts, labels);
      if (ref != 0) {
        found.add(new Found(labels[0], ref));
      }
    }
    found.sort((a, b) -> a.labels.compareTo(b.labels));
    return found;
  }

  private @Nullable String write(List<Found> series, HeadView view, TimeRange range)
      throws IOException {
    BlockWriter writer = new BlockWriter(disk, range.minMillis(), range.maxMillis() + 1);
    boolean finished = false;
    try {
      for (Found s : series) {
        HeadSamples samples = head.samples(view, s.ref, range);
        if (samples != null && addChunks(samples, writer)) {
          writer.endSeries(s.labels);
        }
      }
      if (writer.seriesCount() == 0) {
        return null;
      }
      String name = writer.finish();
      finished = true;
      return name;
    } finally {
      if (!finished) {
        writer.abort();
      }
    }
  }

  private boolean addChunks(HeadSamples samples, BlockWriter writer) throws IOException {
    boolean any = false;
    for (int i = 0; i < samples.chunks(); i++) {
      if (describe(samples, i)) {
        writer.addChunk(chunk);
        any = true;
      }
    }
    return any;
  }

  // Returns false when the chunk has no samples in the range.
  private boolean describe(HeadSamples samples, int number) {
    if (samples.isSealed(number)) {
      samples.describe(number, chunk);
      if (chunk.firstMillis >= samples.fromMillis() && chunk.lastMillis <= samples.toMillis()) {
        return true;
      }
    }
    return recoder.recode(samples, number, chunk);
  }

  private record Found(Labels labels, long ref) {}
}
