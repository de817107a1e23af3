package dev.goldcrest.runtime.config;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * Sizes as Prometheus reads them: a whole number and a unit, where KB and KiB both mean 1024 bytes.
 */
public final class ByteSize {
  private static final String UNITS = "KMGTPE";

  private ByteSize() {}

  /** Returns the size in bytes, or empty when the text is no size or passes 2⁶³. */
  public static OptionalLong parse(String text) {
    String size = text.trim().toUpperCase(Locale.ROOT);
    int end = 0;
    while (end < size.length() && size.charAt(end) >= '0' && size.charAt(end) <= '9') {
      end++;
    }
    String unit = size.substring(end);
    int power = power(unit);
    if (end == 0 || end > 18 || power < 0) {
      return OptionalLong.empty();
    }
    long number = Long.parseLong(size.substring(0, end));
    int shift = 10 * power;
    return number > Long.MAX_VALUE >> shift
        ? OptionalLong.empty()
        : OptionalLong.of(number << shift);
  }

  private static int power(String unit) {
    if (unit.isEmpty() || unit.equals("B")) {
      return 0;
    }
    String rest = unit.substring(1);
    boolean known = rest.isEmpty() || rest.equals("B") || rest.equals("IB");
    int index = UNITS.indexOf(unit.charAt(0));
    return known && index >= 0 ? index + 1 : -1;
  }
}
