package dev.goldcrest.scrape;

import java.util.Locale;

/** Whether the last scrape of a target succeeded. */
public enum TargetHealth {
  /** Not scraped yet. */
  UNKNOWN,
  UP,
  DOWN;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Returns the health as the HTTP API spells it. */
  public String text() {
    return text;
  }
}
