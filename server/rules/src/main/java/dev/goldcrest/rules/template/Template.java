package dev.goldcrest.rules.template;

import java.util.List;
import java.util.Map;

/**
 * A parsed template, to be expanded again and again. Immutable; safe for use by several threads.
 */
public final class Template {
  private final String name;
  private final String text;
  private final Node.Block body;
  private final Map<String, Node.Block> definitions;
  private final List<String> variables;

  Template(
      String name,
      String text,
      Node.Block body,
      Map<String, Node.Block> definitions,
      List<String> variables) {
    this.name = name;
    this.text = text;
    this.body = body;
    this.definitions = definitions;
    this.variables = List.copyOf(variables);
  }

  /**
   * Parses a template.
   *
   * @param name what messages call it
   * @param variables the names, with their {@code $}, that the context will give values to
   */
  public static Template parse(String name, String text, List<String> variables)
      throws TemplateException {
    return new TemplateParser(name, text, variables).parse();
  }

  /** Returns the text that the template makes of the given data. */
  public String expand(TemplateContext context) throws TemplateException {
    return new Expansion(this, context).run();
  }

  String name() {
    return name;
  }

  String text() {
    return text;
  }

  Node.Block body() {
    return body;
  }

  Map<String, Node.Block> definitions() {
    return definitions;
  }

  List<String> variables() {
    return variables;
  }
}
