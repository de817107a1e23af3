package dev.goldcrest.promql.parser;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.Quoting;
import dev.goldcrest.promql.parser.Expr.VectorSelector;
import dev.goldcrest.query.QueryException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what stands between braces: label matchers, and a quoted metric name. */
final class SelectorParser {
  private static final String CONTEXT = "label matching";

  private final Lexer lexer;

  SelectorParser(Lexer lexer) {
    this.lexer = lexer;
  }

  /**
   * Reads the optional braces after a metric name.
   *
   * @param name the metric name, or empty when the selector starts with the brace
   * @param nameSpan where the name stands, or the brace
   */
  VectorSelector parse(String name, Span nameSpan) throws QueryException {
    List<Matcher> matchers = new ArrayList<>();
    int end = nameSpan.end();
    if (lexer.kind() == TokenKind.LEFT_BRACE) {
      lexer.advance();
      end = parseMatchers(matchers);
    }
    if (!name.isEmpty()) {
      matchers.add(Matcher.equal(Labels.METRIC_NAME, name));
    }
    return new VectorSelector(name, matchers, Modifiers.NONE, new Span(nameSpan.start(), end));
  }

  private int parseMatchers(List<Matcher> matchers) throws QueryException {
    String quotedName = "";
    while (lexer.kind() != TokenKind.RIGHT_BRACE) {
      int start = lexer.start();
      boolean quoted = lexer.kind() == TokenKind.STRING;
      if (!quoted && lexer.kind() != TokenKind.IDENTIFIER) {
        throw lexer.unexpected(CONTEXT, "identifier or \"}\"");
      }
      String label = quoted ? lexer.string() : lexer.text();
      lexer.advance();
      if (quoted && (lexer.kind() == TokenKind.COMMA || lexer.kind() == TokenKind.RIGHT_BRACE)) {
        if (!quotedName.isEmpty()) {
          throw lexer.error(start, nameSetTwice(quotedName, label));
        }
        quotedName = label;
        matchers.add(Matcher.equal(Labels.METRIC_NAME, label));
      } else {
        matchers.add(parseMatcher(label, start));
      }
      if (lexer.kind() == TokenKind.COMMA) {
        lexer.advance();
      } else if (lexer.kind() != TokenKind.RIGHT_BRACE) {
        throw lexer.unexpected(CONTEXT, "\",\" or \"}\"");
      }
    }
    int end = lexer.end();
    lexer.advance();
    return end;
  }

  static String nameSetTwice(String first, String second) {
    return "metric name must not be set twice: "
        + Quoting.quote(first)
        + " or "
        + Quoting.quote(second);
  }

  private Matcher parseMatcher(String label, int start) throws QueryException {
    Matcher.Type type = matcherType(lexer.kind());
    if (type == null) {
      throw lexer.unexpected(CONTEXT, "label matching operator");
    }
    lexer.advance();
    if (lexer.kind() != TokenKind.STRING) {
      throw lexer.unexpected(CONTEXT, "string");
    }
    String value = lexer.string();
    lexer.advance();
    try {
      return Matcher.of(type, label, value);
    } catch (IllegalArgumentException e) {
      throw lexer.error(start, String.valueOf(e.getMessage()));
    }
  }

  private static Matcher.@Nullable Type matcherType(TokenKind kind) {
    return switch (kind) {
      case ASSIGN -> Matcher.Type.EQUAL;
      case NOT_EQUAL -> Matcher.Type.NOT_EQUAL;
      case REGEX -> Matcher.Type.REGEX;
      case NOT_REGEX -> Matcher.Type.NOT_REGEX;
      default -> null;
    };
  }
}
