package dev.goldcrest.scrape;

/**
 * What the whole engine accepts, whatever the jobs say.
 *
 * @param maxTargets active targets of all jobs; those beyond are dropped with that reason
 * @param maxDroppedShown dropped targets remembered per job for display
 * @param maxConcurrentScrapes scrapes under way at once; one beyond waits for its turn, and the
 *     target's ticks that pass meanwhile are skipped
 * @param maxBodyBytes the largest decompressed answer, also when the job sets no limit: a small
 *     heap must not depend on the good will of a target
 * @param maxMetadataPerTarget metric families whose metadata is kept for one target
 */
public record ScrapeLimits(
    int maxTargets,
    int maxDroppedShown,
    int maxConcurrentScrapes,
    long maxBodyBytes,
    int maxMetadataPerTarget) {
  /** For a heap that is no concern. */
  public static final ScrapeLimits DEFAULT =
      new ScrapeLimits(5_000, 200, 32, 64L * 1024 * 1024, 5_000);

  private static final long SMALLEST_BODY_BYTES = 1024 * 1024;

  /**
   * Returns the defaults with an answer held to an eighth of the heap: while it grows an answer is
   * held twice, and a target must not be able to end the process.
   */
  public static ScrapeLimits forHeap(long maxHeapBytes) {
    long body = Math.min(DEFAULT.maxBodyBytes, Math.max(SMALLEST_BODY_BYTES, maxHeapBytes / 8));
    return new ScrapeLimits(
        DEFAULT.maxTargets,
        DEFAULT.maxDroppedShown,
        DEFAULT.maxConcurrentScrapes,
        body,
        DEFAULT.maxMetadataPerTarget);
  }
}
