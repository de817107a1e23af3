package dev.goldcrest.notify;

import java.time.Duration;

/**
 * What the dispatcher is told once, at start.
 *
 * @param externalUrl where people reach this server, for the webhook's {@code externalURL}
 * @param receiver the receiver's name that webhooks are told
 * @param queueCapacity the most alerts that wait for one endpoint
 * @param maxBatch the most alerts in one post
 * @param firstBackoff the wait after a first failure; it doubles with each
 * @param maxBackoff the longest wait
 */
public record NotifySettings(
    String externalUrl,
    String receiver,
    int queueCapacity,
    int maxBatch,
    Duration firstBackoff,
    Duration maxBackoff) {
  /** Checks the limits. */
  public NotifySettings {
    if (queueCapacity < 1 || maxBatch < 1 || firstBackoff.toMillis() < 1) {
      throw new IllegalArgumentException(
          "queue capacity, batch and backoff must be at least 1; got "
              + queueCapacity
              + ", "
              + maxBatch
              + " and "
              + firstBackoff);
    }
  }

  /** Returns Prometheus's queue and batch sizes, and waits from one second to one minute. */
  public static NotifySettings defaults(String externalUrl) {
    return new NotifySettings(
        externalUrl, "webhook", 10_000, 64, Duration.ofSeconds(1), Duration.ofMinutes(1));
  }

  /** Returns these settings with another queue capacity. */
  public NotifySettings withQueueCapacity(int alerts) {
    return new NotifySettings(externalUrl, receiver, alerts, maxBatch, firstBackoff, maxBackoff);
  }
}
