package dev.goldcrest.promql;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import java.util.ArrayList;
import java.util.List;

/**
 * One line of a script that describes a series: a metric, then values with repetitions.
 *
 * <p>{@code _} is a gap, {@code 1x3} a value repeated three more times, {@code 1+2x3} a value and
 * three more in steps of two, {@code stale} a staleness marker.
 */
final class SeriesNotation {
  /** Where the series has no sample. */
  static final long GAP = SampleValue.STALE_BITS + 1;

  final Labels labels;
  final List<Long> valueBits = new ArrayList<>();
  boolean histograms;

  private final String text;
  private int pos;

  private SeriesNotation(String text) {
    this.text = text;
    this.labels = parseMetric();
    while (pos < text.length()) {
      skipSpace();
      if (pos < text.length()) {
        parseItem();
      }
    }
  }

  static SeriesNotation parse(String line) {
    return new SeriesNotation(line);
  }

  private void skipSpace() {
    while (pos < text.length() && Character.isWhitespace(text.charAt(pos))) {
      pos++;
    }
  }

  private Labels parseMetric() {
    Labels.Builder labels = Labels.builder();
    int start = pos;
    while (pos < text.length() && !Character.isWhitespace(text.charAt(pos)) && peek() != '{') {
      pos++;
    }
    labels.set(Labels.METRIC_NAME, text.substring(start, pos));
    int beforeBrace = pos;
    skipSpace();
    if (peek() != '{' || text.startsWith("{{", pos)) {
      pos = beforeBrace;
      return labels.build();
    }
    pos++;
    while (true) {
      skipSpace();
      if (peek() == '}') {
        pos++;
        return labels.build();
      }
      if (peek() == ',') {
        pos++;
        continue;
      }
      String name = isQuote(peek()) ? parseQuoted() : parseIdentifier();
      skipSpace();
      if (peek() != '=') {
        labels.set(Labels.METRIC_NAME, name);
        continue;
      }
      pos++;
      skipSpace();
      labels.set(name, parseQuoted());
    }
  }

  private char peek() {
    return pos < text.length() ? text.charAt(pos) : '\0';
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'' || c == '`';
  }

  private String parseIdentifier() {
    int start = pos;
    while (Character.isLetterOrDigit(peek()) || peek() == '_') {
      pos++;
    }
    if (start == pos) {
      throw new IllegalArgumentException("no label name at " + pos + " in: " + text);
    }
    return text.substring(start, pos);
  }

  private String parseQuoted() {
    int start = pos;
    char quote = text.charAt(pos++);
    while (peek() != quote) {
      pos += peek() == '\\' && quote != '`' ? 2 : 1;
    }
    pos++;
    return unquote(text.substring(start, pos));
  }

  /** Returns the value of a quoted string, by way of the language itself. */
  static String unquote(String quoted) {
    try {
      return Selectors.parse("{x=" + quoted + ",y=\"y\"}").getFirst().value();
    } catch (dev.goldcrest.query.QueryException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void parseItem() {
    if (text.startsWith("{{", pos)) {
      parseHistogram();
      return;
    }
    int start = pos;
    while (pos < text.length() && !Character.isWhitespace(text.charAt(pos))) {
      pos++;
    }
    addItem(text.substring(start, pos));
  }

  private void parseHistogram() {
    histograms = true;
    int end = pos;
    do {
      end = text.indexOf("}}", end) + 2;
    } while (text.startsWith("+{{", end) || text.startsWith("-{{", end));
    int next = end;
    while (next < text.length() && !Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    String suffix = text.substring(end, next);
    pos = next;
    int count = suffix.startsWith("x") ? Integer.parseInt(suffix.substring(1)) + 1 : 1;
    for (int i = 0; i < count; i++) {
      valueBits.add(GAP);
    }
  }

  private void addItem(String item) {
    int times = item.indexOf('x');
    int repeats = times < 0 ? 0 : Integer.parseInt(item.substring(times + 1));
    String value = times < 0 ? item : item.substring(0, times);
    if (value.equals("_")) {
      for (int i = 0; i < (times < 0 ? 1 : repeats); i++) {
        valueBits.add(GAP);
      }
      return;
    }
    if (value.equals("stale")) {
      valueBits.add(SampleValue.STALE_BITS);
      return;
    }
    int sign = signAfterNumber(value);
    double first = number(sign < 0 ? value : value.substring(0, sign));
    double step = sign < 0 ? 0 : number(value.substring(sign));
    double current = first;
    for (int i = 0; i <= repeats; i++) {
      valueBits.add(SampleValue.bits(current));
      current += step;
    }
  }

  private static int signAfterNumber(String value) {
    for (int i = 1; i < value.length(); i++) {
      char c = value.charAt(i);
      char before = Character.toLowerCase(value.charAt(i - 1));
      if ((c == '+' || c == '-') && before != 'e') {
        return i;
      }
    }
    return -1;
  }

  /** Parses a number as scripts write it. */
  static double number(String text) {
    String bare = text.startsWith("+") ? text.substring(1) : text;
    return switch (bare.toLowerCase(java.util.Locale.ROOT)) {
      case "inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      case "nan", "-nan" -> Double.NaN;
      default -> Double.parseDouble(bare);
    };
  }
}
