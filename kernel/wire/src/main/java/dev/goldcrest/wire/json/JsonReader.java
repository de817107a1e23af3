package dev.goldcrest.wire.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JSON document (RFC 8259) into a tree of {@link Map}, {@link List}, {@link String}, {@link
 * Double}, {@link Boolean} and {@code null}. For small documents: the whole tree is in memory.
 */
public final class JsonReader {
  /** How deep a document may nest. */
  public static final int MAX_DEPTH = 64;

  /** How many characters are read at most. */
  public static final int MAX_CHARACTERS = 16 << 20;

  private final String text;
  private int at;

  private JsonReader(String text) {
    this.text = text;
  }

  /** Reads one document; nothing but white space may follow it. */
  public static @Nullable Object parse(String text) throws JsonException {
    if (text.length() > MAX_CHARACTERS) {
      throw new JsonException(0, "more than " + MAX_CHARACTERS + " characters");
    }
    JsonReader reader = new JsonReader(text);
    Object value = reader.value(0);
    reader.skipSpace();
    if (reader.at < text.length()) {
      throw reader.unexpected("the end");
    }
    return value;
  }

  private @Nullable Object value(int depth) throws JsonException {
    if (depth > MAX_DEPTH) {
      throw new JsonException(at, "nests more than " + MAX_DEPTH + " levels");
    }
    skipSpace();
    if (at >= text.length()) {
      throw unexpected("a value");
    }
    char c = text.charAt(at);
    return switch (c) {
      case '{' -> object(depth);
      case '[' -> array(depth);
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws JsonException {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    if (isNext('}')) {
      return members;
    }
    do {
      skipSpace();
      if (at >= text.length() || text.charAt(at) != '"') {
        throw unexpected("a member name");
      }
      String name = string();
      if (!isNext(':')) {
        throw unexpected("':'");
      }
      members.put(name, value(depth + 1));
    } while (isNext(','));
    if (!isNext('}')) {
      throw unexpected("',' or '}'");
    }
    return members;
  }

  private List<@Nullable Object> array(int depth) throws JsonException {
    List<@Nullable Object> items = new ArrayList<>();
    at++;
    if (isNext(']')) {
      return items;
    }
    do {
      items.add(value(depth + 1));
    } while (isNext(','));
    if (!isNext(']')) {
      throw unexpected("',' or ']'");
    }
    return items;
  }

  private String string() throws JsonException {
    StringBuilder out = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      if (c < 0x20) {
        throw new JsonException(at - 1, "control character in a string");
      }
      out.append(c == '\\' ? escaped() : c);
    }
    throw unexpected("'\"'");
  }

  private char escaped() throws JsonException {
    if (at >= text.length()) {
      throw unexpected("an escape");
    }
    char c = text.charAt(at++);
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw new JsonException(at - 1, "unknown escape '\\" + c + "'");
    };
  }

  private char unicode() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
      if (digit < 0 || text.charAt(at) > 'f') {
        throw unexpected("four hexadecimal digits");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private @Nullable Object literal(String word, @Nullable Object value) throws JsonException {
    if (!text.startsWith(word, at)) {
      throw unexpected(word);
    }
    at += word.length();
    return value;
  }

  private Double number() throws JsonException {
    int start = at;
    if (at < text.length() && text.charAt(at) == '-') {
      at++;
    }
    int whole = digits();
    boolean leadingZero = whole > 1 && text.charAt(at - whole) == '0';
    if (whole == 0 || leadingZero) {
      at = start;
      throw unexpected("a value");
    }
    if (at < text.length() && text.charAt(at) == '.') {
      at++;
      if (digits() == 0) {
        throw unexpected("a digit");
      }
    }
    if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      if (digits() == 0) {
        throw unexpected("a digit");
      }
    }
    double value = Double.parseDouble(text.substring(start, at));
    if (Double.isInfinite(value)) {
      throw new JsonException(start, "number beyond the range of a 64-bit float");
    }
    return value;
  }

  private int digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }

  private boolean isNext(char wanted) {
    skipSpace();
    if (at < text.length() && text.charAt(at) == wanted) {
      at++;
      return true;
    }
    return false;
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private JsonException unexpected(String wanted) {
    String found = at < text.length() ? "'" + text.charAt(at) + "'" : "the end";
    return new JsonException(at, "expected " + wanted + ", found " + found);
  }
}
