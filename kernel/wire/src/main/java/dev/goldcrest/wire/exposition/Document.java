package dev.goldcrest.wire.exposition;

import java.nio.charset.StandardCharsets;

/** The bytes under the parser, and the small scanning steps that both formats share. */
final class Document {
  byte[] bytes = {};
  int start;
  int end;

  void reset(byte[] newBytes, int offset, int length) {
    bytes = newBytes;
    start = offset;
    end = offset + length;
  }

  /** Returns the byte at {@code at}, or -1 at the end; a byte beyond ASCII is negative too. */
  int peek(int at) {
    return at < end ? bytes[at] : -1;
  }

  /** Returns the first place from {@code at} on that is neither space nor tab. */
  int skipBlanks(int at) {
    int p = at;
    while (p < end && (bytes[p] == ' ' || bytes[p] == '\t')) {
      p++;
    }
    return p;
  }

  /** Returns the place of the next line break, or the end. */
  int lineEnd(int at) {
    int p = at;
    while (p < end && bytes[p] != '\n') {
      p++;
    }
    return p;
  }

  /** Tells whether {@code [from, to)} is this ASCII text. */
  boolean matches(int from, int to, String text) {
    if (to - from != text.length() || to > end) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (bytes[from + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  String text(int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /**
   * Returns {@code [from, to)} as text with {@code \\} and {@code \n} resolved, and {@code \"} if
   * {@code quotesToo}. A backslash before anything else stands for itself.
   */
  String unescaped(int from, int to, boolean quotesToo) {
    String raw = text(from, to);
    int slash = raw.indexOf('\\');
    if (slash < 0) {
      return raw;
    }
    StringBuilder out = new StringBuilder(raw.length());
    out.append(raw, 0, slash);
    for (int i = slash; i < raw.length(); i++) {
      char c = raw.charAt(i);
      char next = c == '\\' && i + 1 < raw.length() ? raw.charAt(i + 1) : 0;
      if (next == 'n' || next == '\\' || (next == '"' && quotesToo)) {
        out.append(next == 'n' ? '\n' : next);
        i++;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
