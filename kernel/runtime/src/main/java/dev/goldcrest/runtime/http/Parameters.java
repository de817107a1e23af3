package dev.goldcrest.runtime.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decoded parameters in the order they came: a form's first, then the query's. */
final class Parameters {
  /** How many parameters a request may have; a body of bare ampersands must not become a list. */
  static final int MAX_PARAMETERS = 1000;

  private final ArrayList<String> pairs = new ArrayList<>(); // name, value, name, value, …

  /** Adds the parameters of a query string or form; each character stands for one byte. */
  void add(String raw) throws HttpProblem {
    int from = 0;
    while (from < raw.length()) {
      int ampersand = raw.indexOf('&', from);
      int to = ampersand < 0 ? raw.length() : ampersand;
      if (to > from) {
        addPair(raw.substring(from, to));
      }
      from = to + 1;
    }
  }

  private void addPair(String pair) throws HttpProblem {
    if (pairs.size() == 2 * MAX_PARAMETERS) {
      throw new HttpProblem(400, "more than " + MAX_PARAMETERS + " parameters");
    }
    int equals = pair.indexOf('=');
    String name = equals < 0 ? pair : pair.substring(0, equals);
    pairs.add(PercentCoding.decodeParameter(name));
    pairs.add(equals < 0 ? "" : PercentCoding.decodeParameter(pair.substring(equals + 1)));
  }

  Optional<String> first(String name) {
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equals(name)) {
        return Optional.of(pairs.get(i + 1));
      }
    }
    return Optional.empty();
  }

  List<String> all(String name) {
    ArrayList<String> values = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i += 2) {
      if (pairs.get(i).equals(name)) {
        values.add(pairs.get(i + 1));
      }
    }
    return values;
  }
}
