package dev.goldcrest.wire.exposition;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the part of a sample line that names its series, and keeps where names and values stand, so
 * that labels are only built for a series that is new.
 *
 * <p>Text 0.0.4 allows blanks between tokens, raw line breaks in quotes and a missing comma;
 * OpenMetrics allows none of these.
 */
final class SeriesReader {
  /** The most labels one series may have. */
  static final int MAX_LABELS = 1024;

  private static final int LABEL_START = 1;
  private static final int METRIC_START = 2;
  private static final int DIGIT = 4;
  private static final byte[] CLASSES = classes();

  private static final int UNSET = -1;

  private final Document document;
  private final boolean openMetrics;

  /** Where the metric name stands; quotes excluded. */
  private int nameStart;

  private int nameEnd;

  /** Four numbers for each label: start and end of the name, start and end of the value. */
  private int[] spans = new int[4 * 16];

  private int spanCount;

  SeriesReader(Document document, boolean openMetrics) {
    this.document = document;
    this.openMetrics = openMetrics;
  }

  private static byte[] classes() {
    byte[] classes = new byte[256];
    for (int c = 'a'; c <= 'z'; c++) {
      classes[c] = LABEL_START | METRIC_START;
      classes[c - 'a' + 'A'] = LABEL_START | METRIC_START;
    }
    classes['_'] = LABEL_START | METRIC_START;
    classes[':'] = METRIC_START;
    Arrays.fill(classes, '0', '9' + 1, (byte) DIGIT);
    return classes;
  }

  /** Reads name and labels from {@code at} on and returns where they end. */
  int read(int at) throws ExpositionException {
    spanCount = 0;
    nameStart = UNSET;
    if (document.peek(at) == '{') {
      int close = readBraces(at + 1, false);
      if (nameStart == UNSET) {
        throw ExpositionException.refused(document, at, close, "expected a metric name in braces");
      }
      return close;
    }
    int end = plainNameEnd(at);
    if (end == at) {
      throw ExpositionException.expected(document, at, "a valid start token");
    }
    nameStart = at;
    nameEnd = end;
    int next = openMetrics ? end : document.skipBlanks(end);
    return document.peek(next) == '{' ? readBraces(next + 1, false) : end;
  }

  /** Returns the end of an unquoted metric name, {@code at} itself when there is none. */
  int plainNameEnd(int at) {
    return nameEnd(at, METRIC_START);
  }

  private int nameEnd(int at, int startClass) {
    byte[] bytes = document.bytes;
    int end = document.end;
    int p = at;
    if (p < end && (CLASSES[bytes[p] & 0xff] & startClass) != 0) {
      int inside = startClass | DIGIT;
      do {
        p++;
      } while (p < end && (CLASSES[bytes[p] & 0xff] & inside) != 0);
    }
    return p;
  }

  /**
   * Reads what stands in braces, from behind the opening one to behind the closing one.
   *
   * @param exemplar whether these are an exemplar's labels: checked, but not kept
   */
  int readBraces(int from, boolean exemplar) throws ExpositionException {
    int p = from;
    while (true) {
      p = skip(p);
      if (document.peek(p) == '}') {
        return p + 1;
      }
      boolean quoted = document.peek(p) == '"';
      int start = quoted ? p + 1 : p;
      int end = quoted ? quotedEnd(p, !openMetrics || !exemplar) : nameEnd(p, LABEL_START);
      if (end <= start) {
        throw ExpositionException.expected(document, p, "label name");
      }
      p = skip(quoted ? end + 1 : end);
      int next = document.peek(p);
      if (quoted && !exemplar && (next == ',' || next == '}')) {
        setQuotedMetricName(start, end);
        if (next == '}') {
          return p + 1;
        }
        p++;
        continue;
      }
      if (next != '=') {
        throw ExpositionException.expected(document, p, "equal");
      }
      p = readValue(skip(p + 1), start, end, exemplar);
    }
  }

  /** Reads a label value and the comma after it. */
  private int readValue(int at, int labelStart, int labelEnd, boolean exemplar)
      throws ExpositionException {
    int end = document.peek(at) == '"' ? quotedEnd(at, !openMetrics) : UNSET;
    if (end < 0) {
      throw ExpositionException.expected(document, at, "label value");
    }
    if (!exemplar) {
      keep(labelStart, labelEnd, at + 1, end);
    }
    int p = skip(end + 1);
    if (document.peek(p) == ',') {
      return p + 1;
    }
    if (openMetrics && document.peek(p) != '}') {
      throw ExpositionException.expected(document, p, "comma or brace close");
    }
    return p;
  }

  private int skip(int at) {
    return openMetrics ? at : document.skipBlanks(at);
  }

  /** Returns the place of the quote that closes the one at {@code at}, or -1 when none does. */
  int quotedEnd(int at, boolean lineBreaksToo) throws ExpositionException {
    byte[] bytes = document.bytes;
    int end = document.end;
    int seen = 0;
    for (int p = at + 1; p < end; p++) {
      byte b = bytes[p];
      if (b == '"') {
        if (seen < 0 && !Utf8.isValid(bytes, at + 1, p)) {
          throw ExpositionException.refused(
              document, at + 1, p, "expected a label value or name in valid UTF-8");
        }
        return p;
      }
      if (b == '\\') {
        p++;
        seen |= p < end ? bytes[p] : 0;
      } else if (b == '\n' && !lineBreaksToo) {
        return UNSET;
      }
      seen |= b;
    }
    return UNSET;
  }

  private void setQuotedMetricName(int start, int end) throws ExpositionException {
    if (nameStart != UNSET) {
      throw ExpositionException.refused(
          document, start, end, "expected one metric name only, or a label with a value");
    }
    nameStart = start;
    nameEnd = end;
  }

  private void keep(int labelStart, int labelEnd, int valueStart, int valueEnd)
      throws ExpositionException {
    if (spanCount == spans.length) {
      if (spanCount >= 4 * MAX_LABELS) {
        throw ExpositionException.of(
            document, labelStart, "expected at most " + MAX_LABELS + " labels in one series");
      }
      spans = Arrays.copyOf(spans, 2 * spanCount);
    }
    spans[spanCount] = labelStart;
    spans[spanCount + 1] = labelEnd;
    spans[spanCount + 2] = valueStart;
    spans[spanCount + 3] = valueEnd;
    spanCount += 4;
  }

  /**
   * Builds the labels of the series read last. The bounds of buckets and the ranks of quantiles get
   * one spelling, because {@code le="1"} and {@code le="1.0"} are the same bucket.
   */
  Labels labels(MetricType type) throws ExpositionException {
    Labels.Builder builder = Labels.builder();
    builder.set(Labels.METRIC_NAME, document.unescaped(nameStart, nameEnd, true));
    for (int i = 0; i < spanCount; i += 4) {
      String name = document.unescaped(spans[i], spans[i + 1], true);
      if (!builder.get(name).isEmpty()) {
        throw ExpositionException.refused(
            document, spans[i], spans[i + 1], "expected unique label names");
      }
      boolean number =
          (type == MetricType.HISTOGRAM && name.equals("le"))
              || (type == MetricType.SUMMARY && name.equals("quantile"));
      String value = document.unescaped(spans[i + 2], spans[i + 3], true);
      builder.set(name, number ? canonicalNumber(value) : value);
    }
    return builder.build();
  }

  private static String canonicalNumber(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    long bits = FloatText.bits(bytes, 0, bytes.length);
    return bits == FloatText.NOT_A_NUMBER ? text : LabelFloats.text(Double.longBitsToDouble(bits));
  }
}
