package dev.goldcrest.promql.parser;

/** The operators between two expressions. */
public enum BinaryOp {
  OR("or", 1),
  AND("and", 2),
  UNLESS("unless", 2),
  EQUAL("==", 3),
  NOT_EQUAL("!=", 3),
  LESS_OR_EQUAL("<=", 3),
  LESS("<", 3),
  GREATER_OR_EQUAL(">=", 3),
  GREATER(">", 3),
  ADD("+", 4),
  SUBTRACT("-", 4),
  MULTIPLY("*", 5),
  DIVIDE("/", 5),
  MODULO("%", 5),
  ATAN2("atan2", 5),
  POWER("^", 6);

  /** The precedence of {@link #MULTIPLY} and of the unary operators. */
  static final int UNARY_PRECEDENCE = 5;

  private final String text;
  private final int precedence;

  BinaryOp(String text, int precedence) {
    this.text = text;
    this.precedence = precedence;
  }

  /** Returns the operator as written. */
  public String text() {
    return text;
  }

  /** Returns how strongly the operator binds; higher is stronger. */
  int precedence() {
    return precedence;
  }

  /** Tells whether the operator compares. */
  public boolean isComparison() {
    return precedence == 3;
  }

  /** Tells whether the operator combines sets of series. */
  public boolean isSet() {
    return precedence <= 2;
  }

  /** Tells whether the result is no longer the metric it was computed from. */
  public boolean dropsMetricName() {
    return precedence >= 4;
  }

  /** Computes the arithmetic operators; comparisons go through {@link #holds}. */
  public double compute(double left, double right) {
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
      case MODULO -> left % right;
      case POWER -> power(left, right);
      case ATAN2 -> Math.atan2(left, right);
      case OR, AND, UNLESS, EQUAL, NOT_EQUAL, LESS_OR_EQUAL, LESS, GREATER_OR_EQUAL, GREATER ->
          throw new IllegalStateException("BUG: " + this + " does not compute a number");
    };
  }

  /** Tells whether a comparison holds. */
  public boolean holds(double left, double right) {
    return switch (this) {
      case EQUAL -> left == right;
      case NOT_EQUAL -> left != right;
      case LESS_OR_EQUAL -> left <= right;
      case LESS -> left < right;
      case GREATER_OR_EQUAL -> left >= right;
      case GREATER -> left > right;
      case OR, AND, UNLESS, ADD, SUBTRACT, MULTIPLY, DIVIDE, MODULO, ATAN2, POWER ->
          throw new IllegalStateException("BUG: " + this + " does not compare");
    };
  }

  // Go and IEEE 754 say that 1 to any power, and -1 to an infinite one, is 1; Java says NaN.
  static double power(double base, double exponent) {
    if (base == 1 || (base == -1 && Double.isInfinite(exponent))) {
      return 1;
    }
    return Math.pow(base, exponent);
  }
}
