package dev.goldcrest.scrape;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What one target exposed last time: for each series its text's hash, its reference in the store
 * and whether it is alive.
 *
 * <p>Representation: parallel arrays in the order of the last good exposition, 17 bytes a series.
 * Targets expose the same series in the same order, so the next line is nearly always the entry at
 * the cursor and costs one comparison. At the first line that is not, a hash table over all entries
 * is built for the rest of this scrape and thrown away after it; the arrays are then laid out anew
 * in the new order.
 *
 * <p>A series is known by the 64-bit hash of its text alone. Two texts of one target that collide
 * would share a series; with a million series the odds are below one in ten million.
 *
 * <p>One scrape is {@link #begin}, then for each line {@link #find} with {@link #touch} or {@link
 * #add}, and {@link #track} for those whose end is to be marked; then {@link #nextVanished}; at
 * last {@link #accept} or {@link #reject}. Used by one thread at a time.
 */
final class SeriesCache {
  /** Answer of {@link #find} for a series not seen before. */
  static final int UNKNOWN = -1;

  /** The series' last sample in the store is no staleness marker and must get one at its end. */
  private static final byte ALIVE = 1;

  private static final byte SEEN = 2;
  private static final byte TRACKED = 4;

  private static final byte DROPPED = 8;
  private static final int FIRST_CAPACITY = 64;

  /** Stands for a text that is not to be found again; no text has this hash. */
  private static final long FORGOTTEN = 0;

  private long[] hashes = new long[FIRST_CAPACITY];
  private long[] refs = new long[FIRST_CAPACITY];
  private byte[] states = new byte[FIRST_CAPACITY];
  private int size;

  // Of the scrape under way.
  private int knownBefore;
  private int cursor;
  private int @Nullable [] table; // entry + 1, or 0; capacity a power of two
  private int @Nullable [] order; // entries in the order seen, once it deviates
  private int ordered;

  void begin() {
    knownBefore = size;
    cursor = 0;
    table = null;
    order = null;
    ordered = 0;
  }

  /** Returns the entry of a series' text, or {@link #UNKNOWN}. */
  int find(long textHash) {
    long hash = usable(textHash);
    int next = cursor;
    if (next < knownBefore && hashes[next] == hash && (states[next] & SEEN) == 0) {
      cursor = next + 1;
      return next;
    }
    return search(hash);
  }

  /**
   * Notes that an entry is exposed.
   *
   * @return whether it was exposed before in this scrape
   */
  boolean touch(int entry) {
    boolean before = (states[entry] & SEEN) != 0;
    if (!before) {
      states[entry] |= SEEN;
      if (order != null) {
        noteOrder(entry);
      }
    }
    return before;
  }

  /** Adds a series that {@link #find} did not know and notes that it is exposed. */
  int add(long textHash, long ref) {
    if (size == hashes.length) {
      resize(2 * size);
    }
    int entry = size++;
    hashes[entry] = usable(textHash);
    refs[entry] = ref;
    states[entry] = SEEN;
    noteOrder(entry);
    insert(entry);
    return entry;
  }

  /** Adds a series that metric relabelling drops. */
  void addDropped(long hash) {
    states[add(hash, 0)] |= DROPPED;
  }

  boolean isDropped(int entry) {
    return (states[entry] & DROPPED) != 0;
  }

  long ref(int entry) {
    return refs[entry];
  }

  void setRef(int entry, long ref) {
    refs[entry] = ref;
  }

  /** Notes that the end of this series is to be marked. */
  void track(int entry) {
    states[entry] |= TRACKED;
  }

  /**
   * Returns the first entry from {@code from} on that was alive and is not tracked in this scrape,
   * or {@link #UNKNOWN}.
   */
  int nextVanished(int from) {
    for (int entry = from; entry < size; entry++) {
      if ((states[entry] & (ALIVE | TRACKED)) == ALIVE) {
        return entry;
      }
    }
    return UNKNOWN;
  }

  /**
   * Ends a scrape that is stored, staleness markers included: what it did not show is forgotten.
   */
  void accept() {
    if (order == null) {
      size = cursor;
    } else {
      layOutAnew(order, ordered);
    }
    for (int entry = 0; entry < size; entry++) {
      byte state = states[entry];
      states[entry] = (byte) ((state & DROPPED) | ((state & TRACKED) != 0 ? ALIVE : 0));
    }
    endScrape();
  }

  /** Ends a scrape of which nothing is stored: everything is as before it. */
  void reject() {
    size = knownBefore;
    for (int entry = 0; entry < size; entry++) {
      states[entry] &= ALIVE | DROPPED;
    }
    endScrape();
  }

  /** Notes that the staleness markers of all series that were alive are stored. */
  void markAllEnded() {
    for (int entry = 0; entry < size; entry++) {
      states[entry] &= DROPPED;
    }
  }

  /** Makes every text unknown, because it would now mean another series; the living stay alive. */
  void forgetTexts() {
    Arrays.fill(hashes, 0, size, FORGOTTEN);
  }

  int size() {
    return size;
  }

  private static long usable(long textHash) {
    return textHash == FORGOTTEN ? 1 : textHash;
  }

  private void endScrape() {
    knownBefore = size;
    table = null;
    order = null;
    ordered = 0;
  }

  private int search(long hash) {
    int[] slots = table == null ? buildTable() : table;
    int mask = slots.length - 1;
    for (int slot = slotOf(hash, mask); slots[slot] != 0; slot = (slot + 1) & mask) {
      int entry = slots[slot] - 1;
      if (hashes[entry] == hash) {
        if (entry < knownBefore) {
          cursor = entry + 1;
        }
        return entry;
      }
    }
    return UNKNOWN;
  }

  private int[] buildTable() {
    if (order == null) {
      // Up to here every line was the next entry.
      int[] seen = new int[Math.max(FIRST_CAPACITY, size + size / 4)];
      for (int entry = 0; entry < cursor; entry++) {
        seen[entry] = entry;
      }
      order = seen;
      ordered = cursor;
    }
    int[] slots = new int[Integer.highestOneBit(Math.max(FIRST_CAPACITY, size)) * 4];
    table = slots;
    for (int entry = 0; entry < size; entry++) {
      if (hashes[entry] != FORGOTTEN) {
        place(slots, entry);
      }
    }
    return slots;
  }

  private void insert(int entry) {
    int[] slots = table;
    if (slots == null) {
      throw new IllegalStateException("BUG: a series is added that was not looked for");
    }
    if (2 * size > slots.length) {
      buildTable();
    } else {
      place(slots, entry);
    }
  }

  private void place(int[] slots, int entry) {
    int mask = slots.length - 1;
    int slot = slotOf(hashes[entry], mask);
    while (slots[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    slots[slot] = entry + 1;
  }

  private static int slotOf(long hash, int mask) {
    return (int) (hash ^ (hash >>> 32)) & mask;
  }

  private void noteOrder(int entry) {
    int[] seen = order;
    if (seen == null) {
      throw new IllegalStateException("BUG: an order is noted before it deviates");
    }
    if (ordered == seen.length) {
      seen = Arrays.copyOf(seen, 2 * ordered);
      order = seen;
    }
    seen[ordered++] = entry;
  }

  private void layOutAnew(int[] seen, int count) {
    long[] newHashes = new long[Math.max(count, FIRST_CAPACITY)];
    long[] newRefs = new long[newHashes.length];
    byte[] newStates = new byte[newHashes.length];
    for (int i = 0; i < count; i++) {
      newHashes[i] = hashes[seen[i]];
      newRefs[i] = refs[seen[i]];
      newStates[i] = states[seen[i]];
    }
    hashes = newHashes;
    refs = newRefs;
    states = newStates;
    size = count;
  }

  private void resize(int capacity) {
    hashes = Arrays.copyOf(hashes, capacity);
    refs = Arrays.copyOf(refs, capacity);
    states = Arrays.copyOf(states, capacity);
  }
}
