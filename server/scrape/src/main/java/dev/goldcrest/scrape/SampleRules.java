package dev.goldcrest.scrape;

import dev.goldcrest.model.Quoting;
import java.util.List;

/**
 * How far a job trusts what its targets say about their samples.
 *
 * @param honorLabels whether a label of the sample wins over the target's label of the same name
 * @param honorTimestamps whether timestamps in the exposition are used
 * @param trackTimestampsStaleness whether series with timestamps of their own also end with a
 *     staleness marker when they vanish
 * @param fallbackScrapeProtocol how to read an answer whose content type is missing or unknown, as
 *     {@code fallback_scrape_protocol} spells it; empty for none
 */
public record SampleRules(
    boolean honorLabels,
    boolean honorTimestamps,
    boolean trackTimestampsStaleness,
    String fallbackScrapeProtocol) {
  /** What Prometheus does when the configuration says nothing. */
  public static final SampleRules DEFAULT = new SampleRules(false, true, false, "");

  /** The protocols that can be read, as {@code fallback_scrape_protocol} spells them. */
  public static final List<String> PROTOCOLS =
      List.of(
          "OpenMetricsText1.0.0",
          "OpenMetricsText0.0.1",
          "PrometheusText1.0.0",
          "PrometheusText0.0.4");

  /**
   * Checks the protocol.
   *
   * @throws IllegalArgumentException for one that is not in {@link #PROTOCOLS}
   */
  public SampleRules {
    if (!fallbackScrapeProtocol.isEmpty() && !PROTOCOLS.contains(fallbackScrapeProtocol)) {
      throw new IllegalArgumentException(
          "invalid fallback_scrape_protocol "
              + Quoting.quote(fallbackScrapeProtocol)
              + "; supported are "
              + String.join(", ", PROTOCOLS));
    }
  }
}
