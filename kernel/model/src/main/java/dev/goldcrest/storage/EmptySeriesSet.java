package dev.goldcrest.storage;

import dev.goldcrest.model.Labels;

/** The set without series. */
enum EmptySeriesSet implements SeriesSet {
  INSTANCE;

  @Override
  public boolean next() {
    return false;
  }

  @Override
  public Labels labels() {
    throw new IllegalStateException("BUG: labels() before next()");
  }

  @Override
  public SampleCursor samples() {
    throw new IllegalStateException("BUG: samples() before next()");
  }
}
