package dev.goldcrest.runtime.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Reads the start line and header fields of one message after another from a connection's bytes.
 *
 * <p>As strict as RFC 9112 allows a server to be: lines end in CR LF, no folded lines, no blank
 * before the colon, no control characters. Whoever reads more than we do into a request could
 * otherwise smuggle one past us. A client reads leniently in one point only: it takes a bare LF,
 * since small exporters send it.
 */
final class HeadReader {
  /** How many header fields a message may have. */
  static final int MAX_FIELDS = 128;

  /** How many empty lines may come before a request; some old clients send one after a body. */
  private static final int MAX_LEADING_EMPTY_LINES = 2;

  private final int maxStartLineBytes;
  private final int maxHeaderBytes;
  private final boolean bareLineFeedAllowed;

  private int lineBegin; // distances from the first unused byte
  private int scanned;
  private int leadingEmptyLines;
  private @Nullable String startLine;
  private int headerBegin;
  private ArrayList<String> fields = new ArrayList<>();

  HeadReader(int maxStartLineBytes, int maxHeaderBytes, boolean bareLineFeedAllowed) {
    this.maxStartLineBytes = maxStartLineBytes;
    this.maxHeaderBytes = maxHeaderBytes;
    this.bareLineFeedAllowed = bareLineFeedAllowed;
  }

  /** Returns the next head and uses up its bytes, or null when it is not complete yet. */
  @Nullable MessageHead read(ReceiveBuffer in) throws HttpProblem {
    while (true) {
      int lineFeed = in.indexOfLineFeed(scanned);
      int lineEnd = lineFeed < 0 ? in.size() : lineFeed;
      checkSize(lineEnd);
      if (lineFeed < 0) {
        scanned = in.size();
        return null;
      }
      int contentEnd = withoutCarriageReturn(in, lineFeed);
      boolean empty = contentEnd == lineBegin;
      String first = startLine;
      if (first != null && empty) {
        MessageHead head = new MessageHead(first, fields);
        in.consume(lineFeed + 1);
        reset();
        return head;
      }
      if (first != null) {
        field(in, lineBegin, contentEnd);
      } else if (empty) {
        skipLeadingEmptyLine();
      } else {
        startLine = startLine(in, contentEnd);
        headerBegin = lineFeed + 1;
      }
      lineBegin = lineFeed + 1;
      scanned = lineBegin;
    }
  }

  private void reset() {
    lineBegin = 0;
    scanned = 0;
    leadingEmptyLines = 0;
    startLine = null;
    fields = new ArrayList<>();
  }

  private void checkSize(int lineEnd) throws HttpProblem {
    if (startLine == null) {
      if (lineEnd - lineBegin > maxStartLineBytes) {
        throw new HttpProblem(414, "the first line exceeds " + maxStartLineBytes + " bytes");
      }
    } else if (lineEnd - headerBegin > maxHeaderBytes) {
      throw new HttpProblem(431, "the header exceeds " + maxHeaderBytes + " bytes");
    }
  }

  private int withoutCarriageReturn(ReceiveBuffer in, int lineFeed) throws HttpProblem {
    if (lineFeed > lineBegin && in.at(lineFeed - 1) == '\r') {
      return lineFeed - 1;
    }
    if (!bareLineFeedAllowed) {
      throw new HttpProblem(400, "a line of the header ends in LF without CR");
    }
    return lineFeed;
  }

  private void skipLeadingEmptyLine() throws HttpProblem {
    if (++leadingEmptyLines > MAX_LEADING_EMPTY_LINES) {
      throw new HttpProblem(400, "empty lines where the first line was expected");
    }
  }

  private String startLine(ReceiveBuffer in, int end) throws HttpProblem {
    for (int i = lineBegin; i < end; i++) {
      if (isControl(in.at(i))) {
        throw new HttpProblem(400, "the first line has a control character");
      }
    }
    return text(in, lineBegin, end);
  }

  private void field(ReceiveBuffer in, int begin, int end) throws HttpProblem {
    int colon = checkField(in, begin, end);
    if (fields.size() == 2 * MAX_FIELDS) {
      throw new HttpProblem(431, "the header has more than " + MAX_FIELDS + " fields");
    }
    int from = colon + 1;
    int to = end;
    while (from < to && isBlank(in.at(from))) {
      from++;
    }
    while (to > from && isBlank(in.at(to - 1))) {
      to--;
    }
    fields.add(text(in, begin, colon));
    fields.add(text(in, from, to));
  }

  /** Checks one line of a header or trailer, and returns where its colon is. */
  static int checkField(ReceiveBuffer in, int begin, int end) throws HttpProblem {
    if (isBlank(in.at(begin))) {
      throw new HttpProblem(400, "folded header lines are not supported");
    }
    int colon = begin;
    while (colon < end && isToken(in.at(colon))) {
      colon++;
    }
    if (colon == begin || colon == end || in.at(colon) != ':') {
      throw new HttpProblem(400, "a header line is not of the form name: value");
    }
    for (int i = colon + 1; i < end; i++) {
      if (isControl(in.at(i)) && in.at(i) != '\t') {
        throw new HttpProblem(400, "a header value has a control character");
      }
    }
    return colon;
  }

  private static String text(ReceiveBuffer in, int from, int to) {
    return new String(in.array(), in.start() + from, to - from, StandardCharsets.ISO_8859_1);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  private static boolean isControl(byte b) {
    return (b >= 0 && b < ' ') || b == 0x7f;
  }

  /** Tells whether a byte may stand in a header name or a method (RFC 9110, 5.6.2). */
  static boolean isToken(int b) {
    return (b >= 'a' && b <= 'z')
        || (b >= 'A' && b <= 'Z')
        || (b >= '0' && b <= '9')
        || (b > 0 && "!#$%&'*+-.^_`|~".indexOf(b) >= 0);
  }
}
