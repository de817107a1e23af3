package dev.goldcrest.promql.parser;

import dev.goldcrest.model.PromDuration;
import dev.goldcrest.model.Quoting;
import dev.goldcrest.promql.parser.DurationExpr.Op;
import dev.goldcrest.query.QueryException;
import java.util.List;

/** Reads lengths of time: literals, and arithmetic over them in brackets and parentheses. */
final class DurationParser {
  /** What may start a length of time, for messages. */
  static final String EXPECTED = "number, duration, step(), or range()";

  private static final int MAX_NESTING = 100;

  private final Lexer lexer;
  private int nesting;
  // Where the duration stands and what may stand there, for messages.
  private String context = "";
  private String expected = EXPECTED;

  DurationParser(Lexer lexer) {
    this.lexer = lexer;
  }

  /** Reads what stands in brackets; a plain literal must be greater than zero. */
  DurationExpr parsePositive(String newContext, String newExpected) throws QueryException {
    context = newContext;
    expected = newExpected;
    nesting = 0;
    if (!mayStart()) {
      throw lexer.unexpected(context, expected);
    }
    DurationExpr range = parseBinary(0);
    if (range.isLiteral() && range.seconds() <= 0) {
      throw lexer.error(range.span().start(), "duration must be greater than 0");
    }
    return range;
  }

  /** Reads what stands after {@code offset}: one operand, perhaps with a sign. */
  DurationExpr parseOffset() throws QueryException {
    context = "offset";
    expected = EXPECTED;
    nesting = 0;
    if (!mayStart()) {
      throw lexer.unexpected(context, expected);
    }
    int start = lexer.start();
    if (lexer.kind() == TokenKind.ADD || lexer.kind() == TokenKind.SUBTRACT) {
      boolean negative = lexer.kind() == TokenKind.SUBTRACT;
      lexer.advance();
      if (!mayStart()) {
        throw lexer.unexpected(context, expected);
      }
      return signed(negative, start, parseOperand());
    }
    return parseOperand();
  }

  private boolean mayStart() {
    return switch (lexer.kind()) {
      case NUMBER, DURATION, STEP, RANGE, MIN_OF, MAX_OF, ADD, SUBTRACT, LEFT_PAREN -> true;
      default -> false;
    };
  }

  private DurationExpr parseBinary(int minPrecedence) throws QueryException {
    if (++nesting > MAX_NESTING) {
      throw lexer.error("duration is nested deeper than " + MAX_NESTING);
    }
    DurationExpr left = parseUnary();
    int links = 0;
    while (true) {
      Op op = operator(lexer.kind());
      int precedence = precedence(op);
      if (precedence < Math.max(minPrecedence, 1)) {
        break;
      }
      if (++links > MAX_NESTING) {
        throw lexer.error("duration has more than " + MAX_NESTING + " operators in a row");
      }
      int operatorStart = lexer.start();
      lexer.advance();
      DurationExpr right = parseBinary(op == Op.POWER ? precedence : precedence + 1);
      checkDivisor(op, right, operatorStart);
      left = new DurationExpr(op, 0, List.of(left, right), false, left.span().to(right.span()));
    }
    nesting--;
    return left;
  }

  private void checkDivisor(Op op, DurationExpr right, int operatorStart) throws QueryException {
    if (right.isLiteral() && right.seconds() == 0) {
      if (op == Op.DIVIDE) {
        throw lexer.error(operatorStart, "division by zero");
      }
      if (op == Op.MODULO) {
        throw lexer.error(operatorStart, "modulo by zero");
      }
    }
  }

  private DurationExpr parseUnary() throws QueryException {
    if (lexer.kind() != TokenKind.ADD && lexer.kind() != TokenKind.SUBTRACT) {
      return parseOperand();
    }
    int start = lexer.start();
    boolean negative = lexer.kind() == TokenKind.SUBTRACT;
    lexer.advance();
    return signed(negative, start, parseBinary(precedence(Op.POWER)));
  }

