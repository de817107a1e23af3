package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import java.time.Duration;
import java.util.List;

/**
 * Rules that are evaluated one after the other, at the same timestamps.
 *
 * @param file the rule file as configured; file and name together identify a group
 * @param interval time between evaluations, at least a millisecond
 * @param limit the most series or alerts one rule may produce, 0 for no limit
 * @param queryOffset how far in the past expressions are evaluated and results are stored
 * @param labels set on every rule of the group unless the rule sets the same name
 */
public record RuleGroup(
    String file,
    String name,
    Duration interval,
    int limit,
    Duration queryOffset,
    Labels labels,
    List<Rule> rules) {
  /** Checks the interval and copies the list. */
  public RuleGroup {
    if (interval.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "group \"" + name + "\": the interval must be at least 1 ms, got " + interval);
    }
    rules = List.copyOf(rules);
  }
}
