package dev.goldcrest.rules.template;

import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryValue;
import java.util.List;

/** How the template function {@code query} gets its answers. */
@FunctionalInterface
public interface TemplateQueries {
  /** Evaluates an expression at the time of the template. */
  List<QueryValue.Sample> query(String expression) throws QueryException;
}
