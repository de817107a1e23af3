package dev.goldcrest.runtime.http;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The start line and the header fields of a received message, as they came. */
final class MessageHead {
  private final String startLine;
  private final List<String> fields; // name, value, name, value, …

  MessageHead(String startLine, List<String> fields) {
    this.startLine = startLine;
    this.fields = fields;
  }

  String startLine() {
    return startLine;
  }

  /** Returns the first value of a field, or null; names are case-insensitive. */
  @Nullable String first(String name) {
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        return fields.get(i + 1);
      }
    }
    return null;
  }

  /** Returns how many lines a field has. */
  int count(String name) {
    int count = 0;
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name)) {
        count++;
      }
    }
    return count;
  }

  /** Tells whether a field's comma-separated values, over all its lines, contain a token. */
  boolean hasToken(String name, String token) {
    for (int i = 0; i < fields.size(); i += 2) {
      if (fields.get(i).equalsIgnoreCase(name) && listHas(fields.get(i + 1), token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean listHas(String list, String token) {
    int from = 0;
    while (from <= list.length()) {
      int comma = list.indexOf(',', from);
      int to = comma < 0 ? list.length() : comma;
      if (list.substring(from, to).trim().equalsIgnoreCase(token)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  List<HttpResponse.Header> headers() {
    ArrayList<HttpResponse.Header> headers = new ArrayList<>(fields.size() / 2);
    for (int i = 0; i < fields.size(); i += 2) {
      headers.add(new HttpResponse.Header(fields.get(i), fields.get(i + 1)));
    }
    return headers;
  }
}
