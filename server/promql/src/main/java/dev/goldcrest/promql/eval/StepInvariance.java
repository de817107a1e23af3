package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.Expr;
import dev.goldcrest.promql.parser.Expr.Aggregate;
import dev.goldcrest.promql.parser.Expr.Binary;
import dev.goldcrest.promql.parser.Expr.Call;
import dev.goldcrest.promql.parser.Expr.MatrixSelector;
import dev.goldcrest.promql.parser.Expr.NumberLiteral;
import dev.goldcrest.promql.parser.Expr.Paren;
import dev.goldcrest.promql.parser.Expr.StringLiteral;
import dev.goldcrest.promql.parser.Expr.Subquery;
import dev.goldcrest.promql.parser.Expr.Unary;
import dev.goldcrest.promql.parser.Expr.VectorSelector;
import dev.goldcrest.promql.parser.Function;
import dev.goldcrest.promql.parser.Modifiers;
import java.util.List;

/** Tells which expressions have the same value at every step, because of {@code @}. */
final class StepInvariance implements Expr.Visitor<Boolean, RuntimeException> {
  private static final StepInvariance INSTANCE = new StepInvariance();

  private StepInvariance() {}

  static boolean holds(Expr expr) {
    return expr.accept(INSTANCE);
  }

  @Override
  public Boolean visit(NumberLiteral number) {
    return true;
  }

  @Override
  public Boolean visit(StringLiteral string) {
    return true;
  }

  @Override
  public Boolean visit(VectorSelector selector) {
    return isFixed(selector.modifiers());
  }

  @Override
  public Boolean visit(MatrixSelector matrix) {
    return isFixed(matrix.vector().modifiers());
  }

  @Override
  public Boolean visit(Subquery subquery) {
    return isFixed(subquery.modifiers());
  }

  @Override
  public Boolean visit(Call call) {
    return !isTimeDependent(call.function()) && allHold(call.args());
  }

  @Override
  public Boolean visit(Aggregate aggregate) {
    return holds(aggregate.expr()) && (aggregate.param() == null || holds(aggregate.param()));
  }

  @Override
  public Boolean visit(Binary binary) {
    return holds(binary.left()) && holds(binary.right());
  }

  @Override
  public Boolean visit(Unary unary) {
    return holds(unary.expr());
  }

  @Override
  public Boolean visit(Paren paren) {
    return holds(paren.expr());
  }

  private static boolean isTimeDependent(Function function) {
    return function.family() == Function.Family.DATE
        || function == Function.TIME
        || function == Function.TIMESTAMP
        || function == Function.PREDICT_LINEAR;
  }

  private static boolean isFixed(Modifiers modifiers) {
    return modifiers.at() != Modifiers.At.NONE;
  }

  private static boolean allHold(List<Expr> exprs) {
    for (Expr expr : exprs) {
      if (!holds(expr)) {
        return false;
      }
    }
    return true;
  }
}
