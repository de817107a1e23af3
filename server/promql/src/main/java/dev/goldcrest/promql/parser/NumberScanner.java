package dev.goldcrest.promql.parser;

import org.jspecify.annotations.Nullable;

/** The spelling of numbers: decimal, hexadecimal and octal, with underscores between digits. */
final class NumberScanner {
  private static final String DECIMAL = "0123456789";
  private static final String HEXADECIMAL = "0123456789abcdefABCDEF";

  private NumberScanner() {}

  /**
   * Moves the lexer over a number.
   *
   * @return {@code false} when what stands there is none; the lexer then stands where that became
   *     clear
   */
  static boolean isNumber(Lexer lexer) {
    String digits = DECIMAL;
    if (lexer.accept("0") && lexer.accept("xX")) {
      lexer.accept("_");
      digits = HEXADECIMAL;
    }
    if (!scanRest(lexer, digits)) {
      return false;
    }
    return !Lexer.isAlpha(lexer.peek()) && !Lexer.isDigit(lexer.peek());
  }

  private static boolean scanRest(Lexer lexer, String digits) {
    boolean dot = false;
    boolean exponent = false;
    while (true) {
      if (lexer.acceptRun(digits)) {
        continue;
      }
      if (lexer.accept(".")) {
        if (dot || lexer.accept("_.") || !digits.equals(DECIMAL)) {
          return false;
        }
        dot = true;
      } else if (lexer.accept("eE")) {
        lexer.accept("+-");
        if (exponent || lexer.accept("._eE") || lexer.peek() < 0) {
          return false;
        }
        exponent = true;
      } else if (lexer.accept("_")) {
        if (lexer.accept("._eE") || lexer.peek() < 0) {
          return false;
        }
      } else {
        return true;
      }
    }
  }

  /**
   * Returns the value of a number as written, or null when it is out of range or not a number after
   * all.
   */
  static @Nullable Double parse(String written) {
    String text = written.replace("_", "");
    if (text.equalsIgnoreCase("inf")) {
      return Double.POSITIVE_INFINITY;
    }
    if (text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    try {
      if (text.length() > 2 && (text.charAt(1) == 'x' || text.charAt(1) == 'X')) {
        return (double) Long.parseLong(text.substring(2), 16);
      }
      if (isOctal(text)) {
        return (double) Long.parseLong(text, 8);
      }
      double value = Double.parseDouble(text);
      return Double.isInfinite(value) ? null : value;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isOctal(String text) {
    if (text.length() < 2 || text.charAt(0) != '0') {
      return false;
    }
    for (int i = 1; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '7') {
        return false;
      }
    }
    return true;
  }
}
