package dev.goldcrest.rules.template;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as Go writes them in source and as {@code strconv.ParseFloat} reads them. */
final class GoNumber {
  private GoNumber() {}

  /**
   * Reads a numeric constant of a template: an integer in any of Go's bases, or a float.
   *
   * @return {@link Value.Nothing} when it is neither
   */
  static Value parse(String text) {
    Long whole = wholeNumber(text.replace("_", ""));
    if (whole != null) {
      return new Value.Int(whole);
    }
    Double number = floatNumber(text);
    return number == null ? Value.Nothing.INSTANCE : new Value.Decimal(number);
  }

  private static @Nullable Long wholeNumber(String text) {
    boolean negative = text.startsWith("-");
    String digits = negative || text.startsWith("+") ? text.substring(1) : text;
    int radix = 10;
    if (digits.length() > 1 && digits.charAt(0) == '0') {
      char mark = Character.toLowerCase(digits.charAt(1));
      radix = mark == 'x' ? 16 : mark == 'b' ? 2 : 8;
      digits = digits.substring(mark == 'x' || mark == 'b' || mark == 'o' ? 2 : 1);
    }
    if (digits.isEmpty() || Character.digit(digits.charAt(0), radix) < 0) {
      return null;
    }
    try {
      return Long.valueOf(negative ? "-" + digits : digits, radix);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Reads a float, or returns null when the text is none. */
  static @Nullable Double floatNumber(String text) {
    String plain = text.startsWith("+") || text.startsWith("-") ? text.substring(1) : text;
    double sign = text.startsWith("-") ? -1 : 1;
    switch (plain.toLowerCase(Locale.ROOT)) {
      case "inf", "infinity" -> {
        return sign * Double.POSITIVE_INFINITY;
      }
      case "nan" -> {
        return plain.equals(text) ? Double.NaN : null;
      }
      default -> {
        // Java accepts a type suffix and surrounding spaces, Go does not.
        char last = plain.isEmpty() ? ' ' : plain.charAt(plain.length() - 1);
        boolean hex = plain.startsWith("0x") || plain.startsWith("0X");
        char first = plain.isEmpty() ? ' ' : plain.charAt(0);
        boolean starts = first == '.' || (first >= '0' && first <= '9');
        boolean ends = last == '.' || (last >= '0' && last <= '9');
        if (!starts || !(ends || hex)) {
          return null;
        }
        try {
          return sign * Double.parseDouble(plain);
        } catch (NumberFormatException e) {
          return null;
        }
      }
    }
  }
}
