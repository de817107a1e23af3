package dev.goldcrest.tsdb.log;

import dev.goldcrest.tsdb.codec.ByteSink;
import dev.goldcrest.tsdb.codec.ByteSource;
import dev.goldcrest.tsdb.codec.Decimal;

/**
 * Samples of one transaction in the log. A record stands alone: a damaged one costs nothing but
 * itself.
 *
 * <p>Each sample is coded against the one before it in the record: series number as a difference,
 * timestamp only where it differs, value as a short decimal or as its leading bytes.
 */
final class SampleRecord {
  /** The most samples in one record; at most 30 bytes each, so that a record stays in bounds. */
  static final int MAX_SAMPLES = 16_384;

  // Values below are counts of leading bytes; above, decimals of this scale.
  private static final int DECIMAL = 16;
  private static final int MAX_SCALE = 3;

  private SampleRecord() {}

  static void write(int[] seriesIds, long[] timestamps, long[] values, int[] fromTo, ByteSink out) {
    int from = fromTo[0];
    int to = fromTo[1];
    out.putVarint(to - from);
    long time = timestamps[from];
    out.putSigned(time);
    int id = 0;
    for (int i = from; i < to; i++) {
      long step = timestamps[i] - time;
      long idStep = (long) seriesIds[i] - id;
      out.putVarint((idStep << 1 ^ idStep >> 63) << 1 | (step != 0 ? 1 : 0));
      if (step != 0) {
        out.putSigned(step);
      }
      writeValue(values[i], out);
      id = seriesIds[i];
      time = timestamps[i];
    }
  }

  private static void writeValue(long bits, ByteSink out) {
    int significant = 8 - (Long.numberOfTrailingZeros(bits) >>> 3);
    if (significant > 1) {
      int scale = Decimal.scale(bits, 0, MAX_SCALE);
      if (scale >= 0) {
        long mantissa = Decimal.mantissa(bits, scale);
        int groups = (70 - Long.numberOfLeadingZeros(Math.abs(mantissa) << 1 | 1)) / 7;
        if (groups < significant) {
          out.putByte(DECIMAL + scale);
          out.putSigned(mantissa);
          return;
        }
      }
    }
    out.putByte(significant);
    for (int i = 0; i < significant; i++) {
      out.putByte((int) (bits >>> (56 - 8 * i)));
    }
  }

  /** Receives the samples of a record. */
  interface Receiver {
    void sample(int seriesId, long timestampMillis, long valueBits);
  }

  static void read(ByteSource in, Receiver receiver) {
    int count = in.getCount(MAX_SAMPLES);
    long time = in.getSigned();
    int id = 0;
    for (int i = 0; i < count; i++) {
      long head = in.getVarint();
      long idStep = head >>> 1;
      id += (int) ((idStep >>> 1) ^ -(idStep & 1));
      if ((head & 1) != 0) {
        time += in.getSigned();
      }
      receiver.sample(id, time, readValue(in));
    }
  }

  private static long readValue(ByteSource in) {
    int form = in.getByte();
    if (form >= DECIMAL) {
      if (form > DECIMAL + MAX_SCALE) {
        throw new IndexOutOfBoundsException("unknown form of value " + form);
      }
      return Decimal.bits(in.getSigned(), form - DECIMAL);
    }
    if (form > 8) {
      throw new IndexOutOfBoundsException("unknown form of value " + form);
    }
    long bits = 0;
    for (int i = 0; i < form; i++) {
      bits |= (long) in.getByte() << (56 - 8 * i);
    }
    return bits;
  }
}
