package dev.goldcrest.query;

/**
 * Turns expressions into queries that can be evaluated again and again. Safe for use by several
 * threads.
 */
public interface QueryEngine {
  /**
   * Parses and checks an expression.
   *
   * @throws QueryException of kind {@link QueryException.Kind#BAD_DATA} that points at the
   *     offending character
   */
  PreparedQuery prepare(String expression) throws QueryException;
}
