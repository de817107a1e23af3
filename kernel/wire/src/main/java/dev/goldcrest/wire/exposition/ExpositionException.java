package dev.goldcrest.wire.exposition;

import dev.goldcrest.wire.Utf8;
import java.nio.charset.StandardCharsets;

/**
 * A document that is not in its exposition format. Carries no stack trace: a bad target sends one
 * with every scrape.
 */
public final class ExpositionException extends Exception {
  private static final long serialVersionUID = 1L;

  /** How much of the document a message shows. */
  private static final int MAX_EXCERPT_BYTES = 40;

  /** Marks bytes that are no characters: the private-use area is shown in hex like them. */
  private static final int ESCAPED = 0xf700;

  private final int line;
  private final int column;

  private ExpositionException(int line, int column, String problem) {
    super("line " + line + ", column " + column + ": " + problem, null, false, false);
    this.line = line;
    this.column = column;
  }

  /** Returns the line of the offending character, counting from 1. */
  public int line() {
    return line;
  }

  /** Returns the place of the offending character in its line, counting characters from 1. */
  public int column() {
    return column;
  }

  /** The document has something else at {@code at} than {@code expected}. */
  static ExpositionException expected(Document document, int at, String expected) {
    String found;
    if (at >= document.end) {
      found = "end of document";
    } else if (document.bytes[at] == '\n') {
      found = "end of line";
    } else {
      found = quoted(document, at, characterEnd(document, at));
    }
    return of(document, at, "expected " + expected + ", got " + found);
  }

  /** The document has a text at {@code [from, to)} that breaks a rule. */
  static ExpositionException refused(Document document, int from, int to, String rule) {
    return of(document, from, rule + ", got " + quoted(document, from, to));
  }

  /** Counts lines only now: parsing well-formed documents must not pay for it. */
  static ExpositionException of(Document document, int at, String problem) {
    int line = 1;
    int column = 1;
    for (int i = document.start; i < Math.min(at, document.end); i++) {
      byte b = document.bytes[i];
      if (b == '\n') {
        line++;
        column = 1;
      } else if ((b & 0xc0) != 0x80) {
        column++;
      }
    }
    return new ExpositionException(line, column, problem);
  }

  /** Returns the end of the character at {@code at}; a stray byte counts as one. */
  private static int characterEnd(Document document, int at) {
    for (int size = 1; size <= 4 && at + size <= document.end; size++) {
      if (Utf8.isValid(document.bytes, at, at + size)) {
        return at + size;
      }
    }
    return at + 1;
  }

  private static String quoted(Document document, int from, int to) {
    int shown = Math.min(to, from + MAX_EXCERPT_BYTES);
    StringBuilder out = new StringBuilder("\"");
    if (Utf8.isValid(document.bytes, from, shown)) {
      String text = new String(document.bytes, from, shown - from, StandardCharsets.UTF_8);
      for (int i = 0; i < text.length(); i++) {
        appendCharacter(out, text.charAt(i));
      }
    } else {
      for (int i = from; i < shown; i++) {
        int b = document.bytes[i] & 0xff;
        appendCharacter(out, b < 0x80 ? (char) b : (char) (b + ESCAPED));
      }
    }
    return out.append(shown < to ? "…\"" : "\"").toString();
  }

  private static void appendCharacter(StringBuilder out, char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c == '\n') {
      out.append("\\n");
    } else if (c == '\t') {
      out.append("\\t");
    } else if (Character.isISOControl(c) || (c & 0xff00) == ESCAPED) {
      out.append("\\x");
      out.append(Character.forDigit(c >> 4 & 15, 16)).append(Character.forDigit(c & 15, 16));
    } else {
      out.append(c);
    }
  }
}
