package dev.goldcrest.promql.parser;

import dev.goldcrest.model.Quoting;
import dev.goldcrest.query.QueryException;

/**
 * Splits an expression into tokens, one at a time. What a character means depends on whether it
 * stands in braces (label matchers), in brackets (durations) or elsewhere.
 */
final class Lexer {
  private static final int END = -1;

  private final String input;
  private int pos;
  private int parenDepth;
  private boolean inBraces;
  private boolean inBrackets;
  private boolean colonSeen;

  private TokenKind kind = TokenKind.EOF;
  private int start;

  Lexer(String input) {
    this.input = input;
  }

  /** Returns the kind of the current token. */
  TokenKind kind() {
    return kind;
  }

  /** Returns where the current token starts. */
  int start() {
    return start;
  }

  /** Returns where the current token ends. */
  int end() {
    return pos;
  }

  /** Returns the current token as written. */
  String text() {
    return input.substring(start, pos);
  }

  /** Moves to the next token. */
  void advance() throws QueryException {
    skipSpaceAndComments();
    start = pos;
    int c = peek();
    if (inBraces) {
      kind = lexInBraces(c);
    } else if (inBrackets) {
      kind = lexInBrackets(c);
    } else {
      kind = lexOutside(c);
    }
  }

  private void skipSpaceAndComments() {
    while (pos < input.length()) {
      char c = input.charAt(pos);
      if (c == '#') {
        while (pos < input.length() && input.charAt(pos) != '\n') {
          pos++;
        }
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        pos++;
      } else {
        return;
      }
    }
  }

  private TokenKind lexOutside(int c) throws QueryException {
    return switch (c) {
      case END -> {
        if (parenDepth != 0) {
          throw error("unclosed left parenthesis");
        }
        yield TokenKind.EOF;
      }
      case '{' -> {
        inBraces = true;
        yield take(TokenKind.LEFT_BRACE);
      }
      case '[' -> {
        inBrackets = true;
        colonSeen = false;
        yield take(TokenKind.LEFT_BRACKET);
      }
      case ']' -> throw error("unexpected right bracket ']'");
      case '=', '!', '<', '>' -> lexComparison(c);
      case '@' -> take(TokenKind.AT);
      case '"', '\'', '`' -> lexString(c);
      default -> lexCommon(c, isAlpha(c) || c == ':');
    };
  }

  private TokenKind lexComparison(int c) throws QueryException {
    pos++;
    boolean equals = peek() == '=';
    return switch (c) {
      case '<' -> equals ? take(TokenKind.LESS_OR_EQUAL) : TokenKind.LESS;
      case '>' -> equals ? take(TokenKind.GREATER_OR_EQUAL) : TokenKind.GREATER;
      case '=' -> {
        if (peek() == '~') {
          throw error("unexpected character after '=': '~'");
        }
        yield equals ? take(TokenKind.EQUAL) : TokenKind.ASSIGN;
      }
      default -> {
        if (!equals) {
          throw error("unexpected character after '!': " + shown(peek()));
        }
        yield take(TokenKind.NOT_EQUAL);
      }
    };
  }

  private TokenKind lexInBrackets(int c) throws QueryException {
    return switch (c) {
      case END -> throw error("unexpected end of input in duration expression");
      case ']' -> {
        inBrackets = false;
        yield take(TokenKind.RIGHT_BRACKET);
      }
      case ':' -> {
        if (colonSeen) {
          throw error("unexpected colon ':'");
        }
        colonSeen = true;
        yield take(TokenKind.COLON);
      }
      default -> {
        if (!isDurationCharacter(c)) {
          throw error("unexpected character in duration expression: " + shown(c));
        }
        yield lexCommon(c, isAlpha(c));
      }
    };
  }

  private static boolean isDurationCharacter(int c) {
    return isAlpha(c) || isDigit(c) || "+-*/%^(),.".indexOf(c) >= 0;
  }

  private TokenKind lexCommon(int c, boolean startsWord) throws QueryException {
    return switch (c) {
      case '(' -> {
        parenDepth++;
        yield take(TokenKind.LEFT_PAREN);
      }
      case ')' -> {
        parenDepth--;
        if (parenDepth < 0) {
          throw error(pos + 1, "unexpected right parenthesis ')'");
        }
        yield take(TokenKind.RIGHT_PAREN);
      }
      case ',' -> take(TokenKind.COMMA);
      case '+' -> take(TokenKind.ADD);
      case '-' -> take(TokenKind.SUBTRACT);
      case '*' -> take(TokenKind.MULTIPLY);
      case '/' -> take(TokenKind.DIVIDE);
      case '%' -> take(TokenKind.MODULO);
      case '^' -> take(TokenKind.POWER);
      default -> {
        if (isDigit(c) || (c == '.' && isDigit(peekAfter()))) {
          yield NumberScanner.isNumber(this) ? TokenKind.NUMBER : lexDuration();
        }
        if (!startsWord) {
          throw error("unexpected character: " + shown(c));
        }
        yield lexWord();
      }
    };
  }

