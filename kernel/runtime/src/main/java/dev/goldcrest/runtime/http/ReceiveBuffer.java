package dev.goldcrest.runtime.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * Bytes received from a connection and not yet used. Holds no array while it is empty, so that an
 * idle connection costs nothing here.
 */
final class ReceiveBuffer {
  private static final byte[] NONE = new byte[0];

  private byte[] array = NONE;
  private int start;
  private int end;

  /** Appends all readable bytes; the buffer stays the caller's. */
  void append(ByteBuf bytes) {
    int more = bytes.readableBytes();
    if (more > array.length - end) {
      int size = size();
      byte[] target = array;
      if (size + more > array.length) {
        target = new byte[Math.max(size + more, Math.min(2 * array.length, size + 4 * more))];
      }
      System.arraycopy(array, start, target, 0, size);
      array = target;
      start = 0;
      end = size;
    }
    bytes.readBytes(array, end, more);
    end += more;
  }

  int size() {
    return end - start;
  }

  /** Returns the byte at a distance from the first unused one. */
  byte at(int distance) {
    return array[start + distance];
  }

  byte[] array() {
    return array;
  }

  /** Returns where in the array the first unused byte is. */
  int start() {
    return start;
  }

  /** Marks the first bytes as used. */
  void consume(int count) {
    start += count;
    if (start == end) {
      clear();
    }
  }

  void clear() {
    array = NONE;
    start = 0;
    end = 0;
  }

  /** Returns a copy of a range, by distances from the first unused byte. */
  byte[] copy(int from, int to) {
    return Arrays.copyOfRange(array, start + from, start + to);
  }

  /** Returns the distance of the next line feed at or after {@code from}, or -1. */
  int indexOfLineFeed(int from) {
    for (int i = start + from; i < end; i++) {
      if (array[i] == '\n') {
        return i - start;
      }
    }
    return -1;
  }
}
