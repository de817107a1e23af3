package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;

/**
 * How one active target does.
 *
 * @param scrapePool the job's name
 * @param discoveredLabels labels before relabelling
 * @param labels what each of the target's series carries
 * @param globalUrl the scrape URL as others reach it: a loopback host replaced by this machine's
 * @param lastError why the last scrape failed, in words; empty when it did not
 * @param lastErrorAtMillis when a scrape last failed, Unix milliseconds; 0 for never
 * @param warning what is odd about a target that is scraped nevertheless; empty for nothing
 * @param lastScrapeMillis when the last scrape began, Unix milliseconds; 0 for never
 * @param lastScrapeDurationNanos from the request to the last sample appended
 */
public record TargetStatus(
    String scrapePool,
    Labels discoveredLabels,
    Labels labels,
    String scrapeUrl,
    String globalUrl,
    TargetHealth health,
    String lastError,
    long lastErrorAtMillis,
    String warning,
    long lastScrapeMillis,
    long lastScrapeDurationNanos,
    long intervalMillis,
    long timeoutMillis) {}
