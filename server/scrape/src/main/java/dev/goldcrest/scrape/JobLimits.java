package dev.goldcrest.scrape;

/**
 * What a job accepts from its targets; 0 means no limit. Passing one fails the whole scrape.
 *
 * @param bodySizeLimitBytes the largest answer after decompression; when 0, {@link
 *     ScrapeLimits#maxBodyBytes} alone holds
 * @param sampleLimit samples of one scrape after metric relabelling
 * @param labelLimit labels of one sample
 * @param labelNameLengthLimit bytes of one label name
 * @param labelValueLengthLimit bytes of one label value
 * @param targetLimit targets of the job after relabelling; passing it fails all of them
 */
public record JobLimits(
    long bodySizeLimitBytes,
    int sampleLimit,
    int labelLimit,
    int labelNameLengthLimit,
    int labelValueLengthLimit,
    int targetLimit) {
  /** No limit at all. */
  public static final JobLimits NONE = new JobLimits(0, 0, 0, 0, 0, 0);

  /**
   * Checks the signs.
   *
   * @throws IllegalArgumentException when a limit is negative
   */
  public JobLimits {
    if (bodySizeLimitBytes < 0
        || sampleLimit < 0
        || labelLimit < 0
        || labelNameLengthLimit < 0
        || labelValueLengthLimit < 0
        || targetLimit < 0) {
      throw new IllegalArgumentException("scrape limits must not be negative; 0 means no limit");
    }
  }

  boolean limitsLabels() {
    return labelLimit > 0 || labelNameLengthLimit > 0 || labelValueLengthLimit > 0;
  }
}
