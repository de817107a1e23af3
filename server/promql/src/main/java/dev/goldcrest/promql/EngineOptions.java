package dev.goldcrest.promql;

import dev.goldcrest.model.Clock;

/**
 * How an engine behaves, whatever the query.
 *
 * @param clock measures the time an evaluation takes
 * @param lookbackMillis how far back an instant selector looks unless a query says otherwise
 * @param subqueryStepMillis the step of subqueries that name none
 * @param experimentalFunctions whether functions that the language calls experimental are there
 * @param delayedNameRemoval whether metric names that an operation drops stay visible to the
 *     operations around it and go at the end
 */
public record EngineOptions(
    Clock clock,
    long lookbackMillis,
    long subqueryStepMillis,
    boolean experimentalFunctions,
    boolean delayedNameRemoval) {
  /** Prometheus's default lookback, five minutes. */
  public static final long DEFAULT_LOOKBACK_MILLIS = 300_000;

  /** Prometheus's default evaluation interval, one minute. */
  public static final long DEFAULT_SUBQUERY_STEP_MILLIS = 60_000;

  /** Checks the lengths of time. */
  public EngineOptions {
    if (lookbackMillis <= 0 || subqueryStepMillis <= 0) {
      throw new IllegalArgumentException(
          "lookback and subquery step must be greater than 0; got "
              + lookbackMillis
              + " ms and "
              + subqueryStepMillis
              + " ms");
    }
  }

  /** Returns Prometheus's defaults. */
  public static EngineOptions defaults(Clock clock) {
    return new EngineOptions(
        clock, DEFAULT_LOOKBACK_MILLIS, DEFAULT_SUBQUERY_STEP_MILLIS, false, false);
  }
}
