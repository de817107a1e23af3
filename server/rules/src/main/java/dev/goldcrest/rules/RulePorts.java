package dev.goldcrest.rules;

import dev.goldcrest.model.AlertSink;
import dev.goldcrest.query.QueryEngine;
import dev.goldcrest.storage.AppendableStore;
import dev.goldcrest.storage.Queryable;

/**
 * The rest of the server as rules see it.
 *
 * @param queries evaluates expressions
 * @param store takes recorded series, {@code ALERTS} and {@code ALERTS_FOR_STATE}
 * @param history where {@code ALERTS_FOR_STATE} is read back after a restart
 * @param alerts takes firing and resolved alerts
 */
public record RulePorts(
    QueryEngine queries, AppendableStore store, Queryable history, AlertSink alerts) {}
