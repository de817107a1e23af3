package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;

/**
 * A discovered target that is not scraped.
 *
 * @param scrapePool the job's name
 * @param discoveredLabels labels before relabelling
 * @param reason in words
 */
public record DroppedTarget(String scrapePool, Labels discoveredLabels, String reason)
    implements Candidate {}
