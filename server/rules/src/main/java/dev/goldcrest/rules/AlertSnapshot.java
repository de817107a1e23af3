package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import java.util.OptionalLong;

/**
 * One pending or firing alert at one moment.
 *
 * @param labels the alert's identity, {@code alertname} included
 * @param annotations expanded texts
 * @param activeAtMillis since when the expression holds, Unix milliseconds
 * @param keepFiringSinceMillis since when it no longer holds while the alert is kept firing
 * @param value the expression's latest value
 */
public record AlertSnapshot(
    Labels labels,
    Labels annotations,
    AlertState state,
    long activeAtMillis,
    OptionalLong keepFiringSinceMillis,
    double value) {}
