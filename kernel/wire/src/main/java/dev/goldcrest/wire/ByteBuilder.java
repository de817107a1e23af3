package dev.goldcrest.wire;

import dev.goldcrest.model.GoFloat;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * A growing byte array to write documents into: text as UTF-8, numbers as decimal text, raw bytes.
 *
 * <p>Made to be cleared and used again, so that a document of the same size as the last one
 * allocates nothing. Not safe for use by several threads.
 */
public final class ByteBuilder {
  /** The most one document may take; more is a defect of the caller, which must bound its input. */
  public static final int MAX_BYTES = 256 << 20;

  /** Whole numbers below this are exact in a double and have no exponent in any of Go's forms. */
  private static final double MAX_EXACT_INTEGER = 1L << 53;

  private byte[] bytes;
  private int length;

  /** Creates an empty builder with room for {@code initialBytes}. */
  public ByteBuilder(int initialBytes) {
    this.bytes = new byte[Math.max(initialBytes, 16)];
  }

  /** Returns how many bytes were written. */
  public int length() {
    return length;
  }

  /** Returns the array written into; valid up to {@link #length} and until the next write. */
  @SuppressWarnings("EI_EXPOSE_REP")
  public byte[] array() {
    return bytes;
  }

  /** Returns a copy of what was written. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Hands what was written to {@code out} without copying it first. */
  public void writeTo(OutputStream out) throws IOException {
    out.write(bytes, 0, length);
  }

  /** Forgets everything written and keeps the room. */
  public ByteBuilder clear() {
    length = 0;
    return this;
  }

  /** Forgets everything after the first {@code newLength} bytes. */
  public ByteBuilder truncate(int newLength) {
    if (newLength < 0 || newLength > length) {
      throw new IllegalStateException(
          "BUG: truncating a builder of " + length + " bytes to " + newLength);
    }
    length = newLength;
    return this;
  }

  /** Writes the low eight bits of {@code b}. */
  public ByteBuilder put(int b) {
    if (length == bytes.length) {
      grow(1);
    }
    bytes[length++] = (byte) b;
    return this;
  }

  /** Writes {@code source[start, end)}. */
  public ByteBuilder put(byte[] source, int start, int end) {
    ensure(end - start);
    System.arraycopy(source, start, bytes, length, end - start);
    length += end - start;
    return this;
  }

  /** Writes text as UTF-8; half a surrogate pair becomes U+FFFD. */
  public ByteBuilder text(String text) {
    int chars = text.length();
    ensure(chars);
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        put(c);
      } else if (Character.isHighSurrogate(c)
          && i + 1 < chars
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        codePoint(Character.toCodePoint(c, text.charAt(++i)));
      } else {
        codePoint(Character.isSurrogate(c) ? 0xfffd : c);
      }
    }
    return this;
  }

  /** Writes one code point as UTF-8. */
  public ByteBuilder codePoint(int c) {
    if (c < 0x80) {
      return put(c);
    }
    if (c < 0x800) {
      return put(0xc0 | (c >> 6)).continuation(c);
    }
    if (c < 0x10000) {
      return put(0xe0 | (c >> 12)).continuation(c >> 6).continuation(c);
    }
    return put(0xf0 | (c >> 18)).continuation(c >> 12).continuation(c >> 6).continuation(c);
  }

  private ByteBuilder continuation(int c) {
    return put(0x80 | (c & 0x3f));
  }

  /** Writes a whole number in decimal. */
  public ByteBuilder decimal(long value) {
    ensure(20);
    // Digits come out backwards; negative numbers, because the smallest has no positive twin.
    long rest = value < 0 ? value : -value;
    int start = length;
    do {
      bytes[length++] = (byte) ('0' - rest % 10);
      rest /= 10;
    } while (rest != 0);
    if (value < 0) {
      bytes[length++] = '-';
    }
    for (int left = start, right = length - 1; left < right; left++, right--) {
      byte b = bytes[left];
      bytes[left] = bytes[right];
      bytes[right] = b;
    }
    return this;
  }

  /**
   * Writes the shortest text that reads back as the same double: whole numbers plain and without
   * allocation, others as {@link GoFloat#general} does.
   */
  public ByteBuilder number(double value) {
    return isShortInteger(value) ? decimal((long) value) : text(GoFloat.general(value));
  }

  /** Writes a number as {@link GoFloat#api} does; whole numbers without allocation. */
  public ByteBuilder api(double value) {
    return isShortInteger(value) ? decimal((long) value) : text(GoFloat.api(value));
  }

  private static boolean isShortInteger(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) < MAX_EXACT_INTEGER;
    return whole && (value != 0 || 1 / value > 0);
  }

  private void ensure(int more) {
    if (bytes.length - length < more) {
      grow(more);
    }
  }

  private void grow(int more) {
    long needed = (long) length + more;
    if (needed > MAX_BYTES) {
      throw new IllegalStateException(
          "BUG: writing a document of " + needed + " bytes; the limit is " + MAX_BYTES);
    }
    bytes = Arrays.copyOf(bytes, (int) Math.min(MAX_BYTES, Math.max(needed, 2L * bytes.length)));
  }
}
