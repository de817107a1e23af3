package dev.goldcrest.rules.template;

import dev.goldcrest.model.Quoting;
import dev.goldcrest.rules.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Cuts a template into tokens. Used once. */
final class TemplateLexer {
  private static final String LEFT = "{{";
  private static final String RIGHT = "}}";
  private static final String SPACES = " \t\r\n";
  private static final int END_OF_TEXT = -1;

  private final String name;
  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int parens;

  private TemplateLexer(String name, String text) {
    this.name = name;
    this.text = text;
  }

  /** Returns the tokens of a text; the last one is {@link Kind#END}. */
  static List<Token> tokens(String name, String text) throws TemplateException {
    TemplateLexer lexer = new TemplateLexer(name, text);
    lexer.run();
    return lexer.tokens;
  }

  private void run() throws TemplateException {
    boolean trimStart = false;
    while (true) {
      int open = text.indexOf(LEFT, at);
      int end = open < 0 ? text.length() : open;
      boolean trimEnd = open >= 0 && hasLeftTrim(open + LEFT.length());
      plainText(at, end, trimStart, trimEnd);
      if (open < 0) {
        at = text.length();
        add(Kind.END, at);
        return;
      }
      at = open + LEFT.length() + (trimEnd ? 2 : 0);
      if (text.startsWith("/*", at)) {
        trimStart = comment();
        continue;
      }
      tokens.add(new Token(Kind.LEFT_DELIMITER, LEFT, open));
      trimStart = action();
    }
  }

  private boolean hasLeftTrim(int from) {
    return from + 1 < text.length()
        && text.charAt(from) == '-'
        && SPACES.indexOf(text.charAt(from + 1)) >= 0;
  }

  private boolean hasRightTrim() {
    return at + 1 < text.length()
        && SPACES.indexOf(text.charAt(at)) >= 0
        && text.startsWith("-" + RIGHT, at + 1);
  }

