package dev.goldcrest.rules;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.Labels;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.rules.template.TemplateContext;
import dev.goldcrest.rules.template.TemplateEnvironment;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An alerting rule at work: keeps one {@link ActiveAlert} for each series of its result, writes
 * their states as series and hands over those that a notifier must hear of.
 */
final class AlertingEvaluation extends RuleEvaluation {
  /** The series that shows each pending and firing alert, with the value 1. */
  static final String ALERTS = "ALERTS";

  /** The series whose value is the Unix second since when an alert's expression holds. */
  static final String ALERTS_FOR_STATE = "ALERTS_FOR_STATE";

  static final String ALERT_NAME = "alertname";

  private final Rule.Alerting rule;
  private final long holdMillis;
  private final long keepFiringMillis;
  private final TemplatedLabels labelTemplates;
  private final TemplatedLabels annotationTemplates;
  // Guarded by this; by label set, ended alerts included.
  private final Map<Labels, ActiveAlert> active = new HashMap<>();
  // Until the state from before a restart is read, nothing may be written over it.
  private volatile boolean restored;

  AlertingEvaluation(RuleGroup group, Rule.Alerting rule, RuleContext context, boolean restored) {
    super(group, rule, context);
    this.rule = rule;
    this.holdMillis = rule.holdDuration().toMillis();
    this.keepFiringMillis = rule.keepFiringFor().toMillis();
    this.labelTemplates = new TemplatedLabels(rule.name(), labels());
    this.annotationTemplates = new TemplatedLabels(rule.name(), rule.annotations());
    this.restored = restored;
  }

  @Override
  void take(long timeMillis, List<QueryValue.Sample> result, SeriesWriter out)
      throws RuleException {
    Map<Labels, ActiveAlert> found = expand(timeMillis, result);
    List<Alert> toSend = new ArrayList<>();
    synchronized (this) {
      merge(found);
      int count = advance(timeMillis, found);
      int limit = group().limit();
      if (limit > 0 && count > limit) {
        active.clear();
        throw new RuleException("exceeded limit of " + limit + " with " + count + " alerts");
      }
      collectDue(timeMillis, toSend);
    }
    if (!toSend.isEmpty()) {
      // Before the samples: a full disk must not keep people from being told.
      context().ports().alerts().send(toSend);
    }
    if (restored) {
      writeStates(out);
    }
  }

  private Map<Labels, ActiveAlert> expand(long timeMillis, List<QueryValue.Sample> result)
      throws RuleException {
    Map<Labels, ActiveAlert> found = LinkedHashMap.newLinkedHashMap(result.size());
    RuleSettings settings = context().settings();
    TemplateEnvironment environment =
        new TemplateEnvironment(
            settings.externalLabels(),
            settings.externalUrl(),
            timeMillis,
            expression -> templateQuery(expression, timeMillis));
    for (QueryValue.Sample sample : result) {
      TemplateContext scope =
          TemplateContext.forAlert(sample.labels(), sample.value(), environment);
      Labels.Builder builder = sample.labels().toBuilder().remove(Labels.METRIC_NAME);
      labelTemplates.expandInto(builder, scope);
      Labels labels = builder.set(ALERT_NAME, rule.name()).build();
      Labels.Builder texts = Labels.builder();
      annotationTemplates.expandInto(texts, scope);
      ActiveAlert alert = new ActiveAlert(labels, texts.build(), sample.value(), timeMillis);
      if (found.put(labels, alert) != null) {
        throw new RuleException(
            "vector contains metrics with the same labelset after applying alert labels: "
                + labels);
      }
    }
    return found;
  }

  private List<QueryValue.Sample> templateQuery(String expression, long timeMillis)
      throws QueryException {
    return context()
        .vector(context().ports().queries().prepare(expression), timeMillis, () -> false);
  }

