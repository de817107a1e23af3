package dev.goldcrest.scrape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one well-formed JSON object of a test file into maps, lists, strings and doubles. */
final class JsonLine {
  private final String text;
  private int at;

  private JsonLine(String text) {
    this.text = text;
  }

  static Map<String, Object> parse(String line) {
    return object(new JsonLine(line).value());
  }

  static Map<String, Object> object(Object value) {
    Map<String, Object> object = new LinkedHashMap<>();
    ((Map<?, ?>) value).forEach((name, member) -> object.put((String) name, member));
    return object;
  }

  private Object value() {
    char c = peek();
    return switch (c) {
      case '{' -> members();
      case '[' -> elements();
      case '"' -> string();
      default -> word();
    };
  }

  private char peek() {
    while (" ,:".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return text.charAt(at);
  }

  private Map<String, Object> members() {
    Map<String, Object> members = new LinkedHashMap<>();
    at++;
    while (peek() != '}') {
      String name = string();
      members.put(name, value());
    }
    at++;
    return members;
  }

  private List<Object> elements() {
    List<Object> elements = new ArrayList<>();
    at++;
    while (peek() != ']') {
      elements.add(value());
    }
    at++;
    return elements;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    peek();
    for (at++; text.charAt(at) != '"'; at++) {
      char c = text.charAt(at);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(++at);
      if (escaped == 'u') {
        out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
        at += 4;
      } else {
        int known = "nrtbf".indexOf(escaped);
        out.append(known < 0 ? escaped : "\n\r\t\b\f".charAt(known));
      }
    }
    at++;
    return out.toString();
  }

  private Object word() {
    int start = at;
    while (at < text.length() && "]},: ".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> "null";
      default -> Double.valueOf(word);
    };
  }
}
