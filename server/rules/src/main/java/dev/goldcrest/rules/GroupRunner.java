package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.lifecycle.Scheduler;
import dev.goldcrest.storage.StorageException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The life of one group: waits for the next point of its grid, evaluates its rules in order, again
 * and again.
 *
 * <p>The grid is every multiple of the interval since the epoch plus an offset that depends only on
 * file and name. An evaluation that takes longer than the interval makes the group miss points; it
 * never runs twice at a time. The timer only hands over to the executor. {@code evaluating} is held
 * for a whole evaluation; the counters are guarded by {@code this}.
 */
final class GroupRunner {
  private static final System.Logger log = System.getLogger("dev.goldcrest.rules");

  /**
   * Evaluations before the state from before a restart is read. The first may run before targets
   * were scraped, and rules may depend on recorded series that it only begins to write.
   */
  private static final int EVALUATIONS_BEFORE_RESTORE = 2;

  /** Intervals before the series of a removed group end, so that a renamed rule can go on. */
  private static final int INTERVALS_BEFORE_CLEANUP = 2;

  private final RuleGroup group;
  private final RuleContext context;
  private final List<RuleEvaluation> rules;
  // Series of rules that a reload took away; they end with the next evaluation.
  private final SeriesWriter orphans;
  private final long intervalMillis;
  private final long offsetMillis;
  private final ReentrantLock evaluating = new ReentrantLock();
  private int evaluationsUntilRestore;

  private volatile boolean stopped;
  private Scheduler.@Nullable Cancellable timer;
  private long dueMillis;
  private long iterations;
  private long missedIterations;
  private long ruleEvaluations;
  private long ruleFailures;
  private long rejectedSamples;
  private long lastSamples;
  private long lastDurationNanos;
  private long lastEvaluationMillis;

  GroupRunner(RuleGroup group, RuleContext context, boolean restore) {
    this.group = group;
    this.context = context;
    this.intervalMillis = group.interval().toMillis();
    this.offsetMillis = Long.remainderUnsigned(hash(group.file(), group.name()), intervalMillis);
    this.orphans = new SeriesWriter(context.ports().store());
    this.evaluationsUntilRestore = restore ? EVALUATIONS_BEFORE_RESTORE : 0;
    List<RuleEvaluation> evaluations = new ArrayList<>(group.rules().size());
    for (Rule rule : group.rules()) {
      evaluations.add(
          switch (rule) {
            case Rule.Recording r -> new RecordingEvaluation(group, r, context);
            case Rule.Alerting r -> new AlertingEvaluation(group, r, context, !restore);
          });
    }
    this.rules = List.copyOf(evaluations);
  }

  RuleGroup group() {
    return group;
  }

  /** Schedules the first evaluation, at the next point of the grid. */
  synchronized void start() {
    dueMillis = gridPoint(context.clock().wallMillis()) + intervalMillis;
    arm();
  }

