package dev.goldcrest.tsdb.codec;

import java.nio.charset.StandardCharsets;

/**
 * Reads what {@link ByteSink} wrote. Owned by one thread; reusable.
 *
 * <p>Reading past the end throws {@link IndexOutOfBoundsException}: the bytes come from checked
 * records, so this means a damage that the checksum did not find or a writer of another version,
 * and callers treat both as damage.
 */
public final class ByteSource {
  private byte[] bytes = new byte[0];
  private int at;
  private int end;

  /** Reads the range from {@code from} to {@code to} from now on. */
  public ByteSource over(byte[] source, int from, int to) {
    bytes = source;
    at = from;
    end = to;
    return this;
  }

  /** Returns the position in the array. */
  public int position() {
    return at;
  }

  /** Tells whether bytes remain. */
  public boolean hasMore() {
    return at < end;
  }

  /** Returns how many bytes remain. */
  public int remaining() {
    return end - at;
  }

  /** Reads an unsigned byte. */
  public int getByte() {
    return bytes[claim(1)] & 0xff;
  }

  /** Reads 32 bits. */
  public int getInt() {
    return Bytes.getInt(bytes, claim(4));
  }

  /** Reads 64 bits. */
  public long getLong() {
    return Bytes.getLong(bytes, claim(8));
  }

  /** Reads an unsigned number in groups of seven bits. */
  public long getVarint() {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int b = getByte();
      value |= (long) (b & 0x7f) << shift;
      if (b < 0x80) {
        return value;
      }
    }
    throw new IndexOutOfBoundsException("number of more than ten bytes at " + at);
  }

  /** Reads an unsigned number that must not exceed {@code most}. */
  public int getCount(int most) {
    long value = getVarint();
    if (value < 0 || value > most) {
      throw new IndexOutOfBoundsException("count " + value + " at " + at + ", at most " + most);
    }
    return (int) value;
  }

  /** Reads a signed number. */
  public long getSigned() {
    return Bytes.unZigZag(getVarint());
  }

  /** Passes over {@code length} bytes and returns where they started. */
  public int claim(int length) {
    int start = at;
    if (length < 0 || length > end - start) {
      throw new IndexOutOfBoundsException(
          length + " bytes wanted at " + start + ", " + (end - start) + " left");
    }
    at = start + length;
    return start;
  }

  /** Reads a string with its length. */
  public String getString() {
    int length = getCount(end - at);
    return new String(bytes, claim(length), length, StandardCharsets.UTF_8);
  }
}
