package dev.goldcrest.rules.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of a template: its output so far, the dot, the variables and the limits. Used once. */
final class Expansion {
  /** The longest output, in characters. */
  static final int MAX_OUTPUT = 64 << 10;

  /** The most nodes and rounds of loops that may run. */
  static final int MAX_STEPS = 100_000;

  /** How deep named templates may include each other. */
  static final int MAX_DEPTH = 100;

  private final Template template;
  private final TemplateContext context;
  private final StringBuilder out = new StringBuilder();
  private final List<String> names = new ArrayList<>();
  private final List<Value> values = new ArrayList<>();
  private String templateName;
  private Value dot;
  private int depth;
  private int steps;
  private @Nullable Sourced at;

  Expansion(Template template, TemplateContext context) {
    this.template = template;
    this.context = context;
    this.templateName = template.name();
    this.dot = context.data();
    declare("$", dot);
    if (template.variables().size() != context.variables().size()) {
      throw new IllegalStateException(
          "BUG: template variables " + template.variables() + " have no values");
    }
    for (int i = 0; i < template.variables().size(); i++) {
      declare(template.variables().get(i), context.variables().get(i));
    }
  }

  String run() throws TemplateException {
    template.body().execute(this);
    return out.toString();
  }

  TemplateEnvironment environment() {
    return context.environment();
  }

  void print(String text) throws TemplateException {
    if (out.length() + text.length() > MAX_OUTPUT) {
      throw error("the output is longer than " + MAX_OUTPUT + " characters");
    }
    out.append(text);
  }

  /** Counts work, so that no template runs for ever. */
  void step() throws TemplateException {
    steps++;
    if (steps > MAX_STEPS) {
      throw error("the template takes more than " + MAX_STEPS + " steps");
    }
  }

  /** Notes what is being evaluated, for messages. */
  void at(Sourced part) {
    this.at = part;
  }

  TemplateException error(String message) {
    Sourced part = at;
    return Place.of(template.text(), part == null ? 0 : part.offset())
        .runError(template.name(), templateName, part == null ? "" : part.source(), message);
  }

  Value dot() {
    return dot;
  }

  Flow withDot(Value value, Node.Block body) throws TemplateException {
    Value outer = dot;
    dot = value;
    try {
      return body.execute(this);
    } finally {
      dot = outer;
    }
  }

  void include(String name, Value data) throws TemplateException {
    Node.Block body = template.definitions().get(name);
    if (body == null) {
      throw error("template \"" + name + "\" not defined");
    }
    if (depth == MAX_DEPTH) {
      throw error("exceeded maximum template depth (" + MAX_DEPTH + ")");
    }
    String outerName = templateName;
    int scope = openScope();
    templateName = name;
    depth++;
    try {
      declare("$", data);
      withDot(data, body);
    } finally {
      depth--;
      templateName = outerName;
      closeScope(scope);
    }
  }

  int openScope() {
    return names.size();
  }

  void closeScope(int scope) {
    names.subList(scope, names.size()).clear();
    values.subList(scope, values.size()).clear();
  }

  void declare(String name, Value value) {
    names.add(name);
    values.add(value);
  }

  void assign(String name, Value value) {
    values.set(indexOf(name), value);
  }

  Value variable(String name) {
    return values.get(indexOf(name));
  }

  private int indexOf(String name) {
    int index = names.lastIndexOf(name);
    if (index < 0) {
      throw new IllegalStateException("BUG: the parser let the unknown variable " + name + " pass");
    }
    return index;
  }
}
