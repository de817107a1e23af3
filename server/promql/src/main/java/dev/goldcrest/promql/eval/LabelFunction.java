package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Regex;
import dev.goldcrest.promql.parser.Function;
import dev.goldcrest.query.QueryException;
import java.util.List;
import java.util.Optional;

/** {@code label_replace} and {@code label_join}: other labels, the same values. */
final class LabelFunction implements Operator {
  private final Operator input;
  private final Function function;
  private final List<String> arguments;

  /**
   * Creates the node.
   *
   * @param arguments destination, replacement, source and expression, or destination, separator and
   *     sources
   */
  LabelFunction(Operator input, Function function, List<String> arguments) {
    this.input = input;
    this.function = function;
    this.arguments = arguments;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    String destination = arguments.get(0);
    checkName("destination", destination);
    boolean replace = function == Function.LABEL_REPLACE;
    Regex regex = Regex.compile("");
    if (replace) {
      try {
        regex = Regex.compile(arguments.get(3));
      } catch (IllegalArgumentException e) {
        throw Evaluation.failure(
            "invalid regular expression in label_replace(): " + arguments.get(3));
      }
    } else {
      for (String source : arguments.subList(2, arguments.size())) {
        checkName("source", source);
      }
    }
    SeriesLabels inputs = input.series();
    SeriesLabels result = inputs.derive(inputs.size());
    for (int i = 0; i < inputs.size(); i++) {
      Labels labels = inputs.get(i);
      Optional<String> value = replace ? replaced(labels, regex) : Optional.of(joined(labels));
      boolean named = value.isPresent() && destination.equals(Labels.METRIC_NAME);
      result.add(
          value.isPresent() ? labels.with(destination, value.get()) : labels,
          inputs.isNameless(i) && !named);
    }
    return result;
  }

  private void checkName(String role, String name) throws QueryException {
    if (name.isEmpty()) {
      throw Evaluation.failure(
          "invalid " + role + " label name in " + function.text() + "(): " + name);
    }
  }

  private Optional<String> replaced(Labels labels, Regex regex) {
    return regex.expand(labels.get(arguments.get(2)), arguments.get(1));
  }

  private String joined(Labels labels) {
    StringBuilder joined = new StringBuilder();
    for (int i = 2; i < arguments.size(); i++) {
      if (i > 2) {
        joined.append(arguments.get(1));
      }
      joined.append(labels.get(arguments.get(i)));
    }
    return joined.toString();
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    input.evaluate(index, out);
  }
}
