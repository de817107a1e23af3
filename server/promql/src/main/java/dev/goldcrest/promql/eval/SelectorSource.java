package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.storage.SampleCursor;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The series of a selector as the storage has them. */
final class SelectorSource implements CursorSource {
  // What a label set and a cursor cost, in samples of 16 bytes.
  private static final int SAMPLES_PER_SERIES = 4;

  private final Evaluation evaluation;
  private final List<Matcher> matchers;
  private final SelectHints hints;
  private final List<@Nullable SampleCursor> cursors = new ArrayList<>();

  SelectorSource(Evaluation evaluation, List<Matcher> matchers, SelectHints hints) {
    this.evaluation = evaluation;
    this.matchers = matchers;
    this.hints = hints;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    SeriesLabels labels = new SeriesLabels(16);
    try {
      SeriesSet set =
          evaluation.querier(hints.minMillis(), hints.maxMillis()).select(matchers, hints, true);
      while (set.next()) {
        evaluation.charge(SAMPLES_PER_SERIES);
        evaluation.tick(1);
        Labels series = set.labels();
        labels.add(series, false);
        cursors.add(set.samples());
      }
    } catch (StorageException e) {
      throw storageFailure(e);
    }
    return labels;
  }

  @Override
  public SampleCursor cursor(int index) {
    SampleCursor cursor = cursors.set(index, null);
    if (cursor == null) {
      throw new IllegalStateException("BUG: series " + index + " is read twice");
    }
    return cursor;
  }

  static QueryException storageFailure(StorageException e) {
    return new QueryException(QueryException.Kind.INTERNAL, String.valueOf(e.getMessage()), e);
  }
}
