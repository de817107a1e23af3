package dev.goldcrest.promql.parser;

import dev.goldcrest.model.Matcher;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A node of a parsed expression. Immutable. */
public sealed interface Expr {
  /** Returns where the node stands in the text. */
  Span span();

  /** Returns what the node evaluates to. */
  ValueType type();

  /**
   * One method for each kind of node.
   *
   * <p>It stands in for a switch over the node's class, which would make the JVM generate classes
   * at run time.
   *
   * @param <R> what a visit returns
   * @param <X> what a visit may throw
   */
  interface Visitor<R, X extends Exception> {
    /** Visits a node of this kind. */
    R visit(NumberLiteral numberLiteral) throws X;

    /** Visits a node of this kind. */
    R visit(StringLiteral stringLiteral) throws X;

    /** Visits a node of this kind. */
    R visit(VectorSelector vectorSelector) throws X;

    /** Visits a node of this kind. */
    R visit(MatrixSelector matrixSelector) throws X;

    /** Visits a node of this kind. */
    R visit(Subquery subquery) throws X;

    /** Visits a node of this kind. */
    R visit(Call call) throws X;

    /** Visits a node of this kind. */
    R visit(Aggregate aggregate) throws X;

    /** Visits a node of this kind. */
    R visit(Binary binary) throws X;

    /** Visits a node of this kind. */
    R visit(Unary unary) throws X;

    /** Visits a node of this kind. */
    R visit(Paren paren) throws X;
  }

  /** Calls the visitor's method for this kind of node. */
  <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X;

  /**
   * A number.
   *
   * @param duration whether it was written with units, so that its value is seconds
   */
  record NumberLiteral(double value, boolean duration, Span span) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.SCALAR;
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /** A string. */
  record StringLiteral(String value, Span span) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.STRING;
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /**
   * Series by their labels.
   *
   * @param name the metric name written before the braces, or empty; when there is one, the last
   *     matcher is for it
   */
  record VectorSelector(String name, List<Matcher> matchers, Modifiers modifiers, Span span)
      implements Expr {
    /** Copies the list. */
    public VectorSelector {
      matchers = List.copyOf(matchers);
    }

    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /** The samples of selected series over a range of time. */
  record MatrixSelector(VectorSelector vector, DurationExpr range, Span span) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /**
   * An expression evaluated again and again over a range of time.
   *
   * @param step how often, or null for the engine's default
   */
  record Subquery(
      Expr expr, DurationExpr range, @Nullable DurationExpr step, Modifiers modifiers, Span span)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.MATRIX;
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /** A function call. */
  record Call(Function function, List<Expr> args, Span span) implements Expr {
    /** Copies the list. */
    public Call {
      args = List.copyOf(args);
    }

    @Override
    public ValueType type() {
      return function.returnType();
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /**
   * An aggregation.
   *
   * @param param the argument before the vector, or null for operators without one
   */
  record Aggregate(AggregateOp op, Expr expr, @Nullable Expr param, Grouping grouping, Span span)
      implements Expr {
    @Override
    public ValueType type() {
      return ValueType.VECTOR;
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /**
   * An operator between two expressions.
   *
   * @param matching how the series of two vectors find each other, or null unless both sides are
   *     vectors
   * @param bool whether a comparison yields 0 and 1 instead of filtering
   */
  record Binary(BinaryOp op, Expr left, Expr right, @Nullable VectorMatching matching, boolean bool)
      implements Expr {
    @Override
    public ValueType type() {
      return left.type() == ValueType.SCALAR && right.type() == ValueType.SCALAR
          ? ValueType.SCALAR
          : ValueType.VECTOR;
    }

    @Override
    public Span span() {
      return left.span().to(right.span());
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /** A sign before an expression. */
  record Unary(boolean negative, Expr expr, int start) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }

    @Override
    public Span span() {
      return new Span(start, expr.span().end());
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /** An expression in parentheses. */
  record Paren(Expr expr, Span span) implements Expr {
    @Override
    public ValueType type() {
      return expr.type();
    }

    @Override
    public <R, X extends Exception> R accept(Visitor<R, X> visitor) throws X {
      return visitor.visit(this);
    }
  }

  /** Returns the expression inside any parentheses. */
  default Expr unwrapped() {
    Expr inner = this;
    while (inner instanceof Paren paren) {
      inner = paren.expr();
    }
    return inner;
  }
}
