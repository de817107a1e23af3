package dev.goldcrest.tsdb.codec;

import java.util.Arrays;

/** Reads the columns of {@link ColumnWriter}. Owned by one thread; reusable. */
public final class ColumnReader {
  private final BitSource bits = new BitSource();
  private final XorWindow window = new XorWindow();

  /** Creates a reader. */
  public ColumnReader() {}

  /**
   * Reads {@code count} whole numbers into {@code values} from index 0 on.
   *
   * @throws IndexOutOfBoundsException when the bytes are no such column
   */
  public void readIntegers(ByteSource in, int count, long[] values) {
    int head = in.getByte();
    int order = head & 3;
    int parameter = head >>> 2;
    values[0] = in.getSigned();
    switch (order) {
      case ColumnWriter.CONSTANT -> Arrays.fill(values, 1, count, values[0]);
      case ColumnWriter.DELTA -> {
        long gcd = in.getVarint();
        bits.over(in);
        for (int i = 1; i < count; i++) {
          values[i] = values[i - 1] + gcd * code(parameter);
        }
      }
      case ColumnWriter.DELTA_OF_DELTA -> {
        long gcd = in.getVarint();
        long delta = in.getSigned();
        bits.over(in);
        values[1] = values[0] + gcd * delta;
        for (int i = 2; i < count; i++) {
          delta += code(parameter);
          values[i] = values[i - 1] + gcd * delta;
        }
      }
      default -> throw new IndexOutOfBoundsException("unknown order of differences " + order);
    }
  }

  /**
   * Reads {@code count} doubles as raw bits into {@code values} from index 0 on.
   *
   * @throws IndexOutOfBoundsException when the bytes are no such column
   */
  public void readDoubles(ByteSource in, int count, long[] values) {
    int head = in.getByte();
    int scale = head >>> 2;
    switch (head & 3) {
      case ColumnWriter.FORM_CONSTANT ->
          Arrays.fill(values, 0, count, Long.reverseBytes(in.getVarint()));
      case ColumnWriter.FORM_DECIMAL -> {
        if (scale > Decimal.MAX_SCALE) {
          throw new IndexOutOfBoundsException("unknown decimal scale " + scale);
        }
        readIntegers(in, count, values);
        for (int i = 0; i < count; i++) {
          values[i] = Decimal.bits(values[i], scale);
        }
      }
      case ColumnWriter.FORM_XOR -> {
        values[0] = in.getLong();
        bits.over(in);
        window.reset();
        for (int i = 1; i < count; i++) {
          values[i] = window.get(bits, values[i - 1]);
        }
      }
      default -> throw new IndexOutOfBoundsException("unknown form of column " + (head & 3));
    }
  }

  private long code(int parameter) {
    long quotient = 0;
    while (quotient < ColumnWriter.ESCAPE && bits.getBit()) {
      quotient++;
    }
    if (quotient < ColumnWriter.ESCAPE) {
      return Bytes.unZigZag((quotient << parameter) | bits.get(parameter));
    }
    int length = (int) bits.get(ColumnWriter.ESCAPE_LENGTH_BITS) + 1;
    return Bytes.unZigZag(bits.get(length));
  }
}
