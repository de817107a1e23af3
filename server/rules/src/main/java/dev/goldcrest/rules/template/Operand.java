package dev.goldcrest.rules.template;

import java.util.List;

/** A value in a command: a constant, the dot, a variable, a field, a function or parentheses. */
sealed interface Operand extends Sourced
    permits Operand.Constant,
        Operand.Dot,
        Operand.Variable,
        Operand.Path,
        Operand.Function,
        Pipeline {
  /** Returns the value of the operand alone. */
  Value evaluate(Expansion run) throws TemplateException;

  /**
   * Returns the value of a command that begins with this operand.
   *
   * @param arguments the values after it; only functions and methods take any
   */
  default Value call(Expansion run, Command command, List<Value> arguments)
      throws TemplateException {
    if (!arguments.isEmpty()) {
      run.at(this);
      throw run.error("can't give argument to non-function " + source());
    }
    return evaluate(run);
  }

  /** A boolean, number, string or nil. */
  record Constant(int offset, String source, Value value) implements Operand {
    @Override
    public Value evaluate(Expansion run) {
      run.at(this);
      return value;
    }
  }

  /** The data that the surrounding action works on. */
  record Dot(int offset) implements Operand {
    @Override
    public String source() {
      return ".";
    }

    @Override
    public Value evaluate(Expansion run) {
      run.at(this);
      return run.dot();
    }
  }

  /** A variable, or {@code $} for the data the template began with. */
  record Variable(int offset, String name) implements Operand {
    @Override
    public String source() {
      return name;
    }

    @Override
    public Value evaluate(Expansion run) {
      run.at(this);
      return run.variable(name);
    }
  }

  /** Fields, map keys or a method, after the dot, a variable or parentheses. */
  record Path(int offset, Operand base, List<String> names) implements Operand {
    @Override
    public String source() {
      StringBuilder out = new StringBuilder();
      if (base instanceof Pipeline) {
        out.append('(').append(base.source()).append(')');
      } else if (!(base instanceof Dot)) {
        out.append(base.source());
      }
      for (String name : names) {
        out.append('.').append(name);
      }
      return out.toString();
    }

    @Override
    public Value evaluate(Expansion run) throws TemplateException {
      return follow(run, List.of());
    }

    @Override
    public Value call(Expansion run, Command command, List<Value> arguments)
        throws TemplateException {
      return follow(run, arguments);
    }

    private Value follow(Expansion run, List<Value> arguments) throws TemplateException {
      run.at(this);
      Value value = base instanceof Dot ? run.dot() : base.evaluate(run);
      for (int i = 0; i < names.size(); i++) {
        boolean last = i == names.size() - 1;
        value = member(run, value, names.get(i), last ? arguments : List.of());
      }
      return value;
    }

    private static Value member(Expansion run, Value receiver, String name, List<Value> arguments)
        throws TemplateException {
      if (receiver instanceof Value.Time || receiver instanceof Value.Span) {
        try {
          return GoTime.method(receiver, name, arguments);
        } catch (FunctionException e) {
          throw run.error(e.getMessage());
        }
      }
      if (receiver == Value.Nothing.INSTANCE) {
        return receiver;
      }
      if (!(receiver instanceof Value.Fields fields)) {
        throw run.error("can't evaluate field " + name + " in type " + receiver.goType());
      }
      Value found = fields.entries().get(name);
      if (found == null && fields.isStruct()) {
        throw run.error("can't evaluate field " + name + " in type " + fields.goType());
      }
      if (!arguments.isEmpty()) {
        throw run.error(name + " is not a method but has arguments");
      }
      return found == null ? Value.Nothing.INSTANCE : found;
    }
  }

  /** A function's name. */
  record Function(int offset, String name) implements Operand {
    @Override
    public String source() {
      return name;
    }

    @Override
    public Value evaluate(Expansion run) throws TemplateException {
      return call(run, new Command(offset, List.of(this)), List.of());
    }

    @Override
    public Value call(Expansion run, Command command, List<Value> arguments)
        throws TemplateException {
      try {
        return Functions.call(name, arguments, run.environment());
      } catch (FunctionException e) {
        run.at(e.inBody() ? command : this);
        throw run.error(
            e.inBody() ? "error calling " + name + ": " + e.getMessage() : e.getMessage());
      }
    }
  }
}