  /** Calls off what is scheduled; a running evaluation ends early. Does not wait. */
  synchronized void stop() {
    stopped = true;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  /** Waits for a running evaluation. */
  void awaitIdle() {
    evaluating.lock();
    try {
      log.log(System.Logger.Level.DEBUG, "group \"" + group.name() + "\" is at rest");
    } finally {
      evaluating.unlock();
    }
  }

  /**
   * Takes over alerts, series and counters from the stopped runner of the same group before a
   * reload. Rules of the same name and labels are the same rule; of several, in order.
   */
  void adopt(GroupRunner before) {
    before.evaluating.lock();
    try {
      Map<RuleKey, ArrayDeque<RuleEvaluation>> earlier = new HashMap<>();
      for (RuleEvaluation rule : before.rules) {
        earlier.computeIfAbsent(RuleKey.of(rule), _ -> new ArrayDeque<>()).add(rule);
      }
      for (RuleEvaluation rule : rules) {
        ArrayDeque<RuleEvaluation> same = earlier.get(RuleKey.of(rule));
        RuleEvaluation match = same == null ? null : same.poll();
        if (match != null) {
          rule.adopt(match);
        }
      }
      for (ArrayDeque<RuleEvaluation> left : earlier.values()) {
        for (RuleEvaluation gone : left) {
          orphans.adopt(gone.writer());
        }
      }
      orphans.adopt(before.orphans);
      evaluationsUntilRestore = before.evaluationsUntilRestore;
      adoptCounters(before.stats());
    } finally {
      before.evaluating.unlock();
    }
  }

  private synchronized void adoptCounters(RuleStats.Group before) {
    iterations = before.iterations();
    missedIterations = before.missedIterations();
    ruleEvaluations = before.ruleEvaluations();
    ruleFailures = before.ruleFailures();
    rejectedSamples = before.rejectedSamples();
    lastSamples = before.lastSamples();
    lastDurationNanos = before.lastDurationNanos();
    lastEvaluationMillis = before.lastEvaluationMillis();
  }

  /** Ends the series of this stopped group, which no longer exists, after a while. */
  synchronized void retire() {
    long endMillis = context.clock().wallMillis();
    Duration delay = Duration.ofMillis(INTERVALS_BEFORE_CLEANUP * intervalMillis);
    timer = context.scheduler().schedule(delay, () -> submit(() -> endAllSeries(endMillis)));
  }

  private void endAllSeries(long timeMillis) {
    evaluating.lock();
    try {
      for (RuleEvaluation rule : rules) {
        orphans.adopt(rule.writer());
      }
      endOrphans(timeMillis);
    } finally {
      evaluating.unlock();
    }
    synchronized (this) {
      timer = null;
    }
  }

  /** Tells whether nothing is left to do for this stopped or retired group. */
  synchronized boolean isFinished() {
    return timer == null;
  }

  private void submit(Runnable task) {
    try {
      context.executor().execute(task);
    } catch (RejectedExecutionException e) {
      log.log(
          System.Logger.Level.DEBUG,
          "group \"" + group.name() + "\": the executor takes no evaluation, the server is ending");
    }
  }

  /** Returns the latest point of the grid that is not after {@code nowMillis}. */
  private long gridPoint(long nowMillis) {
    return nowMillis - Math.floorMod(nowMillis - offsetMillis, intervalMillis);
  }

  private synchronized void arm() {
    if (stopped) {
      return;
    }
    long now = context.clock().wallMillis();
    if (dueMillis - now > intervalMillis) {
      // The wall clock was set back: begin again on the grid of the new time.
      dueMillis = gridPoint(now) + intervalMillis;
    }
    Duration delay = Duration.ofMillis(Math.max(0, dueMillis - now));
    timer = context.scheduler().schedule(delay, () -> submit(this::runDue));
  }

  private void runDue() {
    evaluating.lock();
    try {
      if (!stopped) {
        evaluate(claimDue());
      }
    } finally {
      evaluating.unlock();
      arm();
    }
  }

  /** Returns the time to evaluate at, skipping and counting points that can no longer be kept. */
  private synchronized long claimDue() {
    long late = (context.clock().wallMillis() - dueMillis) / intervalMillis;
    if (late > 0) {
      missedIterations += late;
      iterations += late;
      dueMillis += late * intervalMillis;
    }
    iterations++;
    long claimed = dueMillis;
    dueMillis += intervalMillis;
    return claimed;
  }

  private void evaluate(long timeMillis) {
    long startMillis = context.clock().wallMillis();
    long startNanos = context.clock().monotonicNanos();
    int samples = 0;
    int failures = 0;
    int rejected = 0;
    for (RuleEvaluation rule : rules) {
      if (stopped) {
        return;
      }
      boolean well = rule.evaluate(timeMillis, () -> stopped);
      samples += rule.writer().written();
      rejected += rule.writer().rejected();
      failures += well ? 0 : 1;
    }
    endOrphans(timeMillis - group.queryOffset().toMillis());
    if (evaluationsUntilRestore > 0) {
      evaluationsUntilRestore--;
      if (evaluationsUntilRestore == 0) {
        restore(context.clock().wallMillis());
      }
    }
    synchronized (this) {
      ruleEvaluations += rules.size();
      ruleFailures += failures;
      rejectedSamples += rejected;
      lastSamples = samples;
      lastDurationNanos = context.clock().monotonicNanos() - startNanos;
      lastEvaluationMillis = startMillis;
    }
  }

  private void endOrphans(long timeMillis) {
    orphans.begin(timeMillis);
    try {
      orphans.commit();
    } catch (StorageException e) {
      log.log(
          System.Logger.Level.WARNING,
          "group \"" + group.name() + "\": cannot end series of removed rules: " + e.getMessage());
    } finally {
      orphans.abandon();
    }
  }

  private void restore(long now) {
    RuleSettings settings = context.settings();
    long grace = settings.forGracePeriod().toMillis();
    for (RuleEvaluation rule : rules) {
      if (!(rule instanceof AlertingEvaluation alerting)) {
        continue;
      }
      Map<Labels, StateHistory.LastSeen> earlier = Map.of();
      // An alert that waits less than the grace period is sooner there when it begins anew.
      if (alerting.holdMillis() >= grace) {
        try {
          earlier =
              StateHistory.read(
                  context.ports().history(),
                  rule.rule().name(),
                  now - settings.outageTolerance().toMillis(),
                  now);
        } catch (StorageException e) {
          log.log(
              System.Logger.Level.WARNING,
              "alert \""
                  + rule.rule().name()
                  + "\": cannot read its state from before the start, it begins anew: "
                  + e.getMessage());
        }
      }
      alerting.restore(earlier, now, grace);
    }
  }

  GroupSnapshot snapshot() {
    List<RuleSnapshot> snapshots = new ArrayList<>(rules.size());
    for (RuleEvaluation rule : rules) {
      snapshots.add(rule.snapshot());
    }
    synchronized (this) {
      return new GroupSnapshot(group, snapshots, lastDurationNanos, lastEvaluationMillis);
    }
  }

  void collectAlerts(List<AlertSnapshot> to) {
    for (RuleEvaluation rule : rules) {
      rule.collectAlerts(to);
    }
  }

  synchronized RuleStats.Group stats() {
    return new RuleStats.Group(
        group.file(),
        group.name(),
        intervalMillis,
        rules.size(),
        iterations,
        missedIterations,
        ruleEvaluations,
        ruleFailures,
        rejectedSamples,
        lastSamples,
        lastDurationNanos,
        lastEvaluationMillis);
  }

  /** Returns the 64-bit FNV-1a hash of two texts. */
  private static long hash(String file, String name) {
    long hash = 0xcbf29ce484222325L;
    String text = file + '\uffff' + name;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return hash;
  }

  private record RuleKey(String name, Labels labels) {
    static RuleKey of(RuleEvaluation rule) {
      return new RuleKey(rule.rule().name(), rule.labels());
    }
  }
}