  private void merge(Map<Labels, ActiveAlert> found) {
    for (ActiveAlert latest : found.values()) {
      ActiveAlert known = active.get(latest.labels());
      if (known != null && known.isActive()) {
        known.refresh(latest);
      } else {
        active.put(latest.labels(), latest);
      }
    }
  }

  /** Moves every alert on and returns how many are pending or firing. */
  private int advance(long now, Map<Labels, ActiveAlert> found) {
    int count = 0;
    Iterator<ActiveAlert> alerts = active.values().iterator();
    while (alerts.hasNext()) {
      ActiveAlert alert = alerts.next();
      if (found.containsKey(alert.labels())) {
        alert.hold(now, holdMillis);
      } else if (!alert.release(now, keepFiringMillis)) {
        alerts.remove();
        continue;
      }
      if (alert.isActive()) {
        count++;
      }
    }
    return count;
  }

  private void collectDue(long now, List<Alert> toSend) {
    long resend = context().settings().resendDelay().toMillis();
    long sendInterval = Math.max(group().interval().toMillis(), resend);
    String generatorUrl = "";
    for (ActiveAlert alert : active.values()) {
      if (alert.needsSending(now, resend)) {
        if (generatorUrl.isEmpty()) {
          generatorUrl = generatorUrl();
        }
        toSend.add(alert.toSend(now, sendInterval, generatorUrl));
      }
    }
  }

  private String generatorUrl() {
    return context().settings().externalUrl()
        + "/graph?g0.expr="
        + URLEncoder.encode(canonicalText(), StandardCharsets.UTF_8)
        + "&g0.tab=1";
  }

  private void writeStates(SeriesWriter out) {
    // Only evaluations change the map, and this is one: reading it needs no lock.
    for (ActiveAlert alert : active.values()) {
      if (alert.isActive()) {
        out.write(alert.stateSeries(), 1);
        double activeSecond = (double) Math.floorDiv(alert.activeAt(), 1000L);
        out.write(alert.forStateSeries(), activeSecond);
      }
    }
  }

  @Override
  AlertState state() {
    AlertState worst = AlertState.INACTIVE;
    for (ActiveAlert alert : active.values()) {
      if (alert.state().compareTo(worst) > 0) {
        worst = alert.state();
      }
    }
    return worst;
  }

  @Override
  synchronized void collectAlerts(List<AlertSnapshot> to) {
    List<AlertSnapshot> mine = new ArrayList<>();
    for (ActiveAlert alert : active.values()) {
      if (alert.isActive()) {
        mine.add(alert.snapshot());
      }
    }
    mine.sort((a, b) -> a.labels().compareTo(b.labels()));
    to.addAll(mine);
  }

  @Override
  void adopt(RuleEvaluation before) {
    super.adopt(before);
    if (before instanceof AlertingEvaluation earlier) {
      restored = earlier.restored;
      synchronized (this) {
        active.putAll(earlier.active);
      }
    }
  }

  /** Returns how long the expression must hold before an alert fires. */
  long holdMillis() {
    return holdMillis;
  }

  /**
   * Ends the wait for the state from before a restart: alerts that were pending or firing then go
   * on from there.
   *
   * <p>An alert that would fire within the grace period fires at its end, because after a restart
   * an expression may hold for lack of data only. The time the server was away does not count as
   * held.
   *
   * @param earlier what is known, by label set; may be empty
   */
  synchronized void restore(Map<Labels, StateHistory.LastSeen> earlier, long now, long grace) {
    for (ActiveAlert alert : active.values()) {
      StateHistory.LastSeen seen = earlier.get(alert.labels());
      if (seen == null) {
        continue;
      }
      long remaining = holdMillis - (seen.timeMillis() - seen.activeAtMillis());
      if (remaining <= 0) {
        alert.restoreActiveAt(seen.activeAtMillis());
      } else if (remaining < grace) {
        alert.restoreActiveAt(now + grace - holdMillis);
      } else {
        alert.restoreActiveAt(seen.activeAtMillis() + (now - seen.timeMillis()));
      }
    }
    restored = true;
  }
}
