package dev.goldcrest.storage;

/**
 * What a reader will do with the selected series.
 *
 * @param minMillis first timestamp of interest, inclusive
 * @param maxMillis last timestamp of interest, inclusive
 * @param stepMillis the evaluation step, 0 for an instant
 * @param function the function around the selector, or empty; {@code series} means that no samples
 *     will be read
 */
public record SelectHints(long minMillis, long maxMillis, long stepMillis, String function) {
  /** The function name that promises to read label sets only. */
  public static final String SERIES_ONLY = "series";

  /** Returns hints for reading label sets only. */
  public static SelectHints seriesOnly(long minMillis, long maxMillis) {
    return new SelectHints(minMillis, maxMillis, 0, SERIES_ONLY);
  }

  /** Returns hints for reading samples of a range without saying what for. */
  public static SelectHints samples(long minMillis, long maxMillis) {
    return new SelectHints(minMillis, maxMillis, 0, "");
  }
}
