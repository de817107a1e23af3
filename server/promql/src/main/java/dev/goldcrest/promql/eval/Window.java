package dev.goldcrest.promql.eval;

import dev.goldcrest.model.SampleValue;
import dev.goldcrest.query.QueryException;
import java.util.Arrays;

/**
 * The samples of one series that lie in a range that slides forward.
 *
 * <p>They stand at {@code from <= index < to} of the two arrays, so that functions are plain loops.
 * Samples are appended at the end and dropped at the front; the rest is moved to the front of the
 * arrays when the end is reached, which is amortised over the samples dropped.
 */
final class Window {
  private static final int FIRST_CAPACITY = 64;

  private final Evaluation evaluation;
  long[] times = new long[FIRST_CAPACITY];
  double[] values = new double[FIRST_CAPACITY];
  int from;
  int to;

  /** How many samples in the window are smaller than the one before, which is in it too. */
  int decreases;

  /** The open start of the range. */
  long startMillis;

  /** The closed end of the range. */
  long endMillis;

  Window(Evaluation evaluation) {
    this.evaluation = evaluation;
  }

  int count() {
    return to - from;
  }

  void clear() {
    from = 0;
    to = 0;
    decreases = 0;
  }

  /** Moves the range; the reader stands at the first sample not taken yet. */
  void slide(long newStartMillis, long newEndMillis, SampleReader reader) throws QueryException {
    startMillis = newStartMillis;
    endMillis = newEndMillis;
    while (from < to && times[from] <= newStartMillis) {
      from++;
      if (from < to && values[from] < values[from - 1]) {
        decreases--;
      }
    }
    while (reader.time() <= newEndMillis) {
      if (reader.time() > newStartMillis && !SampleValue.isStale(reader.bits())) {
        append(reader.time(), SampleValue.value(reader.bits()));
      }
      reader.next();
    }
  }

  private void append(long time, double value) throws QueryException {
    if (to == times.length) {
      makeRoom();
    }
    if (to > from && value < values[to - 1]) {
      decreases++;
    }
    times[to] = time;
    values[to] = value;
    to++;
  }

  private void makeRoom() throws QueryException {
    int count = to - from;
    if (count > times.length / 2) {
      evaluation.charge(times.length);
      times = Arrays.copyOfRange(times, from, from + 2 * times.length);
      values = Arrays.copyOfRange(values, from, from + 2 * values.length);
    } else {
      System.arraycopy(times, from, times, 0, count);
      System.arraycopy(values, from, values, 0, count);
    }
    from = 0;
    to = count;
  }
}