  private TokenKind lexWord() {
    while (isAlpha(peek()) || isDigit(peek()) || (peek() == ':' && !inBrackets)) {
      pos++;
    }
    return TokenKind.ofWord(text());
  }

  private TokenKind lexInBraces(int c) throws QueryException {
    return switch (c) {
      case END -> throw error("unexpected end of input inside braces");
      case ',' -> take(TokenKind.COMMA);
      case '"', '\'', '`' -> lexString(c);
      case '=' -> {
        pos++;
        yield peek() == '~' ? take(TokenKind.REGEX) : TokenKind.ASSIGN;
      }
      case '!' -> {
        pos++;
        if (peek() != '~' && peek() != '=') {
          throw error("unexpected character after '!' inside braces: " + shown(peek()));
        }
        yield take(peek() == '~' ? TokenKind.NOT_REGEX : TokenKind.NOT_EQUAL);
      }
      case '{' -> throw error("unexpected left brace '{'");
      case '}' -> {
        inBraces = false;
        yield take(TokenKind.RIGHT_BRACE);
      }
      default -> {
        if (!isAlpha(c)) {
          throw error("unexpected character inside braces: " + shown(c));
        }
        while (isAlpha(peek()) || isDigit(peek())) {
          pos++;
        }
        yield TokenKind.IDENTIFIER;
      }
    };
  }

  private TokenKind lexDuration() throws QueryException {
    if (accept("smhdwy")) {
      accept("s");
      while (acceptRun("0123456789")) {
        if (!accept("smhdw")) {
          throw badNumber();
        }
        accept("s");
      }
      if (!isAlpha(peek()) && !isDigit(peek())) {
        return TokenKind.DURATION;
      }
      pos++;
    }
    throw badNumber();
  }

  private QueryException badNumber() {
    return error("bad number or duration syntax: " + Quoting.quote(text()));
  }

  private TokenKind lexString(int quote) throws QueryException {
    pos++;
    while (true) {
      int c = peek();
      if (quote == '`') {
        if (c == END) {
          throw error("unterminated raw string");
        }
      } else if (c == END || c == '\n') {
        throw error("unterminated quoted string");
      }
      pos++;
      if (c == quote) {
        return TokenKind.STRING;
      }
      if (c == '\\' && quote != '`') {
        StringUnquoter.checkEscape(this, quote);
      }
    }
  }

  boolean accept(String allowed) {
    int c = peek();
    if (c != END && allowed.indexOf(c) >= 0) {
      pos++;
      return true;
    }
    return false;
  }

  boolean acceptRun(String allowed) {
    boolean any = false;
    while (accept(allowed)) {
      any = true;
    }
    return any;
  }

  /** Returns the next character, or -1. */
  int peek() {
    return pos < input.length() ? input.charAt(pos) : END;
  }

  private int peekAfter() {
    return pos + 1 < input.length() ? input.charAt(pos + 1) : END;
  }

  private TokenKind take(TokenKind taken) {
    pos++;
    return taken;
  }

  /** Returns the next character for a message, as a whole code point. */
  String shown(int c) {
    if (c == END) {
      return "end of input";
    }
    return ParseErrors.quotedCharacter(pos < input.length() ? input.codePointAt(pos) : c);
  }

  /** Returns the error that points at the current token. */
  QueryException error(String message) {
    return error(start, message);
  }

  /** Returns the error that points at the character at {@code index}. */
  QueryException error(int index, String message) {
    return ParseErrors.at(input, index, message);
  }

  /**
   * Returns the error that the current token does not belong here.
   *
   * @param context where it stands, or empty
   * @param expected what would belong there, or empty
   */
  QueryException unexpected(String context, String expected) {
    StringBuilder message = new StringBuilder("unexpected ");
    message.append(ParseErrors.describe(kind, text()));
    if (!context.isEmpty()) {
      message.append(" in ").append(context);
    }
    if (!expected.isEmpty()) {
      message.append(", expected ").append(expected);
    }
    return error(message.toString());
  }

  /** Moves over the current token, which must be of this kind. */
  void expect(TokenKind wanted, String context, String expected) throws QueryException {
    if (kind != wanted) {
      throw unexpected(context, expected);
    }
    advance();
  }

  /** Returns the value of the current string token. */
  String string() throws QueryException {
    try {
      return StringUnquoter.unquote(text());
    } catch (IllegalArgumentException e) {
      throw error("error unquoting string " + Quoting.quote(text()) + ": " + e.getMessage());
    }
  }

  static boolean isAlpha(int c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
