package dev.goldcrest.query;

/**
 * A checked expression. Immutable; safe for use by several threads, each evaluation being
 * independent.
 */
public interface PreparedQuery {
  /** Returns the expression as the engine prints it. */
  String canonicalText();

  /**
   * Evaluates at one instant.
   *
   * @param timeMillis Unix milliseconds
   */
  QueryResult instant(long timeMillis, QueryLimits limits) throws QueryException;

  /**
   * Evaluates at {@code startMillis, startMillis + stepMillis, …} up to {@code endMillis}
   * inclusive.
   *
   * @param stepMillis greater than 0
   * @return a {@link QueryValue.Matrix} result
   * @throws QueryException of kind {@link QueryException.Kind#BAD_DATA} when the expression is
   *     neither a scalar nor a vector
   */
  QueryResult range(long startMillis, long endMillis, long stepMillis, QueryLimits limits)
      throws QueryException;
}
