package dev.goldcrest.wire.exposition;

import dev.goldcrest.model.SampleValue;
import java.nio.charset.StandardCharsets;

/**
 * Reads numbers as Go's {@code strconv.ParseFloat} does without the forms that Go 1.13 added: no
 * underscores, no hexadecimal. Numbers of up to about 16 digits allocate nothing.
 */
final class FloatText {
  /** What {@link #bits} returns for text that is no number: a NaN that no number reads as. */
  static final long NOT_A_NUMBER = 0x7ff0_0000_0000_0badL;

  /** Mantissas and powers of ten up to these are doubles without rounding (Clinger 1990). */
  private static final long MAX_EXACT_MANTISSA = 1L << 53;

  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  /** Beyond this an exponent no longer changes the outcome, which is zero or out of range. */
  private static final int MAX_EXPONENT = 100_000;

  private FloatText() {}

  /**
   * Returns the value of {@code bytes[start, end)} as raw bits, any NaN as the ordinary one, or
   * {@link #NOT_A_NUMBER} for other text and for numbers beyond the range of a double.
   */
  static long bits(byte[] bytes, int start, int end) {
    int p = start;
    boolean negative = false;
    if (p < end && (bytes[p] == '-' || bytes[p] == '+')) {
      negative = bytes[p] == '-';
      p++;
    }
    long mantissa = 0;
    int scale = 0;
    int digits = 0;
    boolean fraction = false;
    for (; p < end; p++) {
      int digit = bytes[p] - '0';
      if (digit >= 0 && digit <= 9) {
        digits++;
        // Once past the exact range it stays past it; the slow way reads the digits again.
        mantissa = mantissa > MAX_EXACT_MANTISSA ? mantissa : mantissa * 10 + digit;
        scale -= fraction ? 1 : 0;
      } else if (bytes[p] == '.' && !fraction) {
        fraction = true;
      } else {
        break;
      }
    }
    if (digits == 0) {
      return special(bytes, start, end);
    }
    if (p < end) {
      int exponent = exponent(bytes, p, end);
      if (exponent > MAX_EXPONENT) {
        return NOT_A_NUMBER;
      }
      scale += exponent;
    }
    if (mantissa > MAX_EXACT_MANTISSA || scale < -22 || scale > 22) {
      return slowBits(bytes, start, end);
    }
    double size = scale < 0 ? mantissa / EXACT_POWERS[-scale] : mantissa * EXACT_POWERS[scale];
    return Double.doubleToRawLongBits(negative ? -size : size);
  }

  /** Reads {@code e}, sign and digits up to {@code end}; too large a result means they are not. */
  private static int exponent(byte[] bytes, int at, int end) {
    int p = at + 1;
    boolean negative = p < end && bytes[p] == '-';
    if (p < end && (bytes[p] == '-' || bytes[p] == '+')) {
      p++;
    }
    if ((bytes[at] | 0x20) != 'e' || p == end) {
      return Integer.MAX_VALUE;
    }
    int value = 0;
    for (; p < end; p++) {
      int digit = bytes[p] - '0';
      if (digit < 0 || digit > 9) {
        return Integer.MAX_VALUE;
      }
      value = Math.min(value * 10 + digit, MAX_EXPONENT);
    }
    return negative ? -value : value;
  }

  /** Only reached with plain decimal text, so none of Java's own forms can slip through. */
  private static long slowBits(byte[] bytes, int start, int end) {
    String text = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    double value = Double.parseDouble(text);
    return Double.isInfinite(value) ? NOT_A_NUMBER : Double.doubleToRawLongBits(value);
  }

  private static long special(byte[] bytes, int start, int end) {
    if (isWord(bytes, start, end, "nan")) {
      return SampleValue.NAN_BITS;
    }
    boolean sign = start < end && (bytes[start] == '-' || bytes[start] == '+');
    int from = sign ? start + 1 : start;
    if (isWord(bytes, from, end, "inf") || isWord(bytes, from, end, "infinity")) {
      boolean negative = bytes[start] == '-';
      return Double.doubleToRawLongBits(
          negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
    }
    return NOT_A_NUMBER;
  }

  private static boolean isWord(byte[] bytes, int from, int to, String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if ((bytes[from + i] | 0x20) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
