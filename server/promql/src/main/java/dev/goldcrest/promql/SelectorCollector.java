package dev.goldcrest.promql;

import dev.goldcrest.model.Matcher;
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
import java.util.ArrayList;
import java.util.List;

/** Collects the matchers of the selectors in a tree, in the order written. */
final class SelectorCollector implements Expr.Visitor<List<List<Matcher>>, RuntimeException> {
  private final List<List<Matcher>> found = new ArrayList<>();

  @Override
  public List<List<Matcher>> visit(NumberLiteral number) {
    return found;
  }

  @Override
  public List<List<Matcher>> visit(StringLiteral string) {
    return found;
  }

  @Override
  public List<List<Matcher>> visit(VectorSelector selector) {
    found.add(selector.matchers());
    return found;
  }

  @Override
  public List<List<Matcher>> visit(MatrixSelector matrix) {
    return matrix.vector().accept(this);
  }

  @Override
  public List<List<Matcher>> visit(Subquery subquery) {
    return subquery.expr().accept(this);
  }

  @Override
  public List<List<Matcher>> visit(Call call) {
    for (Expr arg : call.args()) {
      arg.accept(this);
    }
    return found;
  }

  @Override
  public List<List<Matcher>> visit(Aggregate aggregate) {
    if (aggregate.param() != null) {
      aggregate.param().accept(this);
    }
    return aggregate.expr().accept(this);
  }

  @Override
  public List<List<Matcher>> visit(Binary binary) {
    binary.left().accept(this);
    return binary.right().accept(this);
  }

  @Override
  public List<List<Matcher>> visit(Unary unary) {
    return unary.expr().accept(this);
  }

  @Override
  public List<List<Matcher>> visit(Paren paren) {
    return paren.expr().accept(this);
  }
}
