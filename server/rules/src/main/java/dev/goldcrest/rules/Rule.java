package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import java.time.Duration;

/** One rule of a group: an expression evaluated at an interval. */
public sealed interface Rule {
  /** Returns the recorded metric's name, or the alert's name. */
  String name();

  /** Returns the expression as written. */
  String expr();

  /** Returns the labels that the rule sets on what it produces, without its group's. */
  Labels labels();

  /** Returns where the rule begins in its file, counting lines from 1. */
  int line();

  /**
   * A rule that stores the result of its expression as a new metric.
   *
   * @param labels set on the result, replacing labels of the same name
   */
  record Recording(String name, String expr, Labels labels, int line) implements Rule {}

  /**
   * A rule that raises one alert for each series of its result.
   *
   * @param holdDuration how long the expression must hold before an alert fires ({@code for})
   * @param keepFiringFor how long an alert goes on firing after the expression stopped to hold
   * @param labels added to the alert; the values are templates
   * @param annotations texts about the alert; the values are templates
   */
  record Alerting(
      String name,
      String expr,
      Duration holdDuration,
      Duration keepFiringFor,
      Labels labels,
      Labels annotations,
      int line)
      implements Rule {}
}
