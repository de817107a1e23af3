package dev.goldcrest.device.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The text of one kernel file and a cursor over its lines and words.
 *
 * <p>The buffer serves every file in turn, so that a collection allocates next to nothing. A cursor
 * stands before the first line, {@link #nextLine} enters a line, {@link #nextWord} and {@link
 * #nextField} enter a word of it. Not safe for use by several threads.
 */
final class ProcText {
  /** What is read of one file at most; the rest of a longer one is left out. */
  static final int MAX_BYTES = 512 * 1024;

  private static final int FIRST_BYTES = 16 * 1024;

  /** Digits that surely fit a long. */
  private static final int LONG_DIGITS = 18;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private static final double[] POWERS_OF_TEN = {
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18
  };

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;
  private int nextLineStart;
  private int lineEnd;
  private int position;
  private int wordStart;
  private int wordEnd;

  /** Reads a file from its beginning; kernel files must be read until they give no more. */
  void read(String path) throws IOException {
    rewind(0);
    int count = 0;
    try (FileInputStream in = new FileInputStream(path)) {
      int n = 0;
      while (n >= 0 && count < MAX_BYTES) {
        count += n;
        if (count == bytes.length && count < MAX_BYTES) {
          bytes = Arrays.copyOf(bytes, Math.min(MAX_BYTES, 2 * count));
        }
        n = in.read(bytes, count, bytes.length - count);
      }
    }
    rewind(count);
  }

  /** Reads a file that need not exist or be readable; tells whether it was. */
  boolean tryRead(String path) {
    try {
      read(path);
      return true;
    } catch (IOException absent) {
      return false;
    }
  }

  /** Reads a file whose first line is one number: that number, or NaN for whatever else it is. */
  double tryNumber(String path) {
    return tryRead(path) && enterLine() && nextWord() ? number() : Double.NaN;
  }

  /** Reads a file whose first line is one text; empty when there is none. */
  String tryLine(String path) {
    return tryRead(path) && enterLine() ? restOfLine() : "";
  }

  /** Tells whether the whole text is this. */
  boolean isSameAs(byte[] other) {
    return Arrays.equals(bytes, 0, length, other, 0, other.length);
  }

  /** Returns a copy of the whole text. */
  byte[] copy() {
    return Arrays.copyOf(bytes, length);
  }

  private void rewind(int newLength) {
    length = newLength;
    nextLineStart = 0;
    lineEnd = 0;
    position = 0;
    wordStart = 0;
    wordEnd = 0;
  }

  /**
   * Enters the next line; false at the end of the text. A last line without its line feed was cut
   * off, so that its last number may lack digits: it counts as the end.
   */
  boolean nextLine() {
    return enterLine() && lineEnd < length;
  }

  private boolean enterLine() {
    if (nextLineStart >= length) {
      return false;
    }
    position = nextLineStart;
    int end = position;
    while (end < length && bytes[end] != '\n') {
      end++;
    }
    lineEnd = end;
    nextLineStart = end + 1;
    wordStart = position;
    wordEnd = position;
    return true;
  }

  /** Enters the line's next word, where blanks part words; false at the end of the line. */
  boolean nextWord() {
    return next(' ');
  }

  /** Enters the line's next word, where blanks and colons part words. */
  boolean nextField() {
    return next(':');
  }

  /** Enters the line's next word, where blanks and the given character part words. */
  boolean next(char separator) {
    int at = position;
    while (at < lineEnd && parts(bytes[at], separator)) {
      at++;
    }
    wordStart = at;
    while (at < lineEnd && !parts(bytes[at], separator)) {
      at++;
    }
    wordEnd = at;
    position = at;
    return wordEnd > wordStart;
  }

  private static boolean parts(byte b, char separator) {
    return b == ' ' || b == '\t' || b == separator;
  }

  /** Enters the line's n-th word from here, so {@code skipTo(1)} is {@link #nextWord}. */
  boolean skipTo(int n) {
    boolean found = true;
    for (int i = 0; i < n && found; i++) {
      found = nextWord();
    }
    return found;
  }

  /** Tells whether the current word is this ASCII text. */
  boolean wordIs(String text) {
    return text.length() == wordEnd - wordStart && wordStartsWith(text);
  }

  /** Tells whether the current word begins with this ASCII text. */
  boolean wordStartsWith(String text) {
    int size = text.length();
    if (size > wordEnd - wordStart) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (bytes[wordStart + i] != text.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether the current word is {@code text} from its character {@code from} on. */
  boolean wordIsTailOf(String text, int from) {
    int size = text.length() - from;
    if (size != wordEnd - wordStart) {
      return false;
    }
    for (int i = 0; i < size; i++) {
      if (bytes[wordStart + i] != text.charAt(from + i)) {
        return false;
      }
    }
    return true;
  }

  /** Drops the first {@code count} bytes of the current word. */
  void dropFromWord(int count) {
    wordStart = Math.min(wordEnd, wordStart + count);
  }

  /** Returns the current word. */
  String word() {
    return new String(bytes, wordStart, wordEnd - wordStart, StandardCharsets.UTF_8);
  }

  /** Returns the byte at an index of the current word. */
  byte wordByte(int index) {
    return bytes[wordStart + index];
  }

  /** Returns the length of the current word in bytes. */
  int wordLength() {
    return wordEnd - wordStart;
  }

  /** Returns the line from behind the current word on, without blanks around it. */
  String restOfLine() {
    int from = position;
    int to = lineEnd;
    while (from < to && parts(bytes[from], ' ')) {
      from++;
    }
    while (to > from && parts(bytes[to - 1], ' ')) {
      to--;
    }
    return new String(bytes, from, to - from, StandardCharsets.UTF_8);
  }

  /**
   * Returns the current word as a number, or NaN if it is none. A number is decimal digits with an
   * optional minus sign and fraction; the unsigned 64-bit counters of the kernel fit.
   */
  double number() {
    int at = wordStart;
    boolean negative = at < wordEnd && bytes[at] == '-';
    if (negative) {
      at++;
    }
    long whole = 0;
    double large = 0;
    int digits = 0;
    int fraction = -1;
    for (; at < wordEnd; at++) {
      int digit = bytes[at] - '0';
      if (bytes[at] == '.' && fraction < 0) {
        fraction = 0;
        continue;
      }
      if (digit < 0 || digit > 9) {
        return Double.NaN;
      }
      if (digits < LONG_DIGITS) {
        whole = 10 * whole + digit;
      } else if (fraction < 0) {
        large = (digits == LONG_DIGITS ? (double) whole : large) * 10 + digit;
      }
      if (fraction >= 0 && digits < LONG_DIGITS) {
        fraction++;
      }
      digits++;
    }
    if (digits == 0) {
      return Double.NaN;
    }
    double size = large != 0 ? large : whole / POWERS_OF_TEN[Math.max(fraction, 0)];
    return negative ? -size : size;
  }

  /** Enters the next word and returns it as a number; NaN when there is none. */
  double nextNumber() {
    return nextWord() ? number() : Double.NaN;
  }

  /** Returns a value of the auxiliary vector that was read, or 0: pairs of native 64-bit words. */
  long auxiliary(int key) {
    for (int at = 0; at + 16 <= length; at += 16) {
      if ((long) LONGS.get(bytes, at) == key) {
        return (long) LONGS.get(bytes, at + 8);
      }
    }
    return 0;
  }
}
