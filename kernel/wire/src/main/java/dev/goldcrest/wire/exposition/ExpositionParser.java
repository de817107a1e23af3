package dev.goldcrest.wire.exposition;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.ByteHash;
import dev.goldcrest.wire.Utf8;

/**
 * Reads an exposition entry by entry, as leniently and as strictly as Prometheus's scraper does.
 *
 * <p>Call {@link #reset} with a document, then {@link #next} until {@link Entry#END}; the getters
 * answer for the entry returned last. Reading allocates nothing as long as only values, offsets and
 * hashes are asked for, apart from numbers of more than about 16 digits: a scraper recognises the
 * series of the last scrape by {@link #seriesBytesHash} and builds {@link #labels} only for new
 * ones. After an exception the parser must be reset. Not safe for use by several threads.
 */
public final class ExpositionParser {
  /** What a piece of a document is. */
  public enum Entry {
    /** The type of a family. */
    TYPE,
    /** The description of a family. */
    HELP,
    /** The unit of a family; only in OpenMetrics. */
    UNIT,
    /** A comment; only in text 0.0.4. */
    COMMENT,
    /** A sample. */
    SAMPLE,
    /** The document is over. */
    END
  }

  private static final MetricType[] TYPES = MetricType.values();

  private final boolean openMetrics;
  private final Document document = new Document();
  private final SeriesReader series;

  private int at;

  private int nameStart;
  private int nameEnd;
  private int textStart;
  private int textEnd;
  private Entry entry = Entry.END;
  private MetricType type = MetricType.UNKNOWN;

  private int seriesStart;
  private int seriesEnd;
  private long valueBits;
  private boolean hasTimestamp;
  private long timestampMillis;

  /** Creates a parser without a document. */
  public ExpositionParser(ExpositionFormat format) {
    this.openMetrics = format == ExpositionFormat.OPENMETRICS;
    this.series = new SeriesReader(document, openMetrics);
  }

  /** Starts with a document, which must stay unchanged while it is read. */
  public ExpositionParser reset(byte[] bytes, int offset, int length) {
    document.reset(bytes, offset, length);
    at = offset;
    entry = Entry.COMMENT;
    type = MetricType.UNKNOWN;
    return this;
  }

  /** Moves to the next entry. */
  public Entry next() throws ExpositionException {
    if (!openMetrics) {
      skipEmptyLines();
    }
    if (at < document.end) {
      entry =
          document.bytes[at] != '#' ? readSample() : openMetrics ? readDescriptor() : readComment();
    } else if (openMetrics && entry != Entry.END) {
      throw missingEnd();
    } else {
      entry = Entry.END;
    }
    return entry;
  }

  private void skipEmptyLines() {
    int p = document.skipBlanks(at);
    while (document.peek(p) == '\n') {
      p = document.skipBlanks(p + 1);
    }
    at = p;
  }

  /** Reads a line of text 0.0.4 that starts with a hash. */
  private Entry readComment() throws ExpositionException {
    int lineEnd = document.lineEnd(at);
    int word = document.skipBlanks(at + 1);
    int wordEnd = word + 4;
    int name = document.skipBlanks(wordEnd);
    if (word > at + 1 && name > wordEnd) {
      if (document.matches(word, wordEnd, "HELP")) {
        return readMetadata(Entry.HELP, name, lineEnd);
      }
      if (document.matches(word, wordEnd, "TYPE")) {
        return readMetadata(Entry.TYPE, name, lineEnd);
      }
    }
    textStart = at;
    textEnd = lineEnd;
    at = lineEnd;
    return Entry.COMMENT;
  }

  /** Reads a line of OpenMetrics that starts with a hash. */
  private Entry readDescriptor() throws ExpositionException {
    int lineEnd = document.lineEnd(at);
    int name = at + "# HELP ".length();
    if (document.matches(at, name, "# HELP ")) {
      return readMetadata(Entry.HELP, name, lineEnd);
    }
    if (document.matches(at, name, "# TYPE ")) {
      return readMetadata(Entry.TYPE, name, lineEnd);
    }
    if (document.matches(at, name, "# UNIT ")) {
      return readMetadata(Entry.UNIT, name, lineEnd);
    }
    int afterEnd = at + "# EOF".length();
    if (!document.matches(at, afterEnd, "# EOF")) {
      throw ExpositionException.refused(
          document, at, lineEnd, "expected a valid start token: # HELP, # TYPE, # UNIT or # EOF");
    }
    if (document.peek(afterEnd) == '\n') {
      afterEnd++;
    }
    if (afterEnd < document.end) {
      throw ExpositionException.expected(document, afterEnd, "no data after # EOF");
    }
    at = afterEnd;
    return Entry.END;
  }

