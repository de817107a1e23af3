/**
 * <b>Act</b>: recording and alerting rules in Prometheus's rule files, evaluated on their grid,
 * with pending and firing alerts handed to an {@link dev.goldcrest.model.AlertSink}.
 *
 * <p>Start with {@link dev.goldcrest.rules.RuleEngine}; a file becomes values in {@link
 * dev.goldcrest.rules.RuleFileReader}, one group's life is in {@code GroupRunner} and the state
 * machine of an alert in {@code AlertingEvaluation}. The query language, the store and the notifier
 * are known only by their ports.
 */
@NullMarked
package dev.goldcrest.rules;

import org.jspecify.annotations.NullMarked;
