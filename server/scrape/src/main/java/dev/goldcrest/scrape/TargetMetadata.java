package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.MetricMetadata;
import java.util.Map;

/**
 * What one target says about its metrics.
 *
 * @param scrapePool the job's name
 * @param target the target's labels
 * @param families by metric family name, in the order of the exposition; not to be changed
 */
public record TargetMetadata(
    String scrapePool, Labels target, Map<String, MetricMetadata> families) {}