  private static DurationExpr signed(boolean negative, int start, DurationExpr operand) {
    Span span = new Span(start, operand.span().end());
    if (operand.isPlainLiteral()) {
      double seconds = negative ? -operand.seconds() : operand.seconds();
      return DurationExpr.literal(operand.op() == Op.DURATION, seconds, span);
    }
    return negative ? new DurationExpr(Op.NEGATE, 0, List.of(operand), false, span) : operand;
  }

  private DurationExpr parseOperand() throws QueryException {
    int start = lexer.start();
    return switch (lexer.kind()) {
      case NUMBER, DURATION -> {
        boolean duration = lexer.kind() == TokenKind.DURATION;
        double seconds = duration ? seconds(lexer) : number(lexer);
        Span span = new Span(start, lexer.end());
        lexer.advance();
        yield DurationExpr.literal(duration, seconds, span);
      }
      case STEP, RANGE -> {
        Op op = lexer.kind() == TokenKind.STEP ? Op.STEP : Op.RANGE;
        lexer.advance();
        lexer.expect(TokenKind.LEFT_PAREN, context, expected);
        yield new DurationExpr(op, 0, List.of(), false, new Span(start, closeParen()));
      }
      case MIN_OF -> parseMinMax(start, Op.MIN_OF);
      case MAX_OF -> parseMinMax(start, Op.MAX_OF);
      case LEFT_PAREN -> {
        lexer.advance();
        DurationExpr inner = parseBinary(0);
        yield inner.inParentheses(new Span(start, closeParen()));
      }
      default -> throw lexer.unexpected(context, expected);
    };
  }

  private DurationExpr parseMinMax(int start, Op op) throws QueryException {
    lexer.advance();
    lexer.expect(TokenKind.LEFT_PAREN, context, expected);
    DurationExpr first = parseBinary(0);
    lexer.expect(TokenKind.COMMA, context, expected);
    DurationExpr second = parseBinary(0);
    return new DurationExpr(op, 0, List.of(first, second), false, new Span(start, closeParen()));
  }

  private int closeParen() throws QueryException {
    int end = lexer.end();
    lexer.expect(TokenKind.RIGHT_PAREN, context, expected);
    return end;
  }

  private static Op operator(TokenKind kind) {
    return switch (kind) {
      case ADD -> Op.ADD;
      case SUBTRACT -> Op.SUBTRACT;
      case MULTIPLY -> Op.MULTIPLY;
      case DIVIDE -> Op.DIVIDE;
      case MODULO -> Op.MODULO;
      case POWER -> Op.POWER;
      default -> Op.NUMBER;
    };
  }

  static int precedence(Op op) {
    return switch (op) {
      case ADD, SUBTRACT -> 1;
      case MULTIPLY, DIVIDE, MODULO -> 2;
      case POWER -> 3;
      default -> 0;
    };
  }

  /** Returns the value of the current number token. */
  static double number(Lexer lexer) throws QueryException {
    Double value = NumberScanner.parse(lexer.text());
    if (value == null) {
      throw lexer.error(
          "error parsing number: strconv.ParseFloat: parsing "
              + Quoting.quote(lexer.text())
              + ": value out of range");
    }
    return value;
  }

  /** Returns the value of the current duration token in seconds. */
  static double seconds(Lexer lexer) throws QueryException {
    try {
      return PromDuration.parseMillis(lexer.text()) / 1000.0;
    } catch (IllegalArgumentException e) {
      String unit = unknownUnit(lexer.text());
      if (!unit.isEmpty()) {
        throw lexer.error(
            "unknown unit " + Quoting.quote(unit) + " in duration " + Quoting.quote(lexer.text()));
      }
      String message = String.valueOf(e.getMessage());
      int remedy = message.indexOf("; write");
      throw lexer.error(remedy < 0 ? message : message.substring(0, remedy));
    }
  }

  // The lexer lets an s follow any unit; only that of milliseconds is one.
  private static String unknownUnit(String duration) {
    for (int i = 1; i < duration.length(); i++) {
      char before = duration.charAt(i - 1);
      if (duration.charAt(i) == 's' && Lexer.isAlpha(before) && before != 'm') {
        return duration.substring(i - 1, i + 1);
      }
    }
    return "";
  }
}
