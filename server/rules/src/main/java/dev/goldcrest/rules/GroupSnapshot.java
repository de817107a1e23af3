package dev.goldcrest.rules;

import java.util.List;

/**
 * One group with its rules in order.
 *
 * @param evaluationNanos how long the latest evaluation of all its rules took
 * @param lastEvaluationMillis when that evaluation began, Unix milliseconds, 0 for never
 */
public record GroupSnapshot(
    RuleGroup group, List<RuleSnapshot> rules, long evaluationNanos, long lastEvaluationMillis) {}
