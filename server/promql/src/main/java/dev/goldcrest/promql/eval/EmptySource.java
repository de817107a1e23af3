package dev.goldcrest.promql.eval;

import dev.goldcrest.storage.SampleCursor;

/** No series: a subquery whose range holds no multiple of its step. */
enum EmptySource implements CursorSource {
  INSTANCE;

  @Override
  public SeriesLabels series() {
    return new SeriesLabels(0);
  }

  @Override
  public SampleCursor cursor(int index) {
    throw new IllegalStateException("BUG: there is no series " + index);
  }
}
