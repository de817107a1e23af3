package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import java.time.Duration;

/**
 * What the engine is told once, at start.
 *
 * @param externalLabels {@code global.external_labels}, for templates
 * @param externalUrl where people reach this server, without a slash at the end
 * @param queryTimeout how long one expression may take
 * @param maxSamples how many samples one expression may hold in memory
 * @param resendDelay how long to wait before a firing alert is sent again
 * @param outageTolerance how long a server may have been away for pending alerts to be restored
 * @param forGracePeriod the least time between a restart and the firing of a restored alert
 */
public record RuleSettings(
    Labels externalLabels,
    String externalUrl,
    Duration queryTimeout,
    long maxSamples,
    Duration resendDelay,
    Duration outageTolerance,
    Duration forGracePeriod) {
  /** Returns Prometheus's defaults. */
  public static RuleSettings defaults(Labels externalLabels, String externalUrl) {
    return new RuleSettings(
        externalLabels,
        externalUrl,
        Duration.ofMinutes(2),
        50_000_000,
        Duration.ofMinutes(1),
        Duration.ofHours(1),
        Duration.ofMinutes(10));
  }

  /** Returns these settings with other limits for one expression. */
  public RuleSettings withQueryLimits(Duration timeout, long samples) {
    return new RuleSettings(
        externalLabels,
        externalUrl,
        timeout,
        samples,
        resendDelay,
        outageTolerance,
        forGracePeriod);
  }
}
