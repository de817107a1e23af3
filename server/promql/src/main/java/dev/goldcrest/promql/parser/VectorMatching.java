package dev.goldcrest.promql.parser;

import java.util.List;

/**
 * How the series of the two sides of an operator find each other.
 *
 * @param on whether {@code labels} are the ones to compare; otherwise the ones to ignore
 * @param include labels of the "one" side that are copied to the result
 */
public record VectorMatching(
    Cardinality cardinality, boolean on, List<String> labels, List<String> include) {
  /** How many series of each side may share a match group. */
  public enum Cardinality {
    ONE_TO_ONE,
    MANY_TO_ONE,
    ONE_TO_MANY,
    MANY_TO_MANY
  }

  /** Copies the lists. */
  public VectorMatching {
    labels = List.copyOf(labels);
    include = List.copyOf(include);
  }

  /** Tells whether the matching was written with {@code group_left} or {@code group_right}. */
  public boolean isGrouped() {
    return cardinality == Cardinality.MANY_TO_ONE || cardinality == Cardinality.ONE_TO_MANY;
  }
}
