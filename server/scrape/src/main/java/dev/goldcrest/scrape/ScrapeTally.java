package dev.goldcrest.scrape;

import dev.goldcrest.scrape.ScrapeCounters.Count;

/** The figures of one scrape while it goes on. */
final class ScrapeTally {
  long durationNanos;
  int scraped;
  int afterRelabelling;
  int seriesAdded;
  int appended;
  int staleMarkers;
  int outOfOrder;
  int duplicates;
  int outOfBounds;
  int seriesLimitRejections;

  /** Forgets what was counted as stored, because the transaction is rolled back. */
  void forgetStored() {
    appended = 0;
    staleMarkers = 0;
  }

  void addTo(ScrapeCounters counters) {
    counters.add(Count.SCRAPES, 1);
    counters.add(Count.SAMPLES_SCRAPED, scraped);
    counters.add(Count.SAMPLES_APPENDED, appended);
    counters.add(Count.SERIES_ADDED, seriesAdded);
    counters.add(Count.STALE_MARKERS, staleMarkers);
    counters.add(Count.OUT_OF_ORDER, outOfOrder);
    counters.add(Count.DUPLICATES, duplicates);
    counters.add(Count.OUT_OF_BOUNDS, outOfBounds);
    counters.add(Count.SERIES_LIMIT_REJECTIONS, seriesLimitRejections);
  }
}