  private Entry readMetadata(Entry kind, int name, int lineEnd) throws ExpositionException {
    int afterName;
    if (document.peek(name) == '"') {
      nameStart = name + 1;
      nameEnd = series.quotedEnd(name, false);
      afterName = nameEnd + 1;
    } else {
      nameStart = name;
      nameEnd = series.plainNameEnd(name);
      afterName = nameEnd;
    }
    if (nameEnd <= nameStart) {
      throw ExpositionException.expected(document, name, "metric name after " + kind);
    }
    if (openMetrics && document.peek(afterName) != ' ') {
      throw ExpositionException.expected(document, afterName, "a space and text in " + kind);
    }
    textStart = Math.min(afterName + 1, lineEnd);
    textEnd = lineEnd;
    checkText(kind);
    if (openMetrics) {
      endLine(lineEnd, "a line break after " + kind);
    } else {
      at = lineEnd;
    }
    return kind;
  }

  private void checkText(Entry kind) throws ExpositionException {
    if (kind == Entry.TYPE) {
      type = readType();
    } else if (kind == Entry.HELP) {
      if (!Utf8.isValid(document.bytes, textStart, textEnd)) {
        throw ExpositionException.refused(
            document, textStart, textEnd, "expected help text in valid UTF-8");
      }
    } else if (textEnd > textStart && !isSuffixOfName(textStart, textEnd)) {
      throw ExpositionException.refused(
          document,
          textStart,
          textEnd,
          "expected a unit that is a suffix of metric \"" + familyName() + "\"");
    }
  }

  private boolean isSuffixOfName(int from, int to) {
    int shift = nameEnd - to;
    if (from + shift - 1 < nameStart || document.bytes[from + shift - 1] != '_') {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (document.bytes[i] != document.bytes[i + shift]) {
        return false;
      }
    }
    return true;
  }

  private MetricType readType() throws ExpositionException {
    if (!openMetrics && document.matches(textStart, textEnd, "untyped")) {
      return MetricType.UNKNOWN;
    }
    for (MetricType candidate : TYPES) {
      if (document.matches(textStart, textEnd, candidate.text())
          && (openMetrics || isClassic(candidate))) {
        return candidate;
      }
    }
    throw ExpositionException.refused(
        document,
        textStart,
        textEnd,
        openMetrics
            ? "expected a metric type such as counter, gauge or unknown"
            : "expected one of the metric types counter, gauge, histogram, summary, untyped");
  }

  private static boolean isClassic(MetricType type) {
    return switch (type) {
      case COUNTER, GAUGE, HISTOGRAM, SUMMARY -> true;
      case UNKNOWN, GAUGEHISTOGRAM, INFO, STATESET -> false;
    };
  }

  private Entry readSample() throws ExpositionException {
    seriesStart = at;
    seriesEnd = series.read(at);
    int end = readNumberAfter(seriesEnd, "value after metric");
    hasTimestamp = false;
    if (openMetrics) {
      readOpenMetricsTail(end);
    } else {
      readTextTail(end);
    }
    return Entry.SAMPLE;
  }

  /**
   * Reads blanks and a number into {@link #valueBits}, and returns where it ends. OpenMetrics wants
   * exactly one space.
   */
  private int readNumberAfter(int from, String expected) throws ExpositionException {
    int start = openMetrics ? from + 1 : document.skipBlanks(from);
    int end = openMetrics && document.peek(from) != ' ' ? start : tokenEnd(start);
    if (end == start) {
      throw ExpositionException.expected(document, openMetrics ? from : start, expected);
    }
    valueBits = FloatText.bits(document.bytes, start, end);
    if (valueBits == FloatText.NOT_A_NUMBER) {
      throw ExpositionException.refused(
          document, start, end, "expected a number in the range of a 64-bit float");
    }
    return end;
  }

  /** Returns where a number ends: at a blank, at a brace in text 0.0.4, or at a zero byte. */
  private int tokenEnd(int start) {
    byte[] bytes = document.bytes;
    int end = document.end;
    int p = start;
    while (p < end) {
      byte b = bytes[p];
      boolean stop = b == ' ' || b == '\n' || b == 0;
      if (stop || (!openMetrics && (b == '\t' || b == '{'))) {
        break;
      }
      p++;
    }
    return p;
  }

