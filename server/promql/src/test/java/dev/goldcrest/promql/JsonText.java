package dev.goldcrest.promql;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the JSON of case files into maps, lists, strings and numbers. */
final class JsonText {
  private final String text;
  private int pos;

  private JsonText(String text) {
    this.text = text;
  }

  @SuppressWarnings("unchecked")
  static Map<String, Object> object(String line) {
    return (Map<String, Object>) new JsonText(line).value();
  }

  private char next() {
    while (Character.isWhitespace(text.charAt(pos))) {
      pos++;
    }
    return text.charAt(pos);
  }

  private Object value() {
    char c = next();
    if (c == '{') {
      Map<String, Object> map = new LinkedHashMap<>();
      pos++;
      while (next() != '}') {
        String key = string();
        next();
        pos++;
        map.put(key, value());
        if (next() == ',') {
          pos++;
        }
      }
      pos++;
      return map;
    }
    if (c == '[') {
      List<Object> list = new ArrayList<>();
      pos++;
      while (next() != ']') {
        list.add(value());
        if (next() == ',') {
          pos++;
        }
      }
      pos++;
      return list;
    }
    return c == '"' ? string() : bare();
  }

  private Object bare() {
    int start = pos;
    while (pos < text.length() && ",]} ".indexOf(text.charAt(pos)) < 0) {
      pos++;
    }
    String word = text.substring(start, pos);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> "null";
      default -> Double.parseDouble(word);
    };
  }

  private String string() {
    next();
    StringBuilder out = new StringBuilder();
    pos++;
    while (text.charAt(pos) != '"') {
      char c = text.charAt(pos++);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = text.charAt(pos++);
      switch (escape) {
        case 'n' -> out.append('\n');
        case 't' -> out.append('\t');
        case 'r' -> out.append('\r');
        case 'b' -> out.append('\b');
        case 'f' -> out.append('\f');
        case 'u' -> {
          out.append((char) Integer.parseInt(text, pos, pos + 4, 16));
          pos += 4;
        }
        default -> out.append(escape);
      }
    }
    pos++;
    return out.toString();
  }
}
