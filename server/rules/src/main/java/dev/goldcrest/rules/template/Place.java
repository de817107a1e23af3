package dev.goldcrest.rules.template;

import java.nio.charset.StandardCharsets;

/**
 * A place in a template.
 *
 * @param line counting from 1
 * @param column bytes of UTF-8 before it on its line, as Go counts
 */
record Place(int line, int column) {
  static Place of(String text, int offset) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    int column = text.substring(lineStart, offset).getBytes(StandardCharsets.UTF_8).length;
    return new Place(line, column);
  }

  TemplateException parseError(String name, String message) {
    return new TemplateException(
        "error parsing template " + name + ": template: " + name + ":" + line + ": " + message);
  }

  /**
   * Returns an error at run time.
   *
   * @param template the named template in which it occurred
   * @param context the part that was evaluated
   */
  TemplateException runError(String name, String template, String context, String message) {
    return new TemplateException(
        "error executing template "
            + name
            + ": template: "
            + name
            + ":"
            + line
            + ":"
            + column
            + ": executing \""
            + template
            + "\" at <"
            + context
            + ">: "
            + message);
  }
}
