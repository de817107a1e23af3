package dev.goldcrest.promql.parser;

import dev.goldcrest.model.Quoting;
import dev.goldcrest.query.QueryException;

/** Builds the errors that point at a character of an expression. */
public final class ParseErrors {
  private static final int SHOWN_CHARACTERS = 10;

  private ParseErrors() {}

  /** Returns the error {@code line:column: parse error: message}. */
  static QueryException at(String text, int index, String message) {
    if (text.isEmpty()) {
      return new QueryException(
          QueryException.Kind.BAD_DATA, "unknown position: parse error: " + message);
    }
    return new QueryException(
        QueryException.Kind.BAD_DATA, lineAndColumn(text, index) + ": parse error: " + message);
  }

  /** Returns a place in a text as {@code line:column}, both from 1; columns count UTF-8 bytes. */
  public static String lineAndColumn(String text, int index) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(index, text.length()); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        line++;
        column = 1;
      } else {
        column += utf8Bytes(c);
      }
    }
    return line + ":" + column;
  }

  // Each half of a surrogate pair counts as 2 of the pair's 4 bytes.
  private static int utf8Bytes(char c) {
    if (c < 0x80) {
      return 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  /** Describes a token as Prometheus does. */
  static String describe(TokenKind kind, String text) {
    return switch (kind.role()) {
      case END -> "end of input";
      case NAMED -> nameOf(kind) + " " + shortened(kind, text);
      case PUNCTUATION, FUNCTION -> Quoting.quote(text);
      case OPERATOR -> "<op:" + text + ">";
      case AGGREGATOR -> "<aggr:" + text + ">";
      case KEYWORD -> "<" + text + ">";
    };
  }

  private static String nameOf(TokenKind kind) {
    return switch (kind) {
      case METRIC_IDENTIFIER -> "metric identifier";
      case STRING -> "string";
      case NUMBER -> "number";
      case DURATION -> "duration";
      default -> "identifier";
    };
  }

  private static String shortened(TokenKind kind, String text) {
    boolean identifier = kind == TokenKind.IDENTIFIER || kind == TokenKind.METRIC_IDENTIFIER;
    if (identifier || text.length() <= SHOWN_CHARACTERS) {
      return Quoting.quote(text);
    }
    int end = SHOWN_CHARACTERS;
    if (Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return Quoting.quote(text.substring(0, end)) + "...";
  }

  /** Shows a character as Go's {@code %q} does. */
  static String quotedCharacter(int c) {
    if (c == '\'') {
      return "'\\''";
    }
    if (c == '"') {
      return "'\"'";
    }
    String quoted = Quoting.quote(Character.toString(c));
    return "'" + quoted.substring(1, quoted.length() - 1) + "'";
  }
}
