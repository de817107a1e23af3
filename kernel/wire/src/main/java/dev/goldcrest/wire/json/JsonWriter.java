package dev.goldcrest.wire.json;

import dev.goldcrest.wire.ByteBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON to a stream, or to memory, without an object per token.
 *
 * <p>Commas are put where they belong; that brackets match and that names stand only in objects is
 * checked. Owned by one thread.
 */
public final class JsonWriter {
  private static final int MAX_DEPTH = 64;
  private static final int FLUSH_BYTES = 8 << 10;
  private static final byte[] HEX = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private final ByteBuilder buffer;
  private final @Nullable OutputStream out;
  private final boolean[] isObject = new boolean[MAX_DEPTH];
  private final boolean[] hasItems = new boolean[MAX_DEPTH];
  private int depth;
  private boolean afterName;

  private JsonWriter(ByteBuilder buffer, @Nullable OutputStream out) {
    this.buffer = buffer;
    this.out = out;
  }

  /** Returns a writer to memory; {@link #toByteArray} gives the document. */
  public static JsonWriter toMemory() {
    return new JsonWriter(new ByteBuilder(512), null);
  }

  /**
   * Returns a writer that hands pieces of some kilobytes to a stream as they fill. An {@link
   * IOException} of the stream leaves as an {@link UncheckedIOException}.
   */
  public static JsonWriter to(OutputStream out) {
    return new JsonWriter(new ByteBuilder(FLUSH_BYTES + 1024), out);
  }

  /** Begins an object. */
  public JsonWriter beginObject() {
    return begin('{', true);
  }

  /** Ends the innermost object. */
  public JsonWriter endObject() {
    return end('}', true);
  }

  /** Begins an array. */
  public JsonWriter beginArray() {
    return begin('[', false);
  }

  /** Ends the innermost array. */
  public JsonWriter endArray() {
    return end(']', false);
  }

  /** Writes the name of the next value of an object. */
  public JsonWriter name(String name) {
    if (depth == 0 || !isObject[depth - 1] || afterName) {
      throw new IllegalStateException("BUG: JSON name \"" + name + "\" outside of an object");
    }
    comma();
    quoted(name);
    buffer.put(':');
    afterName = true;
    return this;
  }

  /** Writes a string. */
  public JsonWriter value(String text) {
    beforeValue();
    quoted(text);
    return flushIfFull();
  }

  /** Writes a whole number. */
  public JsonWriter value(long number) {
    beforeValue();
    buffer.decimal(number);
    return flushIfFull();
  }

  /** Writes a number in the fewest digits; NaN and infinities, which JSON lacks, become null. */
  public JsonWriter value(double number) {
    beforeValue();
    if (Double.isFinite(number)) {
      buffer.api(number);
    } else {
      buffer.text("null");
    }
    return flushIfFull();
  }

  /**
   * Writes a number as a string, as Prometheus's API does with sample values: NaN, +Inf and -Inf
   * have names.
   */
  public JsonWriter quotedNumber(double number) {
    beforeValue();
    buffer.put('"').api(number).put('"');
    return flushIfFull();
  }

  /**
   * Writes Unix milliseconds as seconds with three decimals or none, as Prometheus's API writes
   * timestamps.
   */
  public JsonWriter seconds(long millis) {
    beforeValue();
    long size = Math.abs(millis);
    if (millis < 0) {
      buffer.put('-');
    }
    buffer.decimal(size / 1000);
    int rest = (int) (size % 1000);
    if (rest != 0) {
      buffer.put('.').put('0' + rest / 100).put('0' + rest / 10 % 10).put('0' + rest % 10);
    }
    return flushIfFull();
  }

  /** Writes true or false. */
  public JsonWriter value(boolean truth) {
    beforeValue();
    buffer.text(truth ? "true" : "false");
    return flushIfFull();
  }

  /** Writes null. */
  public JsonWriter nullValue() {
    beforeValue();
    buffer.text("null");
    return flushIfFull();
  }

  /** Writes a name and a string. */
  public JsonWriter member(String name, String text) {
    return name(name).value(text);
  }

  /** Writes a name and a whole number. */
  public JsonWriter member(String name, long number) {
    return name(name).value(number);
  }

  /** Writes a name and a truth value. */
  public JsonWriter member(String name, boolean truth) {
    return name(name).value(truth);
  }

  /** Hands what is left to the stream. The document must be complete. */
  public void finish() {
    checkComplete();
    flush();
  }

  /** Returns a document written to memory. It must be complete. */
  public byte[] toByteArray() {
    checkComplete();
    return buffer.toByteArray();
  }

  private void checkComplete() {
    if (depth != 0 || afterName) {
      throw new IllegalStateException("BUG: JSON document ends at depth " + depth);
    }
  }

  private JsonWriter begin(char bracket, boolean object) {
    if (depth == MAX_DEPTH) {
      throw new IllegalStateException("BUG: JSON nests more than " + MAX_DEPTH + " levels");
    }
    beforeValue();
    buffer.put(bracket);
    isObject[depth] = object;
    hasItems[depth] = false;
    depth++;
    return this;
  }

  private JsonWriter end(char bracket, boolean object) {
    if (depth == 0 || isObject[depth - 1] != object || afterName) {
      throw new IllegalStateException("BUG: JSON bracket '" + bracket + "' closes nothing");
    }
    depth--;
    buffer.put(bracket);
    return flushIfFull();
  }

  private void beforeValue() {
    if (afterName) {
      afterName = false;
    } else if (depth > 0) {
      if (isObject[depth - 1]) {
        throw new IllegalStateException("BUG: JSON value without a name in an object");
      }
      comma();
    }
  }

  private void comma() {
    if (hasItems[depth - 1]) {
      buffer.put(',');
    }
    hasItems[depth - 1] = true;
  }

  private void quoted(String text) {
    buffer.put('"');
    int plainFrom = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!needsEscape(text, i, c)) {
        continue;
      }
      buffer.text(text.substring(plainFrom, i));
      plainFrom = i + 1;
      escape(c);
    }
    buffer.text(plainFrom == 0 ? text : text.substring(plainFrom)).put('"');
  }

  /** The rules of Go's encoder without its HTML escapes, so that answers are the same bytes. */
  private static boolean needsEscape(String text, int at, char c) {
    if (c < 0x80) {
      return c < 0x20 || c == '"' || c == '\\';
    }
    // The two line separators of Unicode end a line in old JavaScript.
    return c == 0x2028 || c == 0x2029 || (Character.isSurrogate(c) && standsAlone(text, at, c));
  }

  private static boolean standsAlone(String text, int at, char c) {
    return Character.isHighSurrogate(c)
        ? at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1))
        : at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
  }

  private void escape(char c) {
    buffer.put('\\');
    switch (c) {
      case '"', '\\' -> buffer.put(c);
      case '\n' -> buffer.put('n');
      case '\r' -> buffer.put('r');
      case '\t' -> buffer.put('t');
      case '\b' -> buffer.put('b');
      case '\f' -> buffer.put('f');
      default -> {
        int shown = Character.isSurrogate(c) ? 0xfffd : c;
        buffer.put('u').put(HEX[shown >> 12]).put(HEX[shown >> 8 & 15]);
        buffer.put(HEX[shown >> 4 & 15]).put(HEX[shown & 15]);
      }
    }
  }

  private JsonWriter flushIfFull() {
    if (out != null && buffer.length() >= FLUSH_BYTES) {
      flush();
    }
    return this;
  }

  private void flush() {
    if (out == null) {
      return;
    }
    try {
      buffer.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buffer.clear();
  }
}
