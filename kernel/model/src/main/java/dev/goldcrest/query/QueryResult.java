package dev.goldcrest.query;

import java.util.List;

/**
 * A value with what the evaluation wants to say about it.
 *
 * @param warnings things that make the result doubtful, deduplicated, in plan order
 * @param infos hints, deduplicated, in plan order
 */
public record QueryResult(QueryValue value, List<String> warnings, List<String> infos) {
  /** Copies the lists. */
  public QueryResult {
    warnings = List.copyOf(warnings);
    infos = List.copyOf(infos);
  }
}
