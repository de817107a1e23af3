package dev.goldcrest.tsdb.head;

import dev.goldcrest.tsdb.codec.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The distinct label names and values, as UTF-8, numbered from 0. Guarded by the head. */
final class Symbols {
  private static final int LENGTH_BYTES = 4;

  private final BytePages slab = new BytePages();
  private int[] addresses = new int[64];
  private int[] hashes = new int[64];
  private int count;
  // Open addressing; holds symbol + 1.
  private int[] table = new int[128];

  int count() {
    return count;
  }

  /** Returns the number of a string, or -1. */
  int find(String text) {
    int hash = text.hashCode();
    int mask = table.length - 1;
    for (int slot = spread(hash) & mask; table[slot] != 0; slot = (slot + 1) & mask) {
      int symbol = table[slot] - 1;
      if (hashes[symbol] == hash && equal(symbol, text)) {
        return symbol;
      }
    }
    return -1;
  }

  /** Returns the number of a string, giving it one if it is new. */
  int intern(String text) {
    int known = find(text);
    if (known >= 0) {
      return known;
    }
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    int address = slab.allocate(LENGTH_BYTES + utf8.length);
    byte[] page = slab.page(address);
    int at = BytePages.offset(address);
    Bytes.putInt(page, at, utf8.length);
    System.arraycopy(utf8, 0, page, at + LENGTH_BYTES, utf8.length);
    if (count == addresses.length) {
      int larger = count + (count >> 1);
      addresses = Arrays.copyOf(addresses, larger);
      hashes = Arrays.copyOf(hashes, larger);
    }
    addresses[count] = address;
    hashes[count] = text.hashCode();
    count++;
    if (count * 4 > table.length * 3) {
      table = new int[table.length * 2];
      for (int i = 0; i < count; i++) {
        place(i);
      }
    } else {
      place(count - 1);
    }
    return count - 1;
  }

  /** Returns a new string with the symbol's text. */
  String text(int symbol) {
    byte[] page = slab.page(addresses[symbol]);
    int at = BytePages.offset(addresses[symbol]);
    return new String(page, at + LENGTH_BYTES, Bytes.getInt(page, at), StandardCharsets.UTF_8);
  }

  /** Tells whether a symbol's text is {@code text}, without building a string where it is ASCII. */
  boolean equal(int symbol, String text) {
    byte[] page = slab.page(addresses[symbol]);
    int at = BytePages.offset(addresses[symbol]);
    int length = Bytes.getInt(page, at);
    if (length < text.length()) {
      return false;
    }
    int from = at + LENGTH_BYTES;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        return text(symbol).equals(text);
      }
      if (page[from + i] != c) {
        return false;
      }
    }
    return length == text.length();
  }

  long bytesHeld() {
    return slab.bytesHeld() + 8L * addresses.length + 4L * table.length;
  }

  private void place(int symbol) {
    int mask = table.length - 1;
    int slot = spread(hashes[symbol]) & mask;
    while (table[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = symbol + 1;
  }

  static int spread(int hash) {
    int h = hash * 0x9e3779b9;
    return h ^ (h >>> 15);
  }
}
