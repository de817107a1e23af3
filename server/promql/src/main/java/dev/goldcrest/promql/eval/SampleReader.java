package dev.goldcrest.promql.eval;

import dev.goldcrest.query.QueryException;
import dev.goldcrest.storage.SampleCursor;
import dev.goldcrest.storage.StorageException;
import org.jspecify.annotations.Nullable;

/** Walks over the samples of one series after another with one pair of buffers. */
final class SampleReader {
  private static final int BATCH = 256;

  private final Evaluation evaluation;
  private final long[] timestamps = new long[BATCH];
  private final long[] valueBits = new long[BATCH];
  private @Nullable SampleCursor cursor;
  private int at;
  private int count;

  SampleReader(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  /** Starts with another series and stands at its first sample. */
  void open(SampleCursor newCursor) throws QueryException {
    cursor = newCursor;
    fill();
  }

  /** Returns the time of the current sample, {@link Long#MAX_VALUE} at the end. */
  long time() {
    return at < count ? timestamps[at] : Long.MAX_VALUE;
  }

  long bits() {
    return valueBits[at];
  }

  void next() throws QueryException {
    at++;
    if (at == count) {
      fill();
    }
  }

  private void fill() throws QueryException {
    at = 0;
    count = 0;
    if (cursor == null) {
      return;
    }
    try {
      count = cursor.read(timestamps, valueBits, 0, BATCH);
    } catch (StorageException e) {
      throw SelectorSource.storageFailure(e);
    }
    if (count == 0) {
      cursor = null;
    }
    evaluation.tick(count);
  }
}
