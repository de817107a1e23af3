package dev.goldcrest.tsdb;

import java.nio.file.Path;

/**
 * The settings of a store.
 *
 * @param dir the data folder; created when missing
 * @param retentionMillis how long samples are kept, counted back from the newest; 0 keeps all
 * @param blockRangeMillis the time range of one block
 * @param walSyncIntervalMillis how long a commit may stay unsynced; 0 syncs within every commit
 * @param walSegmentBytes size at which the log goes on in a new file
 * @param maxSeries the most series in memory, 0 for no limit
 * @param maxFutureMillis how far ahead of the clock a sample may be
 * @param minFreeDiskBytes free space below which the store takes no writes
 * @param maxHeadBytes what series and samples in memory may take, 0 for no limit; blocks are made
 *     early to stay below, and writes wait when that is too slow
 */
public record TsdbConfig(
    Path dir,
    long retentionMillis,
    long blockRangeMillis,
    long walSyncIntervalMillis,
    long walSegmentBytes,
    int maxSeries,
    long maxFutureMillis,
    long minFreeDiskBytes,
    long maxHeadBytes) {
  /** Block ranges stay below this, so that a time difference within a chunk fits an int. */
  public static final long MAX_BLOCK_RANGE_MILLIS = 24L * 86_400_000;

  /** The smallest segment: each repeats the definitions of its series, so tiny ones are a waste. */
  public static final long MIN_SEGMENT_BYTES = 64 * 1024;

  /** The largest segment, so that a position within one fits an int. */
  public static final long MAX_SEGMENT_BYTES = 512L * 1024 * 1024;

  /** Checks the ranges. */
  public TsdbConfig {
    check("retention", retentionMillis, 0, Long.MAX_VALUE);
    check("block range", blockRangeMillis, 1_000, MAX_BLOCK_RANGE_MILLIS);
    check("WAL sync interval", walSyncIntervalMillis, 0, 3_600_000);
    check("WAL segment size", walSegmentBytes, MIN_SEGMENT_BYTES, MAX_SEGMENT_BYTES);
    check("series limit", maxSeries, 0, Integer.MAX_VALUE);
    check("future limit", maxFutureMillis, 0, Long.MAX_VALUE);
    check("minimum free disk", minFreeDiskBytes, 0, Long.MAX_VALUE);
    check("memory limit", maxHeadBytes, 0, Long.MAX_VALUE);
  }

  /** Returns the default settings: two-hour blocks, 7 days kept, a sync every second. */
  public static TsdbConfig of(Path dir) {
    return new TsdbConfig(
        dir, 7L * 86_400_000, 7_200_000, 1_000, 4L << 20, 0, 600_000, 16L << 20, 0);
  }

  /** Returns these settings with another retention. */
  public TsdbConfig withRetentionMillis(long millis) {
    return new TsdbConfig(
        dir,
        millis,
        blockRangeMillis,
        walSyncIntervalMillis,
        walSegmentBytes,
        maxSeries,
        maxFutureMillis,
        minFreeDiskBytes,
        maxHeadBytes);
  }

  /** Returns these settings with another block range. */
  public TsdbConfig withBlockRangeMillis(long millis) {
    return new TsdbConfig(
        dir,
        retentionMillis,
        millis,
        walSyncIntervalMillis,
        walSegmentBytes,
        maxSeries,
        maxFutureMillis,
        minFreeDiskBytes,
        maxHeadBytes);
  }

  /** Returns these settings with another sync interval and segment size of the log. */
  public TsdbConfig withWal(long syncIntervalMillis, long segmentBytes) {
    return new TsdbConfig(
        dir,
        retentionMillis,
        blockRangeMillis,
        syncIntervalMillis,
        segmentBytes,
        maxSeries,
        maxFutureMillis,
        minFreeDiskBytes,
        maxHeadBytes);
  }

  /** Returns these settings with other limits. */
  public TsdbConfig withLimits(int series, long futureMillis, long freeDiskBytes) {
    return new TsdbConfig(
        dir,
        retentionMillis,
        blockRangeMillis,
        walSyncIntervalMillis,
        walSegmentBytes,
        series,
        futureMillis,
        freeDiskBytes,
        maxHeadBytes);
  }

  /** Returns these settings with another limit of what series and samples in memory may take. */
  public TsdbConfig withMaxHeadBytes(long bytes) {
    return new TsdbConfig(
        dir,
        retentionMillis,
        blockRangeMillis,
        walSyncIntervalMillis,
        walSegmentBytes,
        maxSeries,
        maxFutureMillis,
        minFreeDiskBytes,
        bytes);
  }

  private static void check(String what, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "storage " + what + " is " + value + ", allowed are " + least + " to " + most);
    }
  }
}
