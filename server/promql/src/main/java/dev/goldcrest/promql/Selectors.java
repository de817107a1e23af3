package dev.goldcrest.promql;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.promql.parser.Parser;
import dev.goldcrest.query.QueryException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Selectors on their own, as the {@code match[]} parameters of the HTTP API are written. */
public final class Selectors {
  private Selectors() {}

  /**
   * Returns the matchers of one selector such as {@code up{job="node"}}, the one for the metric
   * name last.
   *
   * @throws QueryException of kind {@link QueryException.Kind#BAD_DATA} that points at the fault,
   *     also for a selector that would accept every series
   */
  public static List<Matcher> parse(String selector) throws QueryException {
    return Parser.parseSelector(selector);
  }

  /** Returns the matchers of every selector in an expression, in the order written. */
  public static List<List<Matcher>> in(String expression) throws QueryException {
    return Parser.parse(expression, true).accept(new SelectorCollector());
  }

  /** Returns the metric names that an expression selects by equality, in the order written. */
  public static Set<String> metricNames(String expression) throws QueryException {
    Set<String> names = new LinkedHashSet<>();
    for (List<Matcher> matchers : in(expression)) {
      for (Matcher matcher : matchers) {
        boolean name = matcher.name().equals(Labels.METRIC_NAME);
        if (name && matcher.type() == Matcher.Type.EQUAL) {
          names.add(matcher.value());
        }
      }
    }
    return names;
  }
}