  private void plainText(int from, int to, boolean trimStart, boolean trimEnd) {
    int start = from;
    int end = to;
    while (trimStart && start < end && SPACES.indexOf(text.charAt(start)) >= 0) {
      start++;
    }
    while (trimEnd && end > start && SPACES.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    if (end > start) {
      tokens.add(new Token(Kind.TEXT, text.substring(start, end), start));
    }
  }

  /** Skips a comment and returns whether the text after it is trimmed. */
  private boolean comment() throws TemplateException {
    int close = text.indexOf("*/", at);
    if (close < 0) {
      throw error("unclosed comment");
    }
    at = close + 2;
    boolean trim = hasRightTrim();
    at += trim ? 2 : 0;
    if (!text.startsWith(RIGHT, at)) {
      throw error("comment ends before closing delimiter");
    }
    at += RIGHT.length();
    return trim;
  }

  /** Reads to the end of an action and returns whether the text after it is trimmed. */
  private boolean action() throws TemplateException {
    parens = 0;
    while (true) {
      boolean trim = hasRightTrim();
      if (trim || text.startsWith(RIGHT, at)) {
        if (parens > 0) {
          throw error("unclosed left paren");
        }
        at += trim ? 2 : 0;
        int start = at;
        at += RIGHT.length();
        add(Kind.RIGHT_DELIMITER, start);
        return trim;
      }
      insideAction();
    }
  }

  private void insideAction() throws TemplateException {
    int start = at;
    int c = peek(0);
    switch (c) {
      case END_OF_TEXT -> throw error("unclosed action");
      case ' ', '\t', '\r', '\n' -> space();
      case '=' -> single(Kind.ASSIGN);
      case '|' -> single(Kind.PIPE);
      case ',' -> single(Kind.COMMA);
      case ':' -> declare();
      case '(' -> {
        parens++;
        single(Kind.LEFT_PAREN);
      }
      case ')' -> {
        parens--;
        if (parens < 0) {
          throw error("unexpected right paren");
        }
        single(Kind.RIGHT_PAREN);
      }
      case '"' -> quoted('"', Kind.STRING, "unterminated quoted string");
      case '\'' -> quoted('\'', Kind.CHARACTER, "unterminated character constant");
      case '`' -> rawString();
      case '$' -> {
        at++;
        word();
        terminated(Kind.VARIABLE, start);
      }
      case '.' -> dotFieldOrNumber();
      case '+', '-' -> number();
      default -> {
        if (c >= '0' && c <= '9') {
          number();
        } else if (isWordPart(c)) {
          word();
          terminated(kindOfWord(text.substring(start, at)), start);
        } else {
          throw error("unrecognized character in action: " + shown(c));
        }
      }
    }
  }

  private void space() {
    int start = at;
    while (peek(0) != END_OF_TEXT && SPACES.indexOf(peek(0)) >= 0 && !hasRightTrim()) {
      at++;
    }
    add(Kind.SPACE, start);
  }

  private void single(Kind kind) {
    at++;
    add(kind, at - 1);
  }

  private void declare() throws TemplateException {
    if (peek(1) != '=') {
      throw error("expected :=");
    }
    at += 2;
    add(Kind.DECLARE, at - 2);
  }

  private void quoted(char quote, Kind kind, String message) throws TemplateException {
    int start = at;
    at++;
    while (true) {
      int c = peek(0);
      if (c == END_OF_TEXT || c == '\n') {
        throw error(message);
      }
      at += c == '\\' && peek(1) != END_OF_TEXT && peek(1) != '\n' ? 2 : 1;
      if (c == quote) {
        add(kind, start);
        return;
      }
    }
  }

  private void rawString() throws TemplateException {
    int close = text.indexOf('`', at + 1);
    if (close < 0) {
      throw error("unterminated raw quoted string");
    }
    int start = at;
    at = close + 1;
    add(Kind.RAW_STRING, start);
  }

  private void dotFieldOrNumber() throws TemplateException {
    int next = peek(1);
    if (next >= '0' && next <= '9') {
      number();
      return;
    }
    int start = at;
    at++;
    if (isWordPart(next)) {
      word();
      terminated(Kind.FIELD, start);
    } else {
      terminated(Kind.DOT, start);
    }
  }

  private void number() throws TemplateException {
    int start = at;
    at++;
    while (true) {
      int c = peek(0);
      boolean sign =
          (c == '+' || c == '-') && (text.charAt(at - 1) == 'e' || text.charAt(at - 1) == 'E');
      if (c == '.' || sign || isWordPart(c)) {
        at++;
      } else {
        break;
      }
    }
    if (GoNumber.parse(text.substring(start, at)) == Value.Nothing.INSTANCE) {
      throw error("bad number syntax: " + Quoting.quote(text.substring(start, at)));
    }
    add(Kind.NUMBER, start);
  }

  private void word() {
    while (isWordPart(peek(0))) {
      at += Character.charCount(text.codePointAt(at));
    }
  }

  private void terminated(Kind kind, int start) throws TemplateException {
    int c = peek(0);
    boolean ends =
        c == END_OF_TEXT
            || SPACES.indexOf(c) >= 0
            || ".,|:()".indexOf(c) >= 0
            || c == '='
            || text.startsWith(RIGHT, at);
    if (!ends) {
      throw error("bad character " + shown(c));
    }
    add(kind, start);
  }

  private static Kind kindOfWord(String word) {
    return switch (word) {
      case "true", "false" -> Kind.BOOL;
      case "nil" -> Kind.NIL;
      case "block",
          "break",
          "continue",
          "define",
          "else",
          "end",
          "if",
          "range",
          "template",
          "with" ->
          Kind.KEYWORD;
      default -> Kind.IDENTIFIER;
    };
  }

  private int peek(int ahead) {
    int index = at + ahead;
    return index < text.length() ? text.codePointAt(index) : END_OF_TEXT;
  }

  private static boolean isWordPart(int c) {
    return c == '_' || (c >= 0 && Character.isLetterOrDigit(c));
  }

  private void add(Kind kind, int start) {
    tokens.add(new Token(kind, text.substring(start, at), start));
  }

  /** Returns a character as Go's {@code %#U}: its number and, when it can be seen, itself. */
  private static String shown(int c) {
    String hex = Integer.toHexString(c).toUpperCase(Locale.ROOT);
    String number = "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
    boolean visible = c > ' ' && c != 0x7f && !Character.isSpaceChar(c) && Character.isDefined(c);
    return visible ? number + " '" + Character.toString(c) + "'" : number;
  }

  private TemplateException error(String message) {
    return Place.of(text, at).parseError(name, message);
  }
}
