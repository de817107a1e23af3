package dev.goldcrest.tsdb;

import dev.goldcrest.storage.SampleCursor;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.codec.ChunkSource;
import dev.goldcrest.tsdb.codec.ColumnWriter;
import java.util.List;

/**
 * Reads the samples of one series from its chunks, which come in order of time.
 *
 * <p>A query makes the cursors of all its series before it reads the first, so a cursor takes next
 * to nothing until then.
 */
final class SeriesCursor implements SampleCursor {
  private static final long[] NOT_OPEN = new long[0];

  private final View view;
  private final long headRef;
  private final List<ChunkSource> sources;
  private long[] timestamps = NOT_OPEN;
  private long[] values = NOT_OPEN;
  private int chunk;
  // The decoded samples not delivered yet.
  private int at;
  private int end;

  /** Takes over the list of runs; what the head has of the series comes after them. */
  SeriesCursor(View view, List<ChunkSource> runs, long headRef) {
    this.view = view;
    this.headRef = headRef;
    this.sources = runs;
  }

  @Override
  public int read(long[] timestampsOut, long[] valuesOut, int offset, int max)
      throws StorageException {
    view.checkOpen();
    if (timestamps.length == 0) {
      timestamps = new long[ColumnWriter.MAX_VALUES];
      values = new long[ColumnWriter.MAX_VALUES];
      view.addHeadSamples(headRef, sources);
    }
    int done = 0;
    while (done < max && (at < end || decodeNext())) {
      int n = Math.min(max - done, end - at);
      System.arraycopy(timestamps, at, timestampsOut, offset + done, n);
      System.arraycopy(values, at, valuesOut, offset + done, n);
      at += n;
      done += n;
    }
    return done;
  }

  private boolean decodeNext() throws StorageException {
    while (!sources.isEmpty()) {
      ChunkSource current = sources.getFirst();
      if (chunk == current.chunks()) {
        // What it has read is not needed any more.
        sources.removeFirst();
        chunk = 0;
        continue;
      }
      int count = current.decode(chunk++, timestamps, values);
      at = 0;
      while (at < count && timestamps[at] < current.fromMillis()) {
        at++;
      }
      end = count;
      while (end > at && timestamps[end - 1] > current.toMillis()) {
        end--;
      }
      if (at < end) {
        return true;
      }
    }
    return false;
  }
}
