package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A rule at work: its query, the series it writes and the outcome of its latest evaluation.
 *
 * <p>Evaluations are serialised by the group. The outcome, and in subclasses the alerts, are
 * guarded by {@code this}, which is never held while a query runs or the store is written, so that
 * snapshots do not wait.
 */
abstract sealed class RuleEvaluation permits RecordingEvaluation, AlertingEvaluation {
  private static final System.Logger log = System.getLogger("dev.goldcrest.rules");

  /** How long the same failure of a rule is not logged again. */
  private static final long LOG_REPEAT_MILLIS = 10 * 60_000;

  private final RuleGroup group;
  private final Rule rule;
  private final Labels labels;
  private final RuleContext context;
  private final SeriesWriter writer;
  private @Nullable PreparedQuery query;

  private RuleHealth health = RuleHealth.UNKNOWN;
  private String lastError = "";
  private long evaluationNanos;
  private long lastEvaluationMillis;
  private String loggedError = "";
  private long loggedAtMillis;

  RuleEvaluation(RuleGroup group, Rule rule, RuleContext context) {
    this.group = group;
    this.rule = rule;
    this.labels = merged(group.labels(), rule.labels());
    this.context = context;
    this.writer = new SeriesWriter(context.ports().store());
  }

  /**
   * Turns the expression's result into samples and alerts.
   *
   * @param timeMillis the evaluation time, before the query offset
   * @throws RuleException when the result cannot be used; the writer's round is then abandoned
   */
  abstract void take(long timeMillis, List<QueryValue.Sample> result, SeriesWriter out)
      throws RuleException;

  /** Returns the rule's most severe alert state. Called with {@code this} held. */
  abstract AlertState state();

  /** Adds the pending and firing alerts. */
  abstract void collectAlerts(List<AlertSnapshot> to);

  /**
   * Evaluates once. Failures of the query and of the store end in the rule's health, not in an
   * exception.
   *
   * @param cancelled ends the query early when true; the outcome then stays as it was
   * @return whether all went well
   */
  final boolean evaluate(long timeMillis, BooleanSupplier cancelled) {
    long startMillis = context.clock().wallMillis();
    long startNanos = context.clock().monotonicNanos();
    long dataMillis = timeMillis - group.queryOffset().toMillis();
    String error;
    writer.begin(dataMillis);
    try {
      take(timeMillis, context.vector(query(), dataMillis, cancelled), writer);
      writer.commit();
      error = writer.firstRejection();
    } catch (QueryException e) {
      if (cancelled.getAsBoolean()) {
        // A reload or the end of the process, not a failure of the rule.
        return true;
      }
      error = String.valueOf(e.getMessage());
    } catch (RuleException | StorageException e) {
      error = String.valueOf(e.getMessage());
    } catch (RuntimeException e) {
      // One rule's defect must not end the evaluation of the others.
      log.log(System.Logger.Level.ERROR, "BUG: evaluation of " + describe() + " threw", e);
      error = "BUG: " + e;
    } finally {
      writer.abandon();
    }
    finish(error, startMillis, context.clock().monotonicNanos() - startNanos);
    return error.isEmpty();
  }

  private void finish(String error, long startMillis, long nanos) {
    boolean news;
    synchronized (this) {
      boolean said = error.equals(loggedError) && startMillis - loggedAtMillis < LOG_REPEAT_MILLIS;
      news = !error.isEmpty() && !said;
      if (news) {
        loggedError = error;
        loggedAtMillis = startMillis;
      }
      health = error.isEmpty() ? RuleHealth.OK : RuleHealth.ERR;
      lastError = error;
      evaluationNanos = nanos;
      lastEvaluationMillis = startMillis;
    }
    if (news) {
      log.log(System.Logger.Level.WARNING, "evaluation of " + describe() + " failed: " + error);
    }
  }

  /** Takes over what an earlier version of the same rule has written and found out. */
  void adopt(RuleEvaluation before) {
    writer.adopt(before.writer);
    RuleSnapshot earlier = before.snapshot();
    synchronized (this) {
      health = earlier.health();
      lastError = earlier.lastError();
      evaluationNanos = earlier.evaluationNanos();
      lastEvaluationMillis = earlier.lastEvaluationMillis();
    }
  }

  final RuleSnapshot snapshot() {
    List<AlertSnapshot> alerts = new ArrayList<>();
    synchronized (this) {
      collectAlerts(alerts);
      return new RuleSnapshot(
          rule,
          canonicalText(),
          labels,
          lastEvaluationMillis == 0 ? AlertState.UNKNOWN : state(),
          alerts,
          health,
          lastError,
          evaluationNanos,
          lastEvaluationMillis);
    }
  }

  final Rule rule() {
    return rule;
  }

  /** Returns the rule's labels, its group's included. */
  final Labels labels() {
    return labels;
  }

  final RuleGroup group() {
    return group;
  }

  final RuleContext context() {
    return context;
  }

  final SeriesWriter writer() {
    return writer;
  }

  /** Returns the expression as the engine prints it, or as written while that is not known. */
  final synchronized String canonicalText() {
    PreparedQuery known = query;
    return known == null ? rule.expr() : known.canonicalText();
  }

  private synchronized PreparedQuery query() throws QueryException {
    if (query == null) {
      query = context.ports().queries().prepare(rule.expr());
    }
    return query;
  }

  private String describe() {
    return "rule \""
        + rule.name()
        + "\" ("
        + group.file()
        + ":"
        + rule.line()
        + ", group \""
        + group.name()
        + "\")";
  }

  private static Labels merged(Labels group, Labels rule) {
    Labels.Builder builder = group.toBuilder();
    for (int i = 0; i < rule.size(); i++) {
      builder.set(rule.name(i), rule.value(i));
    }
    return builder.build();
  }
}
