package dev.goldcrest.rules;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.Labels;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one alert.
 *
 * <pre>
 *   (new) ──▶ PENDING ── held for {@code for} ──▶ FIRING ── ended ──▶ INACTIVE ── 15 min ──▶ (gone)
 *                │                                  ▲ │
 *                └── ended ──▶ (gone)               └─┘ keep_firing_for after the end
 * </pre>
 *
 * <p>All times are evaluation times in Unix milliseconds; {@link #NEVER} stands for none. An
 * inactive alert is kept for a while so that its end is told more than once. Guarded by the rule.
 */
final class ActiveAlert {
  static final long NEVER = Long.MIN_VALUE;

  /** How long an ended alert is kept, and its end resent. */
  static final long RESOLVED_RETENTION_MILLIS = 15 * 60_000;

  /** An alert is valid for this many send intervals: two may fail. */
  private static final int VALID_INTERVALS = 4;

  private final Labels labels;
  private Labels annotations;
  private double value;
  private AlertState state = AlertState.PENDING;
  private long activeAt;
  private long firedAt = NEVER;
  private long resolvedAt = NEVER;
  private long keepFiringSince = NEVER;
  private long lastSentAt = NEVER;
  private long validUntil = NEVER;

  // Label sets of the alert's series, built when first written.
  private @Nullable Labels stateSeries;
  private AlertState stateOfSeries = AlertState.UNKNOWN;
  private @Nullable Labels forStateSeries;

  ActiveAlert(Labels labels, Labels annotations, double value, long activeAt) {
    this.labels = labels;
    this.annotations = annotations;
    this.value = value;
    this.activeAt = activeAt;
  }

  /** Takes the latest value and texts of the same alert. */
  void refresh(ActiveAlert latest) {
    this.value = latest.value;
    this.annotations = latest.annotations;
  }

  /** Moves on because the expression holds now. */
  void hold(long now, long holdMillis) {
    keepFiringSince = NEVER;
    fireIfDue(now, holdMillis);
  }

  private void fireIfDue(long now, long holdMillis) {
    if (state == AlertState.PENDING && now - activeAt >= holdMillis) {
      state = AlertState.FIRING;
      firedAt = now;
    }
  }

  /**
   * Moves on because the expression does not hold now.
   *
   * @return whether the alert is still of interest; otherwise it must be dropped
   */
  boolean release(long now, long keepFiringMillis) {
    if (state == AlertState.FIRING && keepFiringMillis > 0) {
      if (keepFiringSince == NEVER) {
        keepFiringSince = now;
      }
      if (now - keepFiringSince < keepFiringMillis) {
        return true;
      }
    }
    if (state == AlertState.PENDING
        || (resolvedAt != NEVER && now - resolvedAt > RESOLVED_RETENTION_MILLIS)) {
      return false;
    }
    if (state != AlertState.INACTIVE) {
      state = AlertState.INACTIVE;
      resolvedAt = now;
    }
    return true;
  }

  /** Tells whether the alert is pending or firing. */
  boolean isActive() {
    return state != AlertState.INACTIVE;
  }

  /** Tells whether a notifier must hear of the alert now. */
  boolean needsSending(long now, long resendMillis) {
    if (state == AlertState.PENDING) {
      return false;
    }
    if (lastSentAt == NEVER || resolvedAt > lastSentAt) {
      return true;
    }
    return now - lastSentAt > resendMillis;
  }

  /**
   * Returns the alert for the notifier and notes that it was sent.
   *
   * @param sendIntervalMillis the longer of evaluation interval and resend delay
   */
  Alert toSend(long now, long sendIntervalMillis, String generatorUrl) {
    lastSentAt = now;
    validUntil = now + VALID_INTERVALS * sendIntervalMillis;
    boolean resolved = resolvedAt != NEVER;
    return new Alert(
        labels,
        annotations,
        firedAt,
        OptionalLong.of(resolved ? resolvedAt : validUntil),
        resolved,
        generatorUrl);
  }

  AlertSnapshot snapshot() {
    return new AlertSnapshot(
        labels,
        annotations,
        state,
        activeAt,
        keepFiringSince == NEVER ? OptionalLong.empty() : OptionalLong.of(keepFiringSince),
        value);
  }

  /** Sets since when the expression holds, as known from before a restart. */
  void restoreActiveAt(long millis) {
    activeAt = millis;
  }

  Labels labels() {
    return labels;
  }

  AlertState state() {
    return state;
  }

  long activeAt() {
    return activeAt;
  }

  /** Returns the labels of the alert's {@code ALERTS} series in its present state. */
  Labels stateSeries() {
    if (stateSeries == null || stateOfSeries != state) {
      stateSeries =
          labels.toBuilder()
              .set(Labels.METRIC_NAME, AlertingEvaluation.ALERTS)
              .set("alertstate", state.text())
              .build();
      stateOfSeries = state;
    }
    return stateSeries;
  }

  /** Returns the labels of the alert's {@code ALERTS_FOR_STATE} series. */
  Labels forStateSeries() {
    if (forStateSeries == null) {
      forStateSeries = labels.with(Labels.METRIC_NAME, AlertingEvaluation.ALERTS_FOR_STATE);
    }
    return forStateSeries;
  }
}
