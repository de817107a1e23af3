package dev.goldcrest.promql.eval;

import dev.goldcrest.model.SampleValue;
import dev.goldcrest.query.QueryException;

/**
 * The newest sample of each series at each step, unless it is older than the lookback or a
 * staleness marker.
 */
final class InstantSelector implements Operator {
  private final Evaluation evaluation;
  private final CursorSource source;
  private final SelectorTimes times;
  private final boolean timestampWanted;
  private final SampleReader reader;

  /**
   * Creates the node.
   *
   * @param timestampWanted whether the value is the time of the sample, in seconds
   */
  InstantSelector(
      Evaluation evaluation, CursorSource source, SelectorTimes times, boolean timestampWanted) {
    this.evaluation = evaluation;
    this.source = source;
    this.times = times;
    this.timestampWanted = timestampWanted;
    this.reader = new SampleReader(evaluation);
  }

  @Override
  public SeriesLabels series() throws QueryException {
    SeriesLabels selected = source.series();
    if (!timestampWanted) {
      return selected;
    }
    SeriesLabels named = selected.derive(selected.size());
    for (int i = 0; i < selected.size(); i++) {
      named.addNameless(selected.get(i), evaluation.delayedNames());
    }
    return named;
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    out.clear();
    reader.open(source.cursor(index));
    long lookback = evaluation.lookbackMillis();
    long time = Long.MIN_VALUE;
    long bits = SampleValue.STALE_BITS;
    int steps = out.steps();
    for (int step = 0; step < steps; step++) {
      long reference = times.at(step);
      while (reader.time() <= reference) {
        time = reader.time();
        bits = reader.bits();
        reader.next();
      }
      if (time > reference - lookback && !SampleValue.isStale(bits)) {
        out.set(step, timestampWanted ? time / 1000.0 : SampleValue.value(bits));
      }
    }
    evaluation.tick(steps);
  }
}
