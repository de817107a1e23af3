package dev.goldcrest.model;

/**
 * What an exposition says about a metric family.
 *
 * @param help the description, possibly empty
 * @param unit the base unit, possibly empty
 */
public record MetricMetadata(MetricType type, String help, String unit) {}
