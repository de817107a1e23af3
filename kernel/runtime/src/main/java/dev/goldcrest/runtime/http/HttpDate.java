package dev.goldcrest.runtime.http;

/** The form of date that HTTP uses: {@code Sun, 06 Nov 1994 08:49:37 GMT}. */
final class HttpDate {
  private static final String DAYS = "ThuFriSatSunMonTueWed"; // The epoch was a Thursday.
  private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

  private HttpDate() {}

  /** Formats Unix seconds. */
  static String format(long seconds) {
    long day = Math.floorDiv(seconds, 86_400);
    int time = (int) Math.floorMod(seconds, 86_400L);
    // Years are counted from March, so that the leap day is a year's last; 146,097 days make a
    // cycle of 400 years.
    long shifted = day + 719_468;
    long cycle = Math.floorDiv(shifted, 146_097);
    int dayOfCycle = (int) Math.floorMod(shifted, 146_097L);
    int yearOfCycle =
        (dayOfCycle - dayOfCycle / 1_460 + dayOfCycle / 36_524 - dayOfCycle / 146_096) / 365;
    int dayOfYear = dayOfCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
    int monthFromMarch = (5 * dayOfYear + 2) / 153;
    int dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    int month = (monthFromMarch + 2) % 12;
    long year = yearOfCycle + cycle * 400 + (month < 2 ? 1 : 0);

    int weekday = (int) Math.floorMod(day, 7L);
    StringBuilder text = new StringBuilder(29);
    text.append(DAYS, 3 * weekday, 3 * weekday + 3).append(", ");
    twoDigits(text, dayOfMonth).append(' ');
    text.append(MONTHS, 3 * month, 3 * month + 3).append(' ').append(year).append(' ');
    twoDigits(text, time / 3600).append(':');
    twoDigits(text, time / 60 % 60).append(':');
    return twoDigits(text, time % 60).append(" GMT").toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
