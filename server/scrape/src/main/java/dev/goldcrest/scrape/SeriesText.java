package dev.goldcrest.scrape;

/**
 * The text that names a series in an exposition.
 *
 * @param bytes the series is {@code from <= index < to}
 */
@SuppressWarnings("ArrayRecordComponent") // The exposition's own bytes, only looked at.
record SeriesText(byte[] bytes, int from, int to) {
  /** Tells whether a label is written with the empty value, as in {@code name=""}. */
  boolean statesEmpty(String name) {
    String wanted = name + "=\"\"";
    // Inside a quoted value the quotes would be escaped, so a match is a label.
    for (int at = from + 1; at + wanted.length() <= to; at++) {
      if (isBefore(bytes[at - 1]) && matches(wanted, at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBefore(byte b) {
    return b == '{' || b == ',' || b == ' ' || b == '\t';
  }

  private boolean matches(String wanted, int at) {
    for (int i = 0; i < wanted.length(); i++) {
      if (bytes[at + i] != wanted.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
