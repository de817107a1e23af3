package dev.goldcrest.promql.parser;

import dev.goldcrest.promql.parser.Expr.MatrixSelector;
import dev.goldcrest.promql.parser.Expr.Subquery;
import dev.goldcrest.promql.parser.Expr.VectorSelector;
import dev.goldcrest.promql.parser.Modifiers.At;
import dev.goldcrest.query.QueryException;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Reads what may follow an operand: a range, a subquery, {@code offset} and {@code @}. */
final class PostfixParser {
  private static final String PRECEDED =
      " modifier must be preceded by an instant vector selector or range vector selector or a"
          + " subquery";

  // Far beyond any sample, and safe to add offsets to.
  private static final double MAX_AT_MILLIS = 1L << 60;

  private final Lexer lexer;
  private final DurationParser durations;

  PostfixParser(Lexer lexer) {
    this.lexer = lexer;
    this.durations = new DurationParser(lexer);
  }

  static boolean starts(TokenKind kind) {
    return kind == TokenKind.LEFT_BRACKET || kind == TokenKind.OFFSET || kind == TokenKind.AT;
  }

  /** Reads one of them and returns {@code operand} changed by it. */
  Expr parse(Expr operand) throws QueryException {
    int start = lexer.start();
    TokenKind kind = lexer.kind();
    lexer.advance();
    return switch (kind) {
      case LEFT_BRACKET -> parseBrackets(operand, start);
      case OFFSET -> parseOffset(operand);
      default -> parseAt(operand);
    };
  }

  private Expr parseBrackets(Expr operand, int bracketStart) throws QueryException {
    String context = "subquery or range selector";
    DurationExpr range = durations.parsePositive(context, DurationParser.EXPECTED);
    if (lexer.kind() == TokenKind.COLON) {
      lexer.advance();
      return parseSubqueryStep(operand, range);
    }
    if (lexer.kind() != TokenKind.RIGHT_BRACKET) {
      throw lexer.unexpected(context, "\":\" or \"]\"");
    }
    Span span = new Span(operand.span().start(), lexer.end());
    lexer.advance();
    if (!(operand instanceof VectorSelector vector)) {
      throw lexer.error(bracketStart, "ranges only allowed for vector selectors");
    }
    if (vector.modifiers().offset() != null) {
      throw lexer.error(bracketStart, "no offset modifiers allowed before range");
    }
    if (vector.modifiers().at() != At.NONE) {
      throw lexer.error(bracketStart, "no @ modifiers allowed before range");
    }
    return new MatrixSelector(vector, range, span);
  }

  private Expr parseSubqueryStep(Expr operand, DurationExpr range) throws QueryException {
    DurationExpr step = null;
    if (lexer.kind() != TokenKind.RIGHT_BRACKET) {
      step =
          durations.parsePositive(
              "subquery selector", "number, duration, step(), range(), or \"]\"");
    }
    int end = lexer.end();
    lexer.expect(TokenKind.RIGHT_BRACKET, "subquery selector", "\"]\"");
    Span span = new Span(operand.span().start(), end);
    return new Subquery(operand, range, step, Modifiers.NONE, span);
  }

  private Expr parseOffset(Expr operand) throws QueryException {
    DurationExpr offset = durations.parseOffset();
    Modifiers old = modifiers(operand, "offset");
    if (old.offset() != null) {
      throw lexer.error(operand.span().start(), "offset may not be set multiple times");
    }
    return with(operand, old.withOffset(offset), offset.span().end());
  }

  private Expr parseAt(Expr operand) throws QueryException {
    At at;
    long atMillis = 0;
    int end;
    if (lexer.kind() == TokenKind.START || lexer.kind() == TokenKind.END) {
      at = lexer.kind() == TokenKind.START ? At.START : At.END;
      lexer.advance();
      lexer.expect(TokenKind.LEFT_PAREN, "", "");
      end = lexer.end();
      lexer.expect(TokenKind.RIGHT_PAREN, "", "");
    } else {
      at = At.TIME;
      boolean negative = lexer.kind() == TokenKind.SUBTRACT;
      if (negative || lexer.kind() == TokenKind.ADD) {
        lexer.advance();
      }
      if (lexer.kind() != TokenKind.NUMBER && lexer.kind() != TokenKind.DURATION) {
        throw lexer.unexpected("@", "timestamp");
      }
      boolean duration = lexer.kind() == TokenKind.DURATION;
      double size = duration ? DurationParser.seconds(lexer) : DurationParser.number(lexer);
      atMillis = timestampMillis(negative ? -size : size, operand);
      end = lexer.end();
      lexer.advance();
    }
    Modifiers old = modifiers(operand, "@");
    if (old.at() != At.NONE) {
      throw lexer.error(operand.span().start(), "@ <timestamp> may not be set multiple times");
    }
    return with(operand, old.withAt(at, atMillis), end);
  }

  private long timestampMillis(double seconds, Expr operand) throws QueryException {
    if (Double.isNaN(seconds) || seconds >= Long.MAX_VALUE || seconds <= Long.MIN_VALUE) {
      throw lexer.error(
          operand.span().start(),
          "timestamp out of bounds for @ modifier: " + withSixDecimals(seconds));
    }
    double millis = seconds * 1000;
    return Math.round(Math.max(-MAX_AT_MILLIS, Math.min(MAX_AT_MILLIS, millis)));
  }

  private static String withSixDecimals(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "+Inf" : "-Inf";
    }
    return new BigDecimal(value).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
  }

  private Modifiers modifiers(Expr operand, String word) throws QueryException {
    if (operand instanceof VectorSelector vector) {
      return vector.modifiers();
    }
    if (operand instanceof MatrixSelector matrix) {
      return matrix.vector().modifiers();
    }
    if (operand instanceof Subquery subquery) {
      return subquery.modifiers();
    }
    throw lexer.error(operand.span().start(), word + PRECEDED);
  }

  private static Expr with(Expr operand, Modifiers modifiers, int end) {
    Span span = new Span(operand.span().start(), end);
    if (operand instanceof VectorSelector v) {
      return new VectorSelector(v.name(), v.matchers(), modifiers, span);
    }
    if (operand instanceof MatrixSelector m) {
      VectorSelector v = m.vector();
      VectorSelector vector = new VectorSelector(v.name(), v.matchers(), modifiers, v.span());
      return new MatrixSelector(vector, m.range(), span);
    }
    if (operand instanceof Subquery q) {
      return new Subquery(q.expr(), q.range(), q.step(), modifiers, span);
    }
    throw new IllegalStateException("BUG: modifiers on " + operand);
  }
}
