package dev.goldcrest.tsdb.log;

import dev.goldcrest.tsdb.DiskFile;
import dev.goldcrest.tsdb.codec.Bytes;
import java.io.IOException;

/**
 * Finds the records of a segment, passing over what is damaged. Owned by one thread; reads through
 * a window, so that memory does not depend on the size of the segment.
 */
final class SegmentReader {
  // A search gives up after this many times the bytes it passes over, so that bytes made to look
  // like headers cannot hold up a start.
  private static final long MAX_SEARCH_FACTOR = 16;

  private static final int WINDOW = 64 * 1024;

  private final DiskFile file;
  private final long segment;
  private final long end;
  private byte[] window = new byte[WINDOW];
  private long windowStart;
  private int windowLength;
  private int payloadAt;
  private int payloadLength;
  private int type;
  // Bytes checksummed by the search at work.
  private long searched;

  SegmentReader(DiskFile file, long segment, long end) {
    this.file = file;
    this.segment = segment;
    this.end = end;
  }

  /** Tells whether a whole record starts at {@code offset}; then it is the current one. */
  boolean isRecord(long offset) throws IOException {
    if (end - offset < LogFormat.RECORD_HEADER) {
      return false;
    }
    int at = load(offset, LogFormat.RECORD_HEADER);
    int length = Bytes.getInt(window, at);
    int crc = Bytes.getInt(window, at + LogFormat.RECORD_CRC);
    int kind = window[at + LogFormat.RECORD_TYPE];
    boolean plausible =
        length > 0
            && length <= LogFormat.MAX_PAYLOAD
            && length <= end - offset - LogFormat.RECORD_HEADER
            && kind >= LogFormat.TYPE_DEFINITIONS
            && kind <= LogFormat.TYPE_TOMBSTONE;
    if (!plausible) {
      return false;
    }
    at = load(offset, LogFormat.RECORD_HEADER + length);
    searched += length;
    int typeAt = at + LogFormat.RECORD_TYPE;
    if (LogFormat.recordCrc(segment, offset, window, typeAt, length) != crc) {
      return false;
    }
    type = kind;
    payloadAt = at + LogFormat.RECORD_HEADER;
    payloadLength = length;
    return true;
  }

  /** Returns the offset of the first record from {@code offset} on, or the end. */
  long findRecord(long offset) throws IOException {
    searched = 0;
    long budget = Math.max(WINDOW, end - offset) * MAX_SEARCH_FACTOR;
    for (long at = offset; at < end && searched <= budget; at++) {
      if (isRecord(at)) {
        return at;
      }
    }
    return end;
  }

  /** Tells whether the record that seems to start at {@code offset} would reach past the end. */
  boolean isCutOff(long offset) throws IOException {
    if (end - offset < LogFormat.RECORD_HEADER) {
      return true;
    }
    int length = Bytes.getInt(window, load(offset, LogFormat.RECORD_HEADER));
    return length > 0
        && length <= LogFormat.MAX_PAYLOAD
        && length > end - offset - LogFormat.RECORD_HEADER;
  }

  int type() {
    return type;
  }

  /** Returns the array in which the current record's payload lies. */
  byte[] bytes() {
    return window;
  }

  int payloadAt() {
    return payloadAt;
  }

  int payloadLength() {
    return payloadLength;
  }

  /** Returns where in the window {@code length} bytes from {@code offset} on lie. */
  private int load(long offset, int length) throws IOException {
    boolean inside = offset >= windowStart && offset + length <= windowStart + windowLength;
    if (!inside) {
      if (length > window.length) {
        window = new byte[length];
      }
      windowStart = offset;
      windowLength = 0;
      int wanted = (int) Math.min(window.length, end - offset);
      while (windowLength < wanted) {
        int n = file.read(offset + windowLength, window, windowLength, wanted - windowLength);
        if (n <= 0) {
          throw new IOException("file ends at " + (offset + windowLength));
        }
        windowLength += n;
      }
    }
    return (int) (offset - windowStart);
  }
}
