package dev.goldcrest.tsdb.log;

import dev.goldcrest.tsdb.codec.Bytes;
import java.util.zip.CRC32C;

/** The layout of a log segment; see {@code docs/formats/wal.md}. */
final class LogFormat {
  /** The folder of the segments. */
  static final String FOLDER = "wal";

  static final int MAGIC = 0x4c415747; // "GWAL"
  static final int VERSION = 1;

  /** Header: magic 4 · version 2 · zero 2 · segment 8 · end of the one before 8 · CRC 4. */
  static final int HEADER = 28;

  static final int HEADER_SEGMENT = 8;
  static final int HEADER_PREVIOUS_END = 16;
  static final int HEADER_CRC = 24;

  /** The end of the segment before, when it is not known. */
  static final long UNKNOWN_END = -1;

  /** Record: length of the payload 4 · CRC 4 · type 1 · payload. */
  static final int RECORD_HEADER = 9;

  static final int RECORD_CRC = 4;
  static final int RECORD_TYPE = 8;

  static final int TYPE_DEFINITIONS = 1;
  static final int TYPE_SAMPLES = 2;

  /** Reserved for deletions; not written yet. */
  static final int TYPE_TOMBSTONE = 3;

  /** The longest payload written, and the longest that a reader believes. */
  static final int MAX_PAYLOAD = 1 << 20;

  private static final String SUFFIX = ".wal";
  private static final int DIGITS = 8;

  private LogFormat() {}

  static String fileName(long segment) {
    String number = Long.toString(segment);
    return FOLDER + "/" + "0".repeat(Math.max(0, DIGITS - number.length())) + number + SUFFIX;
  }

  /** Returns the segment of a name within the folder, or -1 when it names none. */
  static long segmentOf(String name) {
    if (!name.endsWith(SUFFIX)) {
      return -1;
    }
    try {
      return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  static byte[] header(long segment, long previousEnd) {
    byte[] header = new byte[HEADER];
    Bytes.putInt(header, 0, MAGIC);
    Bytes.putShort(header, 4, VERSION);
    Bytes.putLong(header, HEADER_SEGMENT, segment);
    Bytes.putLong(header, HEADER_PREVIOUS_END, previousEnd);
    Bytes.putInt(header, HEADER_CRC, Bytes.crc32c(header, 0, HEADER_CRC));
    return header;
  }

  static boolean isHeader(byte[] header, long segment) {
    return Bytes.getInt(header, 0) == MAGIC
        && Bytes.getShort(header, 4) == VERSION
        && Bytes.getLong(header, HEADER_SEGMENT) == segment
        && Bytes.getInt(header, HEADER_CRC) == Bytes.crc32c(header, 0, HEADER_CRC);
  }

  /**
   * Returns the checksum of a record whose type stands at {@code typeAt}. Place is part of it, so
   * that a whole record in the wrong place, left over from an earlier use of the disk, is no
   * record.
   */
  static int recordCrc(long segment, long offset, byte[] bytes, int typeAt, int payloadLength) {
    byte[] place = new byte[16];
    Bytes.putLong(place, 0, segment);
    Bytes.putLong(place, 8, offset);
    CRC32C crc = new CRC32C();
    crc.update(place, 0, place.length);
    crc.update(bytes, typeAt, 1 + payloadLength);
    return (int) crc.getValue();
  }
}
