package dev.goldcrest.model;

/**
 * Durations as Prometheus writes them: {@code 1h30m}, {@code 15s}, {@code 500ms}, {@code 7d}; units
 * y, w, d, h, m, s, ms, each at most once and in this order. A year has 365 days.
 */
public final class PromDuration {
  private static final String[] UNITS = {"y", "w", "d", "h", "m", "s", "ms"};
  private static final long[] UNIT_MILLIS = {
    365L * 86_400_000, 7L * 86_400_000, 86_400_000, 3_600_000, 60_000, 1_000, 1
  };

  private PromDuration() {}

  /**
   * Parses a duration to milliseconds; {@code "0"} needs no unit.
   *
   * @throws IllegalArgumentException saying what was received and what is allowed
   */
  public static long parseMillis(String text) {
    if (text.equals("0")) {
      return 0;
    }
    if (text.isEmpty()) {
      throw new IllegalArgumentException("empty duration string");
    }
    long total = 0;
    int nextUnit = 0;
    int i = 0;
    while (i < text.length()) {
      int start = i;
      while (i < text.length()
          && Character.digit(text.charAt(i), 10) >= 0
          && text.charAt(i) < 128) {
        i++;
      }
      int unitStart = i;
      while (i < text.length() && Character.isLetter(text.charAt(i))) {
        i++;
      }
      int unit = indexOf(text.substring(unitStart, i), nextUnit);
      if (start == unitStart || unit < 0) {
        throw notADuration(text);
      }
      try {
        long count = Long.parseLong(text.substring(start, unitStart));
        total = Math.addExact(total, Math.multiplyExact(count, UNIT_MILLIS[unit]));
      } catch (NumberFormatException | ArithmeticException e) {
        throw new IllegalArgumentException("duration out of range: \"" + text + "\"", e);
      }
      nextUnit = unit + 1;
    }
    return total;
  }

  /**
   * Writes milliseconds in the shortest form that {@link #parseMillis} reads back, as Prometheus
   * does.
   */
  public static String format(long millis) {
    if (millis == 0) {
      return "0s";
    }
    StringBuilder out = new StringBuilder();
    long rest = Math.abs(millis);
    if (millis < 0) {
      out.append('-');
    }
    for (int unit = 0; unit < UNITS.length; unit++) {
      // Years, weeks and days are used only when they come out even, so that 36h does not become
      // 1d12h.
      boolean onlyIfEven = unit <= 2;
      if (onlyIfEven && rest % UNIT_MILLIS[unit] != 0) {
        continue;
      }
      long count = rest / UNIT_MILLIS[unit];
      if (count > 0) {
        out.append(count).append(UNITS[unit]);
        rest -= count * UNIT_MILLIS[unit];
      }
    }
    return out.toString();
  }

  private static int indexOf(String unit, int from) {
    for (int i = from; i < UNITS.length; i++) {
      if (UNITS[i].equals(unit)) {
        return i;
      }
    }
    return -1;
  }

  private static IllegalArgumentException notADuration(String text) {
    return new IllegalArgumentException(
        "not a valid duration string: \"" + text + "\"; write for example 15s, 1m30s, 12h or 7d");
  }
}
