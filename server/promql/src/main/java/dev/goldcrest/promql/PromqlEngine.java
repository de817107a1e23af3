package dev.goldcrest.promql;

import dev.goldcrest.promql.eval.Query;
import dev.goldcrest.promql.parser.Expr;
import dev.goldcrest.promql.parser.Parser;
import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryEngine;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.storage.Queryable;

/** The PromQL query engine over one storage. */
public final class PromqlEngine implements QueryEngine {
  private final Queryable storage;
  private final EngineOptions options;

  /** Creates an engine; it starts nothing and holds nothing between queries. */
  public PromqlEngine(Queryable storage, EngineOptions options) {
    this.storage = storage;
    this.options = options;
  }

  @Override
  public PreparedQuery prepare(String expression) throws QueryException {
    Expr expr = Parser.parse(expression, options.experimentalFunctions());
    return new Query(expr, expression, storage, options);
  }
}
