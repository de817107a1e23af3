package dev.goldcrest.rules.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stage of a pipeline: an operand, or a function or method with its arguments.
 *
 * @param operands at least one
 */
record Command(int offset, List<Operand> operands) implements Sourced {
  Command {
    operands = List.copyOf(operands);
  }

  /**
   * Returns the command's value.
   *
   * @param piped the value of the stage before, which becomes the last argument; null for none
   */
  Value evaluate(Expansion run, @Nullable Value piped) throws TemplateException {
    Operand first = operands.get(0);
    if (first instanceof Operand.Function f && (f.name().equals("and") || f.name().equals("or"))) {
      return choose(run, f.name().equals("or"), piped);
    }
    run.at(first);
    List<Value> arguments = new ArrayList<>(operands.size());
    for (int i = 1; i < operands.size(); i++) {
      arguments.add(operands.get(i).evaluate(run));
    }
    if (piped != null) {
      arguments.add(piped);
    }
    return first.call(run, this, arguments);
  }

  /** Evaluates the arguments of {@code and} or {@code or} only as far as needed. */
  private Value choose(Expansion run, boolean wanted, @Nullable Value piped)
      throws TemplateException {
    Value last = null;
    for (int i = 1; i < operands.size(); i++) {
      last = operands.get(i).evaluate(run);
      if (last.truth() == wanted) {
        return last;
      }
    }
    last = piped != null ? piped : last;
    if (last == null) {
      run.at(operands.get(0));
      throw run.error(
          "wrong number of args for " + operands.get(0).source() + ": want at least 1 got 0");
    }
    return last;
  }

  @Override
  public String source() {
    StringBuilder out = new StringBuilder();
    for (Operand operand : operands) {
      if (!out.isEmpty()) {
        out.append(' ');
      }
      boolean nested = operand instanceof Pipeline;
      out.append(nested ? "(" : "").append(operand.source()).append(nested ? ")" : "");
    }
    return out.toString();
  }
}
