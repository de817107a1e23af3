package dev.goldcrest.model;

import java.util.OptionalLong;

/**
 * One firing or resolved alert on its way from rules to a notifier.
 *
 * @param labels the alert's identity, {@code alertname} included
 * @param annotations expanded texts
 * @param startsAtMillis when it began to fire, Unix milliseconds
 * @param endsAtMillis when it ended or, while it fires, when to consider it ended if nothing more
 *     is heard
 * @param resolved whether it has ended
 * @param generatorUrl where its expression can be seen
 */
public record Alert(
    Labels labels,
    Labels annotations,
    long startsAtMillis,
    OptionalLong endsAtMillis,
    boolean resolved,
    String generatorUrl) {}
