package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.Appender;

/** The five series that tell how each scrape of a target went. */
final class ReportSeries {
  private static final String[] NAMES = {
    "up",
    "scrape_duration_seconds",
    "scrape_samples_scraped",
    "scrape_samples_post_metric_relabeling",
    "scrape_series_added"
  };
  private static final double NANOS_PER_SECOND = 1e9;

  private final long[] refs = new long[NAMES.length];

  /** Appends one report; returns how many samples the store took. */
  int append(Appender appender, Labels target, long timestampMillis, ScrapeTally tally, boolean up)
      throws AppendException {
    double[] values = {
      up ? 1 : 0,
      tally.durationNanos / NANOS_PER_SECOND,
      tally.scraped,
      tally.afterRelabelling,
      tally.seriesAdded
    };
    int taken = 0;
    for (int i = 0; i < NAMES.length; i++) {
      taken += append(appender, target, i, timestampMillis, SampleValue.bits(values[i]));
    }
    return taken;
  }

  /** Appends the markers that end all five. */
  void appendStale(Appender appender, Labels target, long timestampMillis) throws AppendException {
    for (int i = 0; i < NAMES.length; i++) {
      append(appender, target, i, timestampMillis, SampleValue.STALE_BITS);
    }
  }

  private int append(Appender appender, Labels target, int which, long timestampMillis, long bits)
      throws AppendException {
    try {
      if (refs[which] == Appender.NO_REF
          || !appender.appendByRef(refs[which], timestampMillis, bits)) {
        Labels labels = target.with(Labels.METRIC_NAME, NAMES[which]);
        refs[which] = appender.append(refs[which], labels, timestampMillis, bits);
      }
      return 1;
    } catch (AppendException e) {
      return switch (e.reason()) {
        // Ordinary when a target goes away and another of the same labels takes over, when the
        // time of day is set back, and when the store is full of series.
        case OUT_OF_ORDER, DUPLICATE, OUT_OF_BOUNDS, TOO_MANY_SERIES -> 0;
        case INVALID_LABELS, READ_ONLY -> throw e;
      };
    }
  }
}
