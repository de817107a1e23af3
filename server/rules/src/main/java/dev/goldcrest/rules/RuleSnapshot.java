package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import java.util.List;

/**
 * One rule with the outcome of its latest evaluation; everything that {@code /api/v1/rules} tells.
 *
 * @param query the expression as the query engine prints it
 * @param labels the rule's labels, its group's included
 * @param state the most severe state of its alerts; {@code UNKNOWN} for recording rules
 * @param alerts pending and firing alerts in label order, empty for recording rules
 * @param lastError why the latest evaluation failed, empty when it did not
 * @param evaluationNanos how long the latest evaluation took
 * @param lastEvaluationMillis when the latest evaluation began, Unix milliseconds, 0 for never
 */
public record RuleSnapshot(
    Rule rule,
    String query,
    Labels labels,
    AlertState state,
    List<AlertSnapshot> alerts,
    RuleHealth health,
    String lastError,
    long evaluationNanos,
    long lastEvaluationMillis) {}
