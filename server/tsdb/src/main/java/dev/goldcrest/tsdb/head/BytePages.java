package dev.goldcrest.tsdb.head;

import dev.goldcrest.tsdb.codec.Bytes;
import java.util.Arrays;

/**
 * Byte runs of any length in pages of {@value #PAGE_SIZE} bytes, named by int addresses.
 *
 * <p>A run never spans pages; one that is longer than a page has a page of its own. Each page
 * counts its live runs in its first bytes and is dropped when the last is released. Readers that
 * hold a page's array keep it alive, so nothing is ever overwritten under them except bytes that
 * their owner overwrites.
 */
final class BytePages {
  /** The address of nothing. */
  static final int NONE = 0;

  private static final int SHIFT = 14;
  private static final int PAGE_SIZE = 1 << SHIFT;
  // A page's first bytes hold its count of live runs, so that no run has address 0.
  private static final int HEADER = 4;
  private static final int MAX_PAGES = 1 << (31 - SHIFT);
  private static final byte[] FREE = new byte[0];

  private byte[][] pages = new byte[4][];
  private int pageCount;
  private int current = -1;
  private int used = PAGE_SIZE;
  private long held;

  /** Reserves a run; the caller counts it as live. */
  int allocate(int length) {
    if (HEADER + length > PAGE_SIZE) {
      int slot = addPage(HEADER + length);
      Bytes.putInt(pages[slot], 0, 1);
      return slot << SHIFT | HEADER;
    }
    if (used + length > PAGE_SIZE) {
      int before = current;
      current = addPage(PAGE_SIZE);
      used = HEADER;
      if (before >= 0 && Bytes.getInt(pages[before], 0) == 0) {
        drop(before);
      }
    }
    byte[] page = pages[current];
    Bytes.putInt(page, 0, Bytes.getInt(page, 0) + 1);
    int address = current << SHIFT | used;
    used += length;
    return address;
  }

  /** Gives a run back. */
  void release(int address) {
    int slot = address >>> SHIFT;
    int live = Bytes.getInt(pages[slot], 0) - 1;
    Bytes.putInt(pages[slot], 0, live);
    if (live == 0 && slot != current) {
      drop(slot);
    }
  }

  /** Returns the array that holds the run at {@code address}. */
  byte[] page(int address) {
    return pages[address >>> SHIFT];
  }

  /** Returns where in {@link #page} the run starts. */
  static int offset(int address) {
    return address & (PAGE_SIZE - 1);
  }

  /** Returns how many bytes the pages take. */
  long bytesHeld() {
    return held;
  }

  private int addPage(int size) {
    int slot = 0;
    while (slot < pageCount && pages[slot].length > 0) {
      slot++;
    }
    if (slot == pageCount) {
      if (slot == MAX_PAGES) {
        throw new IllegalStateException("BUG: more than " + MAX_PAGES + " pages of head memory");
      }
      pageCount++;
      if (slot == pages.length) {
        pages = Arrays.copyOf(pages, slot * 2);
      }
    }
    pages[slot] = new byte[size];
    held += size;
    return slot;
  }

  private void drop(int slot) {
    held -= pages[slot].length;
    pages[slot] = FREE;
  }
}
