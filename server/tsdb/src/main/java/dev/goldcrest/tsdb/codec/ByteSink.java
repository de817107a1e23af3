package dev.goldcrest.tsdb.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing byte array that is written at its end. Owned by one thread; reusable. */
public final class ByteSink {
  private byte[] bytes;
  private int size;

  /** Starts empty with room for {@code capacity} bytes. */
  public ByteSink(int capacity) {
    this.bytes = new byte[capacity];
  }

  /** Returns the array behind; valid until the next write. */
  public byte[] array() {
    return bytes;
  }

  /** Returns how many bytes were written. */
  public int size() {
    return size;
  }

  /** Forgets everything after {@code newSize}. */
  public void truncate(int newSize) {
    size = newSize;
  }

  /** Forgets everything, and an array larger than {@code keepCapacity} too. */
  public void clear(int keepCapacity) {
    size = 0;
    if (bytes.length > keepCapacity) {
      bytes = new byte[keepCapacity];
    }
  }

  /** Makes room for {@code length} bytes, counts them as written and returns where they start. */
  public int skip(int length) {
    int at = size;
    ensure(length);
    size += length;
    return at;
  }

  /** Writes one byte. */
  public void putByte(int value) {
    ensure(1);
    bytes[size++] = (byte) value;
  }

  /** Writes 32 bits. */
  public void putInt(int value) {
    int at = skip(4);
    Bytes.putInt(bytes, at, value);
  }

  /** Writes 64 bits. */
  public void putLong(long value) {
    int at = skip(8);
    Bytes.putLong(bytes, at, value);
  }

  /** Writes an unsigned number in groups of seven bits, lowest first, 1 to 10 bytes. */
  public void putVarint(long value) {
    ensure(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  /** Writes a signed number by {@link Bytes#zigZag}. */
  public void putSigned(long value) {
    putVarint(Bytes.zigZag(value));
  }

  /** Writes a range of another array. */
  public void put(byte[] from, int offset, int length) {
    // Making room may replace the array.
    int at = skip(length);
    System.arraycopy(from, offset, bytes, at, length);
  }

  /** Writes the UTF-8 form of a string after its length. */
  public void putString(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    putVarint(utf8.length);
    put(utf8, 0, utf8.length);
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      int wanted = Math.max(size + more, size + (size >> 1) + 16);
      bytes = Arrays.copyOf(bytes, wanted);
    }
  }
}
