package dev.goldcrest.promql.parser;

import dev.goldcrest.query.QueryException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * The escapes of quoted strings, which are Go's: one letter for control characters, the quote and
 * the backslash; three octal digits; x and two, u and four, or U and eight hexadecimal digits.
 */
final class StringUnquoter {
  private static final String SIMPLE = "abfnrtv\\";
  private static final String SIMPLE_VALUES = "\u0007\b\f\n\r\t\u000b\\";

  private StringUnquoter() {}

  /** Moves the lexer, which stands after a backslash, over the rest of the escape. */
  static void checkEscape(Lexer lexer, int quote) throws QueryException {
    int c = lexer.peek();
    if (lexer.accept(SIMPLE) || (c == quote && lexer.accept("\"'"))) {
      return;
    }
    if (c >= '0' && c <= '7') {
      checkDigits(lexer, 3, 8, 255);
    } else if (lexer.accept("x")) {
      checkDigits(lexer, 2, 16, 255);
    } else if (lexer.accept("u")) {
      checkDigits(lexer, 4, 16, Character.MAX_CODE_POINT);
    } else if (lexer.accept("U")) {
      checkDigits(lexer, 8, 16, Character.MAX_CODE_POINT);
    } else if (c < 0) {
      throw lexer.error("escape sequence not terminated");
    } else {
      throw lexer.error("unknown escape sequence " + unicode(c) + " " + lexer.shown(c));
    }
  }

  private static void checkDigits(Lexer lexer, int count, int base, int max) throws QueryException {
    long value = 0;
    for (int i = 0; i < count; i++) {
      int c = lexer.peek();
      int digit = c < 0 || c > 127 ? -1 : Character.digit(c, base);
      if (c < 0) {
        throw lexer.error("escape sequence not terminated");
      }
      if (digit < 0) {
        throw lexer.error(
            "illegal character " + unicode(c) + " " + lexer.shown(c) + " in escape sequence");
      }
      lexer.accept(Character.toString(c));
      value = value * base + digit;
    }
    boolean surrogate = count >= 4 && value >= 0xD800 && value < 0xE000;
    if (value > max || surrogate) {
      throw lexer.error("escape sequence is an invalid Unicode code point");
    }
  }

  private static String unicode(int c) {
    String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
    return "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
  }

  /**
   * Returns the value of a string token that the lexer let pass.
   *
   * @throws IllegalArgumentException when its bytes are not UTF-8
   */
  static String unquote(String token) {
    String inner = token.substring(1, token.length() - 1);
    if (token.charAt(0) == '`' || inner.indexOf('\\') < 0) {
      return inner;
    }
    // Escapes may spell single bytes of a longer UTF-8 sequence, so the value is built as bytes.
    byte[] bytes = new byte[3 * inner.length()];
    int n = 0;
    int i = 0;
    while (i < inner.length()) {
      int c = inner.codePointAt(i);
      i += Character.charCount(c);
      if (c != '\\') {
        n = appendUtf8(bytes, n, c);
        continue;
      }
      char escape = inner.charAt(i);
      int simple = SIMPLE.indexOf(escape);
      if (simple >= 0) {
        bytes[n++] = (byte) SIMPLE_VALUES.charAt(simple);
        i++;
      } else if (escape == 'x') {
        bytes[n++] = (byte) Integer.parseInt(inner, i + 1, i + 3, 16);
        i += 3;
      } else if (escape == 'u' || escape == 'U') {
        int digits = escape == 'u' ? 4 : 8;
        n = appendUtf8(bytes, n, Integer.parseInt(inner, i + 1, i + 1 + digits, 16));
        i += 1 + digits;
      } else if (escape >= '0' && escape <= '7') {
        bytes[n++] = (byte) Integer.parseInt(inner, i, i + 3, 8);
        i += 3;
      } else {
        bytes[n++] = (byte) escape;
        i++;
      }
    }
    return decode(Arrays.copyOf(bytes, n));
  }

  private static int appendUtf8(byte[] bytes, int at, int codePoint) {
    byte[] encoded = Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    System.arraycopy(encoded, 0, bytes, at, encoded.length);
    return at + encoded.length;
  }

  private static String decode(byte[] bytes) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT);
    try {
      return decoder.decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the string is not valid UTF-8", e);
    }
  }
}
