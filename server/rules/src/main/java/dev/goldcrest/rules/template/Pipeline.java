package dev.goldcrest.rules.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Commands whose values are handed from one to the next.
 *
 * @param variables what the value is given to; two only in {@code range}
 * @param declares whether the variables are new
 */
record Pipeline(int offset, List<String> variables, boolean declares, List<Command> commands)
    implements Operand {
  Pipeline {
    variables = List.copyOf(variables);
    commands = List.copyOf(commands);
  }

  @Override
  public Value evaluate(Expansion run) throws TemplateException {
    Value value = value(run);
    for (String name : variables) {
      bind(run, name, value);
    }
    return value;
  }

  /** Returns the value without setting variables. */
  Value value(Expansion run) throws TemplateException {
    run.at(this);
    @Nullable Value value = null;
    for (Command command : commands) {
      value = command.evaluate(run, value);
    }
    if (value == null) {
      throw new IllegalStateException("BUG: a pipeline without commands");
    }
    return value;
  }

  /** Declares or sets one variable. */
  void bind(Expansion run, String name, Value value) {
    if (declares) {
      run.declare(name, value);
    } else {
      run.assign(name, value);
    }
  }

  @Override
  public String source() {
    StringBuilder out = new StringBuilder();
    if (!variables.isEmpty()) {
      out.append(String.join(", ", variables)).append(declares ? " := " : " = ");
    }
    for (int i = 0; i < commands.size(); i++) {
      out.append(i > 0 ? " | " : "").append(commands.get(i).source());
    }
    return out.toString();
  }
}
