package dev.goldcrest.rules;

import java.util.List;

/**
 * What the engine counted since it started, group by group in the order of the files.
 *
 * @param reloads how often the groups were replaced
 */
public record RuleStats(List<Group> groups, long reloads) {
  /** Copies the list. */
  public RuleStats {
    groups = List.copyOf(groups);
  }

  /**
   * Counters and last figures of one group. Counters survive a reload that keeps the group's file
   * and name.
   *
   * @param iterations evaluations of the whole group that were due, missed ones included
   * @param missedIterations of these, how many were left out because an earlier one took too long
   * @param ruleEvaluations evaluations of single rules
   * @param ruleFailures of these, how many failed
   * @param rejectedSamples results that the store did not take
   * @param lastSamples samples produced by the latest evaluation
   * @param lastDurationNanos how long it took
   * @param lastEvaluationMillis when it began, Unix milliseconds, 0 for never
   */
  public record Group(
      String file,
      String name,
      long intervalMillis,
      int rules,
      long iterations,
      long missedIterations,
      long ruleEvaluations,
      long ruleFailures,
      long rejectedSamples,
      long lastSamples,
      long lastDurationNanos,
      long lastEvaluationMillis) {}
}
