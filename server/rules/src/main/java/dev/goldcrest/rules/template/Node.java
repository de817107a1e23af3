package dev.goldcrest.rules.template;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A part of a template that makes output. */
sealed interface Node {
  /** Appends the node's output. */
  Flow execute(Expansion run) throws TemplateException;

  /** Nodes one after the other. */
  record Block(List<Node> nodes) implements Node {
    public Block {
      nodes = List.copyOf(nodes);
    }

    @Override
    public Flow execute(Expansion run) throws TemplateException {
      for (Node node : nodes) {
        run.step();
        Flow flow = node.execute(run);
        if (flow != Flow.NEXT) {
          return flow;
        }
      }
      return Flow.NEXT;
    }
  }

  /** Text outside of actions. */
  record Literal(String text) implements Node {
    @Override
    public Flow execute(Expansion run) throws TemplateException {
      run.print(text);
      return Flow.NEXT;
    }
  }

  /** A pipeline whose value is shown unless it sets a variable. */
  record Action(Pipeline pipeline) implements Node {
    @Override
    public Flow execute(Expansion run) throws TemplateException {
      Value value = pipeline.evaluate(run);
      if (pipeline.variables().isEmpty()) {
        run.print(value.text());
      }
      return Flow.NEXT;
    }
  }

  /** {@code if} and {@code with}; the latter moves the dot. */
  record Branch(boolean movesDot, Pipeline condition, Block then, Block otherwise) implements Node {
    @Override
    public Flow execute(Expansion run) throws TemplateException {
      int scope = run.openScope();
      try {
        Value value = condition.evaluate(run);
        if (!value.truth()) {
          return otherwise.execute(run);
        }
        return movesDot ? run.withDot(value, then) : then.execute(run);
      } finally {
        run.closeScope(scope);
      }
    }
  }

  /** {@code range} over a slice, a map in key order, or the numbers below an integer. */
  record Range(Pipeline over, Block body, Block otherwise) implements Node, Sourced {
    @Override
    public int offset() {
      return over.offset();
    }

    @Override
    public String source() {
      return "range " + over.source();
    }

    @Override
    public Flow execute(Expansion run) throws TemplateException {
      Value value = over.value(run);
      boolean any = false;
      if (value instanceof Value.Items items) {
        for (int i = 0; i < items.values().size(); i++) {
          any = true;
          if (once(run, new Value.Int(i), items.values().get(i)) == Flow.BREAK) {
            break;
          }
        }
      } else if (value instanceof Value.Fields map && !map.isStruct()) {
        for (Map.Entry<String, Value> entry : map.sorted().entrySet()) {
          any = true;
          if (once(run, new Value.Text(entry.getKey()), entry.getValue()) == Flow.BREAK) {
            break;
          }
        }
      } else if (value instanceof Value.Int count) {
        for (long i = 0; i < count.value(); i++) {
          any = true;
          Value number = new Value.Int(i);
          if (once(run, number, number) == Flow.BREAK) {
            break;
          }
        }
      } else if (value != Value.Nothing.INSTANCE) {
        run.at(this);
        throw run.error("range can't iterate over " + value.text());
      }
      return any ? Flow.NEXT : otherwise.execute(run);
    }

    private Flow once(Expansion run, Value key, Value element) throws TemplateException {
      int scope = run.openScope();
      try {
        run.step();
        List<String> names = over.variables();
        if (names.size() == 2) {
          over.bind(run, names.get(0), key);
        }
        if (!names.isEmpty()) {
          over.bind(run, names.get(names.size() - 1), element);
        }
        return run.withDot(element, body);
      } finally {
        run.closeScope(scope);
      }
    }
  }

  /** {@code template}: the output of a named template. */
  record Include(int offset, String name, Optional<Pipeline> data) implements Node, Sourced {
    @Override
    public String source() {
      return "{{template \"" + name + "\"" + data.map(p -> " " + p.source()).orElse("") + "}}";
    }

    @Override
    public Flow execute(Expansion run) throws TemplateException {
      run.at(this);
      Value value = data.isPresent() ? data.get().evaluate(run) : Value.Nothing.INSTANCE;
      run.at(this);
      run.include(name, value);
      return Flow.NEXT;
    }
  }

  /** {@code break} and {@code continue}. */
  record Jump(Flow flow) implements Node {
    @Override
    public Flow execute(Expansion run) {
      return flow;
    }
  }
}
