package dev.goldcrest.rules.template;

import dev.goldcrest.model.Quoting;

/**
 * One piece of a template.
 *
 * @param offset where it begins in the template's text
 */
record Token(Kind kind, String text, int offset) {
  enum Kind {
    TEXT,
    LEFT_DELIMITER,
    RIGHT_DELIMITER,
    FIELD,
    VARIABLE,
    IDENTIFIER,
    KEYWORD,
    BOOL,
    NIL,
    DOT,
    NUMBER,
    CHARACTER,
    STRING,
    RAW_STRING,
    PIPE,
    DECLARE,
    ASSIGN,
    COMMA,
    LEFT_PAREN,
    RIGHT_PAREN,
    SPACE,
    END
  }

  boolean is(Kind wanted) {
    return kind == wanted;
  }

  boolean isKeyword(String word) {
    return kind == Kind.KEYWORD && text.equals(word);
  }

  /** Returns the token as Go's messages show it. */
  String shown() {
    return switch (kind) {
      case END -> "EOF";
      case KEYWORD -> "<" + text + ">";
      default ->
          text.length() > 10 ? Quoting.quote(text.substring(0, 10)) + "..." : Quoting.quote(text);
    };
  }
}
