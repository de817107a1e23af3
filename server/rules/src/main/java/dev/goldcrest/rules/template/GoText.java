package dev.goldcrest.rules.template;

import java.util.Optional;

/** Quoted text as Go reads it, and escapes for other formats. */
final class GoText {
  private GoText() {}

  /** Returns what a string or character literal, quotes included, stands for. */
  static Optional<String> unquote(String literal) {
    String inner = literal.substring(1, literal.length() - 1);
    if (literal.charAt(0) == '`') {
      return Optional.of(inner.replace("\r", ""));
    }
    StringBuilder out = new StringBuilder(inner.length());
    int i = 0;
    while (i < inner.length()) {
      char c = inner.charAt(i++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      if (i == inner.length()) {
        return Optional.empty();
      }
      char mark = inner.charAt(i++);
      int plain = "abfnrtv\\\"'".indexOf(mark);
      if (plain >= 0) {
        out.append("\u0007\b\f\n\r\t\u000b\\\"'".charAt(plain));
        continue;
      }
      int digits = mark == 'x' ? 2 : mark == 'u' ? 4 : mark == 'U' ? 8 : 3;
      boolean octal = mark >= '0' && mark <= '7';
      int start = octal ? i - 1 : i;
      if ((digits == 3 && !octal) || start + digits > inner.length()) {
        return Optional.empty();
      }
      try {
        int code = Integer.parseInt(inner, start, start + digits, octal ? 8 : 16);
        out.appendCodePoint(code);
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
      i = start + digits;
    }
    return Optional.of(out.toString());
  }

  /** Escapes text for HTML as Go does. */
  static String html(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("&#34;");
        case '\'' -> out.append("&#39;");
        case '&' -> out.append("&amp;");
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case 0 -> out.append('\ufffd');
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  /** Makes the first letter of each word a capital, as {@code strings.Title}. */
  static String title(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean inWord = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      out.appendCodePoint(inWord ? c : Character.toTitleCase(c));
      inWord = c < 0x80 ? Character.isLetterOrDigit(c) || c == '_' : !Character.isWhitespace(c);
      i += Character.charCount(c);
    }
    return out.toString();
  }
}
