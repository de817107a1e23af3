package dev.goldcrest.tsdb.head;

import dev.goldcrest.tsdb.codec.ByteSink;
import dev.goldcrest.tsdb.codec.Bytes;
import dev.goldcrest.tsdb.codec.ColumnWriter;
import java.util.Arrays;

/**
 * Finished chunks: immutable runs of bytes, the newest of a series pointing to the one before.
 *
 * <p>Series that are scraped together have the same timestamps, so a chunk holds its values alone
 * and points to a timeline, which chunks of other series may share. Guarded by the head; the bytes
 * of columns may be read without it by whoever holds the page.
 *
 * <pre>
 * chunk     before 4 · timeline 4 · length 2 · column of values
 * timeline  users 2 · samples 2 · first 8 · last 8 · length 2 · column of timestamps
 * </pre>
 */
final class SealedChunks {
  private static final int TIMELINE = 4;
  private static final int CHUNK_LENGTH = 8;
  private static final int CHUNK_HEADER = 10;
  private static final int SAMPLES = 2;
  private static final int FIRST = 4;
  private static final int LAST = 12;
  private static final int TIMELINE_LENGTH = 20;
  private static final int TIMELINE_HEADER = 22;
  private static final int MAX_USERS = 0xffff;

  private final BytePages pages = new BytePages();
  private final ColumnWriter writer = new ColumnWriter();
  private final ByteSink column = new ByteSink(512);
  // The timelines made last; series sealed at the same commit find theirs here.
  private final int[] recent = new int[8];
  private int nextRecent;

  /** Stores samples as a chunk after {@code before} and returns its address. */
  int seal(int before, int count, long[] timestamps, long[] values) {
    int timeline = timeline(count, timestamps);
    column.truncate(0);
    writer.writeDoubles(values, count, column);
    int address = pages.allocate(CHUNK_HEADER + column.size());
    byte[] page = pages.page(address);
    int at = BytePages.offset(address);
    Bytes.putInt(page, at, before);
    Bytes.putInt(page, at + TIMELINE, timeline);
    Bytes.putShort(page, at + CHUNK_LENGTH, column.size());
    System.arraycopy(column.array(), 0, page, at + CHUNK_HEADER, column.size());
    return address;
  }

  int before(int chunk) {
    return Bytes.getInt(pages.page(chunk), BytePages.offset(chunk));
  }

  /** Cuts the chain behind a chunk. */
  void endChain(int chunk) {
    Bytes.putInt(pages.page(chunk), BytePages.offset(chunk), BytePages.NONE);
  }

  int timeline(int chunk) {
    return Bytes.getInt(pages.page(chunk), BytePages.offset(chunk) + TIMELINE);
  }

  long firstMillis(int chunk) {
    int timeline = timeline(chunk);
    return Bytes.getLong(pages.page(timeline), BytePages.offset(timeline) + FIRST);
  }

  long lastMillis(int chunk) {
    int timeline = timeline(chunk);
    return Bytes.getLong(pages.page(timeline), BytePages.offset(timeline) + LAST);
  }

  /** Returns the first timestamp of the timeline whose column starts at {@code column}. */
  static long firstMillis(byte[] page, int column) {
    return Bytes.getLong(page, column - TIMELINE_HEADER + FIRST);
  }

  /** Returns the last timestamp of the timeline whose column starts at {@code column}. */
  static long lastMillis(byte[] page, int column) {
    return Bytes.getLong(page, column - TIMELINE_HEADER + LAST);
  }

  int samples(int chunk) {
    int timeline = timeline(chunk);
    return Bytes.getShort(pages.page(timeline), BytePages.offset(timeline) + SAMPLES);
  }

  /** Returns the array that holds a chunk or timeline. */
  byte[] page(int address) {
    return pages.page(address);
  }

  /** Returns where a chunk's column starts in its page. */
  int valuesFrom(int chunk) {
    return BytePages.offset(chunk) + CHUNK_HEADER;
  }

  int valuesLength(int chunk) {
    return Bytes.getShort(pages.page(chunk), BytePages.offset(chunk) + CHUNK_LENGTH);
  }

  /** Returns where a timeline's column starts in its page. */
  int timestampsFrom(int timeline) {
    return BytePages.offset(timeline) + TIMELINE_HEADER;
  }

  int timestampsLength(int timeline) {
    return Bytes.getShort(pages.page(timeline), BytePages.offset(timeline) + TIMELINE_LENGTH);
  }

  /** Gives a chunk back, and its timeline when no other chunk uses it. */
  void release(int chunk) {
    int timeline = timeline(chunk);
    pages.release(chunk);
    byte[] page = pages.page(timeline);
    int at = BytePages.offset(timeline);
    int users = Bytes.getShort(page, at) - 1;
    Bytes.putShort(page, at, users);
    if (users == 0) {
      for (int i = 0; i < recent.length; i++) {
        if (recent[i] == timeline) {
          recent[i] = BytePages.NONE;
        }
      }
      pages.release(timeline);
    }
  }

  long bytesHeld() {
    return pages.bytesHeld();
  }

  private int timeline(int count, long[] timestamps) {
    column.truncate(0);
    writer.writeIntegers(timestamps, count, column);
    long last = timestamps[count - 1];
    for (int known : recent) {
      if (known != BytePages.NONE && isSame(known, count, last)) {
        byte[] page = pages.page(known);
        int at = BytePages.offset(known);
        Bytes.putShort(page, at, Bytes.getShort(page, at) + 1);
        return known;
      }
    }
    int address = pages.allocate(TIMELINE_HEADER + column.size());
    byte[] page = pages.page(address);
    int at = BytePages.offset(address);
    Bytes.putShort(page, at, 1);
    Bytes.putShort(page, at + SAMPLES, count);
    Bytes.putLong(page, at + FIRST, timestamps[0]);
    Bytes.putLong(page, at + LAST, last);
    Bytes.putShort(page, at + TIMELINE_LENGTH, column.size());
    System.arraycopy(column.array(), 0, page, at + TIMELINE_HEADER, column.size());
    recent[nextRecent] = address;
    nextRecent = (nextRecent + 1) % recent.length;
    return address;
  }

  private boolean isSame(int timeline, int count, long last) {
    byte[] page = pages.page(timeline);
    int at = BytePages.offset(timeline);
    int from = at + TIMELINE_HEADER;
    int length = Bytes.getShort(page, at + TIMELINE_LENGTH);
    return Bytes.getShort(page, at) < MAX_USERS
        && Bytes.getShort(page, at + SAMPLES) == count
        && Bytes.getLong(page, at + LAST) == last
        && length == column.size()
        && Arrays.equals(page, from, from + length, column.array(), 0, length);
  }
}