  /** Reads an optional timestamp in milliseconds, and the end of the line. */
  private void readTextTail(int from) throws ExpositionException {
    int p = document.skipBlanks(from);
    int first = document.peek(p);
    if (first >= '0' && first <= '9') {
      p = readMillis(p);
      hasTimestamp = true;
      p = document.skipBlanks(p);
      endLine(p, "next entry after timestamp");
    } else {
      endLine(p, "timestamp or new record");
    }
  }

  private int readMillis(int from) throws ExpositionException {
    long value = 0;
    int p = from;
    for (; p < document.end; p++) {
      int digit = document.bytes[p] - '0';
      if (digit < 0 || digit > 9) {
        break;
      }
      if (value > (Long.MAX_VALUE - digit) / 10) {
        throw ExpositionException.refused(
            document, from, tokenEnd(from), "expected a timestamp in 64-bit milliseconds");
      }
      value = value * 10 + digit;
    }
    timestampMillis = value;
    return p;
  }

  /** Reads an optional timestamp in seconds, an optional exemplar, and the end of the line. */
  private void readOpenMetricsTail(int from) throws ExpositionException {
    int p = from;
    if (document.peek(p) == ' ' && !document.matches(p, p + 4, " # {")) {
      long sampleBits = valueBits;
      p = readNumberAfter(p, "timestamp or new record");
      timestampMillis = secondsToMillis(valueBits, p);
      valueBits = sampleBits;
      hasTimestamp = true;
    }
    if (document.matches(p, p + 4, " # {")) {
      p = skipExemplar(p + 4);
    }
    endLine(p, hasTimestamp ? "next entry after timestamp" : "timestamp or new record");
  }

  /** Checks an exemplar from behind its opening brace, and returns where it ends. */
  private int skipExemplar(int from) throws ExpositionException {
    long sampleBits = valueBits;
    int p = series.readBraces(from, true);
    p = readNumberAfter(p, "value after exemplar labels");
    if (document.peek(p) == ' ') {
      p = readNumberAfter(p, "exemplar timestamp or new record");
      secondsToMillis(valueBits, p);
    }
    valueBits = sampleBits;
    return p;
  }

  private long secondsToMillis(long secondsBits, int end) throws ExpositionException {
    double seconds = Double.longBitsToDouble(secondsBits);
    if (!Double.isFinite(seconds)) {
      throw ExpositionException.of(
          document, end, "expected a finite timestamp in seconds, got " + seconds);
    }
    return (long) (seconds * 1000);
  }

  /** Goes to the next line; OpenMetrics wants a line break even in the last one. */
  private void endLine(int from, String expected) throws ExpositionException {
    if (from >= document.end) {
      if (openMetrics) {
        throw missingEnd();
      }
      at = from;
      return;
    }
    if (document.bytes[from] != '\n') {
      throw ExpositionException.expected(document, from, expected);
    }
    at = from + 1;
  }

  private ExpositionException missingEnd() {
    return ExpositionException.of(
        document, document.end, "expected # EOF as the last line, got end of document");
  }

  /** Returns the name of the family that a TYPE, HELP or UNIT entry is about. */
  public String familyName() {
    return document.unescaped(nameStart, nameEnd, true);
  }

  /** Returns the type that the last TYPE entry stated, unknown before the first. */
  public MetricType type() {
    return type;
  }

  /** Returns the text of a HELP or UNIT entry, or a whole COMMENT line. */
  public String text() {
    if (entry == Entry.HELP) {
      return document.unescaped(textStart, textEnd, openMetrics);
    }
    return document.text(textStart, textEnd);
  }

  /** Returns where the text that names the sample's series starts in the document's array. */
  public int seriesStart() {
    return seriesStart;
  }

  /** Returns where the text that names the sample's series ends, exclusively. */
  public int seriesEnd() {
    return seriesEnd;
  }

  /**
   * Returns a hash of the text that names the sample's series. Equal texts have equal hashes; that
   * unequal ones do happens once in 2^64 pairs, unless a target aims at it.
   */
  public long seriesBytesHash() {
    return ByteHash.of(document.bytes, seriesStart, seriesEnd, 0);
  }

  /** Builds the labels of the sample's series, the metric name among them. */
  public Labels labels() throws ExpositionException {
    return series.labels(type);
  }

  /** Returns the sample's value as raw bits; any NaN is the ordinary one. */
  public long valueBits() {
    return valueBits;
  }

  /** Tells whether the sample brings a timestamp. */
  public boolean hasTimestamp() {
    return hasTimestamp;
  }

  /** Returns the sample's timestamp; only meaningful when it {@linkplain #hasTimestamp has one}. */
  public long timestampMillis() {
    return timestampMillis;
  }
}
