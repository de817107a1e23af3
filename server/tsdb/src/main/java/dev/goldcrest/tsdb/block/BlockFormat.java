package dev.goldcrest.tsdb.block;

import dev.goldcrest.tsdb.codec.Bytes;

/** The layout of a block; see {@code docs/formats/block.md}. */
final class BlockFormat {
  /** The folder of the blocks. */
  static final String FOLDER = "blocks";

  static final String SUFFIX = ".blk";
  static final String TEMPORARY = ".tmp";
  static final String CORRUPT = ".corrupt";

  static final int MAGIC = 0x4b4c4247; // "GBLK"
  static final int VERSION = 1;
  static final int HEADER = 8;

  /** Sections of the index, in the order in which they are written. */
  static final int SYMBOLS = 0;

  static final int SERIES = 1;
  static final int POSTINGS = 2;
  static final int SECTIONS = 3;

  /** In the footer, a section is: offset 8 · length 4 · CRC 4. */
  static final int SECTION_ENTRY = 16;

  static final int FOOTER_MIN = SECTIONS * SECTION_ENTRY;
  static final int FOOTER_MAX = FOOTER_MIN + 8;
  static final int FOOTER_SAMPLES = FOOTER_MAX + 8;
  static final int FOOTER_SERIES = FOOTER_SAMPLES + 8;
  static final int FOOTER_CRC = FOOTER_SERIES + 4;
  static final int FOOTER_MAGIC = FOOTER_CRC + 4;
  static final int FOOTER = FOOTER_MAGIC + 4;

  /** A pair in the postings: name 4 · value 4 · offset 4 · count 4. */
  static final int PAIR = 16;

  static final int CRC = 4;

  private BlockFormat() {}

  static byte[] header() {
    byte[] header = new byte[HEADER];
    Bytes.putInt(header, 0, MAGIC);
    Bytes.putShort(header, 4, VERSION);
    return header;
  }

  static String fileName(long minMillis, long endMillis) {
    return FOLDER + "/" + minMillis + "_" + endMillis + SUFFIX;
  }
}
