package dev.goldcrest.model;

import org.jspecify.annotations.Nullable;

/**
 * Numbers as text, exactly as Go's {@code strconv.FormatFloat(v, verb, -1, 64)} writes them: the
 * fewest digits that read back as the same double.
 *
 * <p>{@link Double#toString} finds the same digits since JDK 19, except that it keeps two digits
 * for the smallest subnormal.
 */
public final class GoFloat {
  private GoFloat() {}

  /** Returns plain decimal notation, verb {@code 'f'}. */
  public static String plain(double value) {
    String special = special(value);
    return special != null ? special : Digits.of(value).plain();
  }

  /**
   * Returns verb {@code 'g'}, which is also what {@code fmt} prints for {@code %v}: exponent form
   * below 1e-4 and from 1e6 on. Expositions and templates use it.
   */
  public static String general(double value) {
    String special = special(value);
    if (special != null) {
      return special;
    }
    Digits digits = Digits.of(value);
    // Go decides the shortest form as if the precision were 6 digits.
    int exponent = digits.point - 1;
    return exponent < -4 || exponent >= 6 ? digits.scientific() : digits.plain();
  }

  /** Returns verb {@code 'e'} with at least two exponent digits. */
  public static String scientific(double value) {
    String special = special(value);
    return special != null ? special : Digits.of(value).scientific();
  }

  /** Returns the HTTP API's form: plain, but exponent form below 1e-6 and from 1e21. */
  public static String api(double value) {
    String special = special(value);
    if (special != null) {
      return special;
    }
    double size = Math.abs(value);
    boolean exponentForm = size != 0 && (size < 1e-6 || size >= 1e21);
    Digits digits = Digits.of(value);
    return exponentForm ? digits.scientific() : digits.plain();
  }

  private static @Nullable String special(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return null;
  }

  /**
   * A decimal number: {@code 0.digits × 10^point}.
   *
   * @param digits without leading or trailing zeros, except for "0" itself
   */
  private record Digits(boolean negative, String digits, int point) {
    static Digits of(double value) {
      boolean negative = value < 0 || (value == 0 && 1 / value < 0);
      double size = Math.abs(value);
      if (size == 0) {
        return new Digits(negative, "0", 1);
      }
      if (size == Double.MIN_VALUE) {
        return new Digits(negative, "5", -323);
      }
      String text = Double.toString(size);
      int e = text.indexOf('E');
      int exponent = e < 0 ? 0 : Integer.parseInt(text.substring(e + 1));
      String mantissa = e < 0 ? text : text.substring(0, e);
      int dot = mantissa.indexOf('.');
      String all = mantissa.substring(0, dot) + mantissa.substring(dot + 1);
      int point = dot + exponent;
      int first = 0;
      while (first < all.length() - 1 && all.charAt(first) == '0') {
        first++;
        point--;
      }
      int last = all.length();
      while (last > first + 1 && all.charAt(last - 1) == '0') {
        last--;
      }
      return new Digits(negative, all.substring(first, last), point);
    }

    String plain() {
      StringBuilder out = new StringBuilder(24);
      if (negative) {
        out.append('-');
      }
      if (point <= 0) {
        out.append("0.").repeat("0", -point).append(digits);
      } else if (point >= digits.length()) {
        out.append(digits).repeat("0", point - digits.length());
      } else {
        out.append(digits, 0, point).append('.').append(digits, point, digits.length());
      }
      return out.toString();
    }

    String scientific() {
      StringBuilder out = new StringBuilder(24);
      if (negative) {
        out.append('-');
      }
      out.append(digits.charAt(0));
      if (digits.length() > 1) {
        out.append('.').append(digits, 1, digits.length());
      }
      int exponent = digits.equals("0") ? 0 : point - 1;
      out.append(exponent < 0 ? "e-" : "e+");
      int size = Math.abs(exponent);
      if (size < 10) {
        out.append('0');
      }
      return out.append(size).toString();
    }
  }
}
