package dev.goldcrest.scrape;

import java.util.Locale;

/** The kinds of reasons for which a scrape fails. */
public enum ScrapeFailure {
  /** No answer: refused, unknown host, closed early, malformed. */
  CONNECTION,
  TIMEOUT,
  /** A status other than 200. */
  STATUS,
  /** An answer larger than allowed. */
  BODY_SIZE,
  /** A content type that cannot be read. */
  CONTENT_TYPE,
  /** Text that is no exposition. */
  PARSE,
  SAMPLE_LIMIT,
  LABEL_LIMIT,
  TARGET_LIMIT,
  /** A series without a metric name or with an invalid label. */
  INVALID_SERIES,
  /** The store takes no writes. */
  STORE;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Returns the kind as a label value. */
  public String text() {
    return text;
  }
}
