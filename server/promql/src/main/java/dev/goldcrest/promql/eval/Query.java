package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.EngineOptions;
import dev.goldcrest.promql.parser.Expr;
import dev.goldcrest.promql.parser.Expr.StringLiteral;
import dev.goldcrest.promql.parser.ParseErrors;
import dev.goldcrest.promql.parser.Printer;
import dev.goldcrest.promql.parser.ValueType;
import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryLimits;
import dev.goldcrest.query.QueryResult;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.storage.Queryable;

/** A parsed expression and the data to evaluate it over. */
public final class Query implements PreparedQuery {
  private final Expr expr;
  private final String text;
  private final Queryable storage;
  private final EngineOptions options;

  /**
   * Creates the query.
   *
   * @param text what {@code expr} was read from
   */
  public Query(Expr expr, String text, Queryable storage, EngineOptions options) {
    this.expr = expr;
    this.text = text;
    this.storage = storage;
    this.options = options;
  }

  @Override
  public String canonicalText() {
    return Printer.print(expr);
  }

  @Override
  public QueryResult instant(long timeMillis, QueryLimits limits) throws QueryException {
    Grid grid = new Grid(timeMillis, 0, 1);
    try (Evaluation evaluation = open(grid, limits)) {
      evaluation.check();
      Results results = new Results(evaluation, grid);
      QueryValue value =
          switch (expr.type()) {
            case STRING -> new QueryValue.Text(timeMillis, string());
            case SCALAR -> results.scalar(new Planner(evaluation, grid).plan(expr));
            case VECTOR -> results.vector(new Planner(evaluation, grid).plan(expr));
            case MATRIX -> results.samples(new Planner(evaluation, grid).planRange(expr));
          };
      return new QueryResult(value, evaluation.warnings(), evaluation.infos());
    }
  }

  private String string() {
    if (expr.unwrapped() instanceof StringLiteral literal) {
      return literal.value();
    }
    throw new IllegalStateException("BUG: " + expr + " is no string literal");
  }

  @Override
  public QueryResult range(long startMillis, long endMillis, long stepMillis, QueryLimits limits)
      throws QueryException {
    if (stepMillis <= 0 || endMillis < startMillis) {
      throw new QueryException(
          QueryException.Kind.BAD_DATA,
          "a range query needs a step greater than 0 and an end that is not before its start; got"
              + " start "
              + startMillis
              + ", end "
              + endMillis
              + ", step "
              + stepMillis
              + " (milliseconds)");
    }
    if (expr.type() != ValueType.SCALAR && expr.type() != ValueType.VECTOR) {
      throw new QueryException(
          QueryException.Kind.BAD_DATA,
          "invalid expression type \""
              + expr.type().documented()
              + "\" for range query, must be Scalar or instant Vector");
    }
    long count = (endMillis - startMillis) / stepMillis + 1;
    Grid grid = new Grid(startMillis, stepMillis, (int) Math.min(count, Integer.MAX_VALUE));
    try (Evaluation evaluation = open(grid, limits)) {
      evaluation.check();
      evaluation.charge(count);
      evaluation.release(count);
      Results results = new Results(evaluation, grid);
      QueryValue value = results.matrix(new Planner(evaluation, grid).plan(expr));
      return new QueryResult(value, evaluation.warnings(), evaluation.infos());
    }
  }

  private Evaluation open(Grid grid, QueryLimits limits) {
    return new Evaluation(
        storage, options, limits, grid, span -> ParseErrors.lineAndColumn(text, span.start()));
  }
}
