package dev.goldcrest.wire;

/** Unix time as RFC 3339 text in UTC, without the JDK's date formatter and its 300 classes. */
public final class UtcTime {
  private static final int MILLIS_PER_DAY = 86_400_000;
  private static final int DAYS_PER_400_YEARS = 146_097;

  /** Days from 1 March of the year 0 to 1 January 1970. */
  private static final int EPOCH_DAY = 719_468;

  private UtcTime() {}

  /** Returns for instance {@code 2026-01-31T10:00:00.000Z}; for years 0 to 9999. */
  public static String text(long unixMillis) {
    StringBuilder out = new StringBuilder(24);
    append(out, unixMillis);
    return out.toString();
  }

  /** Appends for instance {@code 2026-01-31T10:00:00.000Z}; for years 0 to 9999. */
  public static void append(StringBuilder out, long unixMillis) {
    long days = Math.floorDiv(unixMillis, MILLIS_PER_DAY);
    appendDate(out, days);
    int millis = Math.floorMod(unixMillis, MILLIS_PER_DAY);
    appendPadded(out.append('T'), millis / 3_600_000, 2);
    appendPadded(out.append(':'), millis / 60_000 % 60, 2);
    appendPadded(out.append(':'), millis / 1000 % 60, 2);
    appendPadded(out.append('.'), millis % 1000, 3);
    out.append('Z');
  }

  /** Counts years from March, so that the leap day is the last of its year. */
  private static void appendDate(StringBuilder out, long epochDays) {
    long days = epochDays + EPOCH_DAY;
    long era = Math.floorDiv(days, DAYS_PER_400_YEARS);
    int dayOfEra = Math.floorMod(days, DAYS_PER_400_YEARS);
    int yearOfEra =
        (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / (DAYS_PER_400_YEARS - 1))
            / 365;
    int dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    int marchMonth = (5 * dayOfYear + 2) / 153;
    int day = dayOfYear - (153 * marchMonth + 2) / 5 + 1;
    int month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
    appendPadded(out, (int) (era * 400 + yearOfEra + (month <= 2 ? 1 : 0)), 4);
    appendPadded(out.append('-'), month, 2);
    appendPadded(out.append('-'), day, 2);
  }

  private static void appendPadded(StringBuilder out, int value, int digits) {
    int limit = 10;
    for (int i = 1; i < digits; i++) {
      if (value < limit) {
        out.append("0".repeat(digits - i));
        break;
      }
      limit *= 10;
    }
    out.append(value);
  }
}
