package dev.goldcrest.model;

import java.util.Locale;

/** The metric types of Prometheus and OpenMetrics. */
public enum MetricType {
  UNKNOWN,
  COUNTER,
  GAUGE,
  HISTOGRAM,
  GAUGEHISTOGRAM,
  SUMMARY,
  INFO,
  STATESET;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Returns the type's name as the HTTP API and OpenMetrics spell it. */
  public String text() {
    return text;
  }
}
