package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryEngine;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryLimits;
import dev.goldcrest.query.QueryResult;
import dev.goldcrest.query.QueryValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A query engine whose answers a test sets. Expressions that begin with {@code bad} do not parse;
 * those without an answer are empty.
 */
final class ScriptedQueries implements QueryEngine {
  /** Answers one expression. */
  interface Answer {
    QueryValue at(long timeMillis) throws QueryException;
  }

  private final Map<String, Answer> answers = new HashMap<>();
  private final List<String> asked = new ArrayList<>();

  void answer(String expression, Answer answer) {
    answers.put(expression, answer);
  }

  void vector(String expression, QueryValue.Sample... samples) {
    answers.put(expression, _ -> new QueryValue.Vector(List.of(samples)));
  }

  void fail(String expression, String message) {
    answers.put(
        expression,
        _ -> {
          throw new QueryException(QueryException.Kind.EXECUTION, message);
        });
  }

  static QueryValue.Sample sample(double value, String... labels) {
    return new QueryValue.Sample(Labels.of(labels), 0, value);
  }

  /** Returns what was evaluated, as {@code expression@time}. */
  List<String> asked() {
    return asked;
  }

  @Override
  public PreparedQuery prepare(String expression) throws QueryException {
    if (expression.startsWith("bad")) {
      throw new QueryException(
          QueryException.Kind.BAD_DATA, "1:4: parse error: unexpected \"" + expression + "\"");
    }
    return new PreparedQuery() {
      @Override
      public String canonicalText() {
        return expression.strip();
      }

      @Override
      public QueryResult instant(long timeMillis, QueryLimits limits) throws QueryException {
        asked.add(expression + "@" + timeMillis);
        Answer answer = answers.getOrDefault(expression, _ -> new QueryValue.Vector(List.of()));
        return new QueryResult(answer.at(timeMillis), List.of(), List.of());
      }

      @Override
      public QueryResult range(long start, long end, long step, QueryLimits limits) {
        throw new IllegalStateException("BUG: rules ask for instants only");
      }
    };
  }
}
