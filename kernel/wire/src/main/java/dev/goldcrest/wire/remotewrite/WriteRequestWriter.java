package dev.goldcrest.wire.remotewrite;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.wire.ByteBuilder;
import dev.goldcrest.wire.Utf8;

/**
 * Writes a {@code prometheus.WriteRequest}, to be compressed by {@link SnappyEncoder}. A request is
 * the concatenation of its parts, so there is nothing to begin or to finish. Not safe for use by
 * several threads.
 */
public final class WriteRequestWriter {
  private static final int TAG_SERIES = 1 << 3 | ProtoCursor.BYTES;
  private static final int TAG_METADATA = 3 << 3 | ProtoCursor.BYTES;

  private static final int TAG_LABEL = 1 << 3 | ProtoCursor.BYTES;
  private static final int TAG_SAMPLE = 2 << 3 | ProtoCursor.BYTES;
  private static final int TAG_NAME = 1 << 3 | ProtoCursor.BYTES;
  private static final int TAG_LABEL_VALUE = 2 << 3 | ProtoCursor.BYTES;
  private static final int TAG_SAMPLE_VALUE = 1 << 3 | ProtoCursor.FIXED64;
  private static final int TAG_TIMESTAMP = 2 << 3 | ProtoCursor.VARINT;

  private static final int TAG_TYPE = 1 << 3 | ProtoCursor.VARINT;
  private static final int TAG_FAMILY = 2 << 3 | ProtoCursor.BYTES;
  private static final int TAG_HELP = 4 << 3 | ProtoCursor.BYTES;
  private static final int TAG_UNIT = 5 << 3 | ProtoCursor.BYTES;

  private final ByteBuilder out;

  /** Holds one part, whose length must be written before it. */
  private final ByteBuilder part = new ByteBuilder(512);

  /** Creates a writer that appends to {@code out}. */
  public WriteRequestWriter(ByteBuilder out) {
    this.out = out;
  }

  /**
   * Adds a series with the samples {@code from} to {@code to}, exclusively, of two arrays.
   *
   * @param timestampsMillis ascending
   * @param valueBits raw bits, staleness markers included
   */
  public void series(Labels labels, long[] timestampsMillis, long[] valueBits, int from, int to) {
    part.clear();
    for (int i = 0; i < labels.size(); i++) {
      label(labels.name(i), labels.value(i));
    }
    for (int i = from; i < to; i++) {
      part.put(TAG_SAMPLE);
      varint(part, 1 + Long.BYTES + 1 + varintSize(timestampsMillis[i]));
      part.put(TAG_SAMPLE_VALUE);
      for (int shift = 0; shift < Long.SIZE; shift += 8) {
        part.put((int) (valueBits[i] >>> shift));
      }
      part.put(TAG_TIMESTAMP);
      varint(part, timestampsMillis[i]);
    }
    finishPart(TAG_SERIES);
  }

  private void label(String name, String value) {
    int nameSize = Utf8.length(name);
    int valueSize = Utf8.length(value);
    part.put(TAG_LABEL);
    varint(part, 2 + varintSize(nameSize) + nameSize + varintSize(valueSize) + valueSize);
    string(TAG_NAME, nameSize, name);
    string(TAG_LABEL_VALUE, valueSize, value);
  }

  /** Adds what is known about a metric family. */
  public void metadata(String familyName, MetricMetadata metadata) {
    part.clear();
    part.put(TAG_TYPE).put(WriteRequestReader.typeNumber(metadata.type()));
    string(TAG_FAMILY, Utf8.length(familyName), familyName);
    string(TAG_HELP, Utf8.length(metadata.help()), metadata.help());
    string(TAG_UNIT, Utf8.length(metadata.unit()), metadata.unit());
    finishPart(TAG_METADATA);
  }

  private void string(int tag, int size, String text) {
    part.put(tag);
    varint(part, size);
    part.text(text);
  }

  private void finishPart(int tag) {
    out.put(tag);
    varint(out, part.length());
    out.put(part.array(), 0, part.length());
  }

  private static void varint(ByteBuilder out, long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.put((int) rest | 0x80);
      rest >>>= 7;
    }
    out.put((int) rest);
  }

  private static int varintSize(long value) {
    return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
  }
}
