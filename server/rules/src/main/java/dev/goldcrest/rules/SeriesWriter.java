package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.AppendableStore;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.StorageException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes what one rule produces, round by round, and ends the series that a round leaves out with a
 * staleness marker.
 *
 * <p>A round is {@link #begin}, any number of {@link #write}, then {@link #commit} or {@link
 * #abandon}. A round without anything to write opens no transaction. Owned by one thread at a time.
 */
final class SeriesWriter {
  private final AppendableStore store;
  private final Map<Labels, Series> series = new HashMap<>();
  private int round;
  private long timeMillis;
  private @Nullable Appender appender;
  private int written;
  private int rejected;
  private String firstRejection = "";

  SeriesWriter(AppendableStore store) {
    this.store = store;
  }

  /** Starts a round whose samples all carry the given time. */
  void begin(long timeMillis) {
    this.round++;
    this.timeMillis = timeMillis;
    this.written = 0;
    this.rejected = 0;
    this.firstRejection = "";
  }

  /** Writes one sample; a rejection is remembered and does not end the round. */
  void write(Labels labels, double value) {
    Series target = series.get(labels);
    boolean known = target != null;
    if (target == null) {
      target = new Series(labels);
    }
    try {
      target.ref = open().append(target.ref, labels, timeMillis, SampleValue.bits(value));
      written++;
      target.round = round;
      if (!known) {
        series.put(labels, target);
      }
    } catch (AppendException e) {
      rejected++;
      if (firstRejection.isEmpty()) {
        firstRejection = labels + ": " + e.getMessage();
      }
    }
  }

  /**
   * Ends the series that this round did not write and makes the round visible.
   *
   * @throws StorageException when nothing of the round was stored
   */
  void commit() throws StorageException {
    List<Series> vanished = new ArrayList<>();
    for (Series candidate : series.values()) {
      if (candidate.round != round) {
        vanished.add(candidate);
      }
    }
    for (Series gone : vanished) {
      markStale(gone);
    }
    if (appender != null) {
      try {
        appender.commit();
      } finally {
        closeAppender();
      }
    }
    // Only now: after a failed commit the next round tries again.
    for (Series gone : vanished) {
      series.remove(gone.labels);
    }
  }

  /** Forgets a round that was not committed; does nothing after a commit. */
  void abandon() {
    if (appender != null) {
      appender.rollback();
      closeAppender();
    }
  }

  /** Takes over all series of another writer, which must not be used any more. */
  void adopt(SeriesWriter other) {
    for (Series taken : other.series.values()) {
      // Rounds of two writers are not comparable; no round has the number 0.
      taken.round = 0;
      series.putIfAbsent(taken.labels, taken);
    }
  }

  /** Returns how many samples the latest round wrote, staleness markers aside. */
  int written() {
    return written;
  }

  /** Returns how many samples the store did not take in the latest round. */
  int rejected() {
    return rejected;
  }

  /** Returns the first rejection of the latest round in words, or the empty string. */
  String firstRejection() {
    return firstRejection;
  }

  private void markStale(Series gone) {
    try {
      open().append(gone.ref, gone.labels, timeMillis, SampleValue.STALE_BITS);
    } catch (AppendException e) {
      // Expected when another rule took the series over: its newer sample must stay.
      gone.round = round;
    }
  }

  private Appender open() {
    if (appender == null) {
      appender = store.appender();
    }
    return appender;
  }

  private void closeAppender() {
    if (appender != null) {
      appender.close();
      appender = null;
    }
  }

  private static final class Series {
    private final Labels labels;
    private long ref = Appender.NO_REF;
    private int round;

    Series(Labels labels) {
      this.labels = labels;
    }
  }
}
