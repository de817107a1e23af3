package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.Queryable;
import dev.goldcrest.storage.SampleCursor;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads back what {@code ALERTS_FOR_STATE} says about the alerts of a rule. */
final class StateHistory {
  private static final int BATCH = 128;

  private StateHistory() {}

  /**
   * The last word about an alert.
   *
   * @param timeMillis when it was written
   * @param activeAtMillis since when the alert's expression held
   */
  record LastSeen(long timeMillis, long activeAtMillis) {}

  /**
   * Returns the alerts of a name that were pending or firing at their last sample in the range, by
   * label set.
   */
  static Map<Labels, LastSeen> read(
      Queryable history, String alertName, long minMillis, long maxMillis) throws StorageException {
    List<Matcher> matchers =
        List.of(
            Matcher.equal(Labels.METRIC_NAME, AlertingEvaluation.ALERTS_FOR_STATE),
            Matcher.equal(AlertingEvaluation.ALERT_NAME, alertName));
    Map<Labels, LastSeen> found = new HashMap<>();
    long[] times = new long[BATCH];
    long[] bits = new long[BATCH];
    try (Querier querier = history.querier(minMillis, maxMillis)) {
      SeriesSet set = querier.select(matchers, SelectHints.samples(minMillis, maxMillis), false);
      while (set.next()) {
        SampleCursor samples = set.samples();
        int last = -1;
        for (int n = samples.read(times, bits, 0, BATCH);
            n > 0;
            n = samples.read(times, bits, 0, BATCH)) {
          last = n - 1;
        }
        if (last >= 0 && !SampleValue.isStale(bits[last])) {
          long activeAtMillis = 1000 * (long) SampleValue.value(bits[last]);
          found.put(
              set.labels().without(Labels.METRIC_NAME), new LastSeen(times[last], activeAtMillis));
        }
      }
    }
    return found;
  }
}
