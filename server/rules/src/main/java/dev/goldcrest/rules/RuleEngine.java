package dev.goldcrest.rules;

import dev.goldcrest.runtime.lifecycle.Scheduler;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Evaluates rule groups at their intervals, from the first {@link #apply} until {@link #close}.
 *
 * <p>Groups are spread over their interval by a hash of file and name, so that the offset of a
 * group is the same after every restart. Safe for use by several threads.
 */
public final class RuleEngine implements AutoCloseable {
  private final RuleContext context;
  // Replaced as a whole, so that readers need no lock.
  private volatile List<GroupRunner> runners = List.of();
  private volatile long reloads;
  // Groups that are gone and whose series have not ended yet.
  private final List<GroupRunner> retired = new ArrayList<>();
  private boolean closed;

  /**
   * Creates an engine without groups.
   *
   * @param executor runs evaluations; one task is one evaluation of one group and blocks while its
   *     expressions are evaluated
   */
  public RuleEngine(
      RulePorts ports, Scheduler scheduler, Executor executor, RuleSettings settings) {
    this.context = new RuleContext(ports, scheduler, executor, settings);
  }

  /**
   * Replaces all groups. A group that did not change goes on undisturbed; one that changed hands
   * its alerts and series on to the rules with the same name and labels; the series of rules that
   * are gone end with staleness markers.
   *
   * <p>Waits for the running evaluation of each changed group, whose queries it cancels.
   */
  public synchronized void apply(List<RuleGroup> groups) {
    if (closed) {
      throw new IllegalStateException("BUG: rules applied to a closed engine");
    }
    // Alerts that were pending when the last process ended concern the first load only.
    boolean restore = reloads == 0;
    Map<GroupKey, GroupRunner> old = new LinkedHashMap<>();
    for (GroupRunner runner : runners) {
      old.put(GroupKey.of(runner.group()), runner);
    }
    List<GroupRunner> next = new ArrayList<>(groups.size());
    List<GroupRunner> started = new ArrayList<>();
    for (RuleGroup group : groups) {
      GroupRunner before = old.remove(GroupKey.of(group));
      if (before != null && before.group().equals(group)) {
        next.add(before);
        continue;
      }
      GroupRunner runner = new GroupRunner(group, context, restore);
      if (before != null) {
        before.stop();
        runner.adopt(before);
      }
      next.add(runner);
      started.add(runner);
    }
    retired.removeIf(GroupRunner::isFinished);
    for (GroupRunner gone : old.values()) {
      gone.stop();
      gone.retire();
      retired.add(gone);
    }
    runners = List.copyOf(next);
    reloads++;
    for (GroupRunner runner : started) {
      runner.start();
    }
  }

  /** Returns all groups with their rules and alerts, in the order they were applied. */
  public List<GroupSnapshot> groups() {
    List<GroupSnapshot> snapshots = new ArrayList<>();
    for (GroupRunner runner : runners) {
      snapshots.add(runner.snapshot());
    }
    return snapshots;
  }

  /** Returns the pending and firing alerts of all rules. */
  public List<AlertSnapshot> alerts() {
    List<AlertSnapshot> alerts = new ArrayList<>();
    for (GroupRunner runner : runners) {
      runner.collectAlerts(alerts);
    }
    return alerts;
  }

  /** Returns the engine's counters. */
  public RuleStats stats() {
    List<RuleStats.Group> groups = new ArrayList<>();
    for (GroupRunner runner : runners) {
      groups.add(runner.stats());
    }
    return new RuleStats(groups, reloads);
  }

  /**
   * Stops all evaluations and waits for the running ones. Series get no staleness marker, so that
   * pending alerts can be restored at the next start.
   */
  @Override
  public synchronized void close() {
    closed = true;
    List<GroupRunner> all = new ArrayList<>(runners);
    all.addAll(retired);
    for (GroupRunner runner : all) {
      runner.stop();
    }
    for (GroupRunner runner : all) {
      runner.awaitIdle();
    }
  }

  private record GroupKey(String file, String name) {
    static GroupKey of(RuleGroup group) {
      return new GroupKey(group.file(), group.name());
    }
  }
}
