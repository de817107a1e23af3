package dev.goldcrest.model;

/**
 * Which strings are label and metric names in the legacy character set of Prometheus. Any non-empty
 * string is a UTF-8 name.
 */
public final class LabelNames {
  private LabelNames() {}

  /**
   * Tells whether {@code name} matches {@code [a-zA-Z_][a-zA-Z0-9_]*}, so that it needs no quotes
   * as a label name.
   */
  public static boolean isLegacy(String name) {
    return matches(name, false);
  }

  /**
   * Tells whether {@code name} matches {@code [a-zA-Z_:][a-zA-Z0-9_:]*}, so that it needs no quotes
   * as a metric name.
   */
  public static boolean isLegacyMetric(String name) {
    return matches(name, true);
  }

  private static boolean matches(String name, boolean colonAllowed) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
      boolean digit = c >= '0' && c <= '9' && i > 0;
      if (!letter && !digit && !(colonAllowed && c == ':')) {
        return false;
      }
    }
    return !name.isEmpty();
  }
}
