package dev.goldcrest.promql.parser;

import dev.goldcrest.query.QueryException;
import java.util.List;

/**
 * A length of time as written in brackets or after {@code offset}: a number of seconds, a duration,
 * or arithmetic over these and the query's step and range.
 *
 * @param seconds the value of the two literal forms
 * @param wrapped whether it was written in parentheses
 */
public record DurationExpr(
    Op op, double seconds, List<DurationExpr> operands, boolean wrapped, Span span) {
  /** The forms. */
  public enum Op {
    NUMBER(""),
    DURATION(""),
    STEP("step()"),
    RANGE("range()"),
    NEGATE("-"),
    ADD("+"),
    SUBTRACT("-"),
    MULTIPLY("*"),
    DIVIDE("/"),
    MODULO("%"),
    POWER("^"),
    MIN_OF("min_of"),
    MAX_OF("max_of");

    private final String text;

    Op(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  /** Copies the list. */
  public DurationExpr {
    operands = List.copyOf(operands);
  }

  static DurationExpr literal(boolean duration, double seconds, Span span) {
    return new DurationExpr(duration ? Op.DURATION : Op.NUMBER, seconds, List.of(), false, span);
  }

  /** Tells whether the value is written down as it stands. */
  boolean isPlainLiteral() {
    return isLiteral() && !wrapped;
  }

  boolean isLiteral() {
    return op == Op.NUMBER || op == Op.DURATION;
  }

  DurationExpr inParentheses(Span outer) {
    return new DurationExpr(op, seconds, operands, true, outer);
  }

  /**
   * Computes the value in milliseconds.
   *
   * @param stepMillis what {@code step()} stands for
   * @param rangeMillis what {@code range()} stands for
   */
  public long millis(long stepMillis, long rangeMillis) throws QueryException {
    double seconds = evaluate(stepMillis, rangeMillis);
    if (Double.isNaN(seconds) || Math.abs(seconds) >= Long.MAX_VALUE / 1e9) {
      throw new QueryException(QueryException.Kind.EXECUTION, "duration is out of range");
    }
    return Math.round(seconds * 1000);
  }

  private double evaluate(long stepMillis, long rangeMillis) throws QueryException {
    return switch (op) {
      case NUMBER, DURATION -> seconds;
      case STEP -> stepMillis / 1000.0;
      case RANGE -> rangeMillis / 1000.0;
      case NEGATE -> -operands.get(0).evaluate(stepMillis, rangeMillis);
      default -> {
        double left = operands.get(0).evaluate(stepMillis, rangeMillis);
        double right = operands.get(1).evaluate(stepMillis, rangeMillis);
        yield combine(left, right);
      }
    };
  }

  private double combine(double left, double right) throws QueryException {
    return switch (op) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / nonZero(right, "division by zero");
      case MODULO -> left % nonZero(right, "modulo by zero");
      case POWER -> BinaryOp.power(left, right);
      case MIN_OF -> Math.min(left, right);
      case MAX_OF -> Math.max(left, right);
      case NUMBER, DURATION, STEP, RANGE, NEGATE ->
          throw new IllegalStateException("BUG: " + op + " has no two operands");
    };
  }

  private static double nonZero(double value, String message) throws QueryException {
    if (value == 0) {
      throw new QueryException(QueryException.Kind.EXECUTION, message);
    }
    return value;
  }
}
