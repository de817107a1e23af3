package dev.goldcrest.scrape;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what all loops do. Safe for use by several threads. */
final class ScrapeCounters {
  /** What is counted apart from failures. */
  enum Count {
    SCRAPES,
    SKIPPED_TICKS,
    WARNED_SCRAPES,
    SAMPLES_SCRAPED,
    SAMPLES_APPENDED,
    SERIES_ADDED,
    STALE_MARKERS,
    OUT_OF_ORDER,
    DUPLICATES,
    OUT_OF_BOUNDS,
    SERIES_LIMIT_REJECTIONS,
    COMMIT_FAILURES,
    BYTES_SCRAPED,
    FILE_READ_ERRORS
  }

  // Filled here and then only read, so that the maps need no lock.
  private final Map<Count, AtomicLong> counts = new EnumMap<>(Count.class);
  private final Map<ScrapeFailure, AtomicLong> failures = new EnumMap<>(ScrapeFailure.class);

  ScrapeCounters() {
    for (Count count : Count.values()) {
      counts.put(count, new AtomicLong());
    }
    for (ScrapeFailure reason : ScrapeFailure.values()) {
      failures.put(reason, new AtomicLong());
    }
  }

  void add(Count count, long n) {
    of(counts, count).addAndGet(n);
  }

  void fail(ScrapeFailure reason) {
    of(failures, reason).incrementAndGet();
  }

  ScrapeStats stats(int pools, int targets) {
    Map<ScrapeFailure, Long> failed = new EnumMap<>(ScrapeFailure.class);
    for (ScrapeFailure reason : ScrapeFailure.values()) {
      failed.put(reason, of(failures, reason).get());
    }
    return new ScrapeStats(
        get(Count.SCRAPES),
        failed,
        get(Count.SKIPPED_TICKS),
        get(Count.WARNED_SCRAPES),
        get(Count.SAMPLES_SCRAPED),
        get(Count.SAMPLES_APPENDED),
        get(Count.SERIES_ADDED),
        get(Count.STALE_MARKERS),
        get(Count.OUT_OF_ORDER),
        get(Count.DUPLICATES),
        get(Count.OUT_OF_BOUNDS),
        get(Count.SERIES_LIMIT_REJECTIONS),
        get(Count.COMMIT_FAILURES),
        get(Count.BYTES_SCRAPED),
        pools,
        targets,
        get(Count.FILE_READ_ERRORS));
  }

  private long get(Count count) {
    return of(counts, count).get();
  }

  private static <E extends Enum<E>> AtomicLong of(Map<E, AtomicLong> counters, E key) {
    AtomicLong counter = counters.get(key);
    if (counter == null) {
      throw new IllegalStateException("BUG: nothing counts " + key);
    }
    return counter;
  }
}
