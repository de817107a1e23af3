package dev.goldcrest.tsdb;

import dev.goldcrest.model.Labels;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.AppendException.Reason;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.head.Batch;
import dev.goldcrest.tsdb.head.Head;
import org.jspecify.annotations.Nullable;

/** One write transaction: checks samples as they come and collects them for the commit. */
final class Transaction implements Appender {
  /** The most characters of names and values in a label set, so that a record has room for it. */
  static final int MAX_LABEL_CHARS = 16 * 1024;

  private final Tsdb tsdb;
  private final Head head;
  private final Batch batch;
  private final int maxSeries;
  private final long latestMillis;
  private boolean ended;
  // Set by the thread that commits, under the commit lock.
  private boolean done;
  private @Nullable StorageException failure;

  Transaction(Tsdb tsdb, Head head, Batch batch, int maxSeries, long latestMillis) {
    this.tsdb = tsdb;
    this.head = head;
    this.batch = batch;
    this.maxSeries = maxSeries;
    this.latestMillis = latestMillis;
  }

  Batch batch() {
    return batch;
  }

  boolean isDone() {
    return done;
  }

  void finish(@Nullable StorageException problem) {
    failure = problem;
    done = true;
  }

  @Override
  public long append(long ref, Labels labels, long timestampMillis, long valueBits)
      throws AppendException {
    checkOpen();
    checkWritable();
    checkNotFuture(timestampMillis);
    int series = head.find(ref, labels);
    if (series < 0) {
      checkLabels(labels);
      if (timestampMillis < head.oldestAccepted()) {
        throw refused(Reason.OUT_OF_BOUNDS, -1, timestampMillis);
      }
      if (maxSeries > 0 && head.seriesCount() >= maxSeries) {
        throw tsdb.count(
            Reason.TOO_MANY_SERIES, "at most " + maxSeries + " are allowed; refused " + labels);
      }
      series = head.findOrCreate(labels);
    }
    offer(series, timestampMillis, valueBits);
    return head.ref(series);
  }

  @Override
  public boolean appendByRef(long ref, long timestampMillis, long valueBits)
      throws AppendException {
    checkOpen();
    checkWritable();
    checkNotFuture(timestampMillis);
    int series = head.resolve(ref);
    if (series < 0) {
      return false;
    }
    offer(series, timestampMillis, valueBits);
    return true;
  }

  private void offer(int series, long timestampMillis, long valueBits) throws AppendException {
    Reason reason = head.offer(batch, series, timestampMillis, valueBits);
    if (reason != null) {
      throw refused(reason, series, timestampMillis);
    }
  }

  private AppendException refused(Reason reason, int series, long timestampMillis) {
    String detail =
        switch (reason) {
          case OUT_OF_BOUNDS ->
              "timestamp "
                  + timestampMillis
                  + " is older than "
                  + head.oldestAccepted()
                  + ", the oldest accepted";
          case OUT_OF_ORDER ->
              "timestamp "
                  + timestampMillis
                  + " is older than the series' newest sample"
                  + newest(series, timestampMillis);
          case DUPLICATE ->
              "timestamp " + timestampMillis + " is there already, with another value";
          case INVALID_LABELS, TOO_MANY_SERIES, READ_ONLY -> "";
        };
    return tsdb.count(reason, detail);
  }

  private String newest(int series, long timestampMillis) {
    long newest = head.lastMillis(series);
    return newest > timestampMillis ? ", " + newest : " in this transaction";
  }

  private void checkOpen() {
    if (ended) {
      throw new IllegalStateException("BUG: a transaction is used after its end");
    }
  }

  private void checkWritable() throws AppendException {
    String reason = tsdb.readOnlyReason();
    if (!reason.isEmpty()) {
      throw tsdb.count(Reason.READ_ONLY, reason);
    }
  }

  private void checkNotFuture(long timestampMillis) throws AppendException {
    if (timestampMillis > latestMillis) {
      throw tsdb.count(
          Reason.OUT_OF_BOUNDS,
          "timestamp "
              + timestampMillis
              + " is later than "
              + latestMillis
              + ", the latest accepted; check the clocks");
    }
  }

  private void checkLabels(Labels labels) throws AppendException {
    if (labels.isEmpty()) {
      throw tsdb.count(Reason.INVALID_LABELS, "it is empty");
    }
    int chars = 0;
    for (int i = 0; i < labels.size(); i++) {
      chars += labels.name(i).length() + labels.value(i).length();
    }
    if (chars > MAX_LABEL_CHARS) {
      throw tsdb.count(
          Reason.INVALID_LABELS,
          "it has " + chars + " characters, at most " + MAX_LABEL_CHARS + " are allowed");
    }
  }

  @Override
  public void commit() throws StorageException {
    checkOpen();
    try {
      if (batch.count() > 0) {
        tsdb.commit(this);
        if (failure != null) {
          throw failure;
        }
      }
    } finally {
      end();
    }
  }

  @Override
  public void rollback() {
    if (!ended) {
      end();
    }
  }

  @Override
  public void close() {
    rollback();
  }

  private void end() {
    ended = true;
    tsdb.ended(batch);
  }
}
