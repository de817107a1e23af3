package dev.goldcrest.rules;

import dev.goldcrest.runtime.config.Position;
import dev.goldcrest.runtime.config.YamlNode;

/**
 * Finds the place in a rule file that a message about an expression means.
 *
 * <p>Such messages begin with {@code line:column:} within the expression; in the file the
 * expression is indented, quoted or begins a line later.
 */
final class ExpressionPlace {
  private ExpressionPlace() {}

  /** Returns the place in the file, or the scalar's own when it cannot be told. */
  static Position find(YamlNode.Scalar expression, String message, String fileText) {
    Position start = expression.position();
    int firstColon = message.indexOf(':');
    int secondColon = message.indexOf(':', firstColon + 1);
    if (secondColon < 0) {
      return start;
    }
    int line = number(message, 0, firstColon);
    int column = number(message, firstColon + 1, secondColon);
    String wanted = line(expression.text(), line);
    if (line < 1 || column < 1 || wanted.isEmpty()) {
      return start;
    }
    // A one-line expression stands where the scalar begins, a block's first line below its mark.
    for (int fileLine = start.line() + line - 1; fileLine <= start.line() + line; fileLine++) {
      int from = fileLine == start.line() ? start.column() - 1 : 0;
      int at = line(fileText, fileLine).indexOf(wanted, from);
      if (at >= 0) {
        return new Position(start.file(), fileLine, at + column);
      }
    }
    return start;
  }

  private static int number(String text, int from, int to) {
    int value = 0;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || i - from > 6) {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return to > from ? value : -1;
  }

  /** Returns a line, counting from 1, without its end; empty when there is none. */
  private static String line(String text, int number) {
    int start = 0;
    for (int i = 1; i < number; i++) {
      start = text.indexOf('\n', start) + 1;
      if (start == 0) {
        return "";
      }
    }
    int end = text.indexOf('\n', start);
    String line = end < 0 ? text.substring(start) : text.substring(start, end);
    return line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
  }
}
