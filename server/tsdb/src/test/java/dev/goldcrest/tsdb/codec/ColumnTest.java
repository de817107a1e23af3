package dev.goldcrest.tsdb.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.SampleValue;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColumnTest {
  private static final int MAX = ColumnWriter.MAX_VALUES;

  private final ColumnWriter writer = new ColumnWriter();
  private final ColumnReader reader = new ColumnReader();
  private final ByteSink out = new ByteSink(16);

  @Test
  void integers_readBackExactly_whateverTheirShape() {
    Random random = seeded();
    for (int round = 0; round < 20_000; round++) {
      long[] values = integers(random);
      assertThat(integersThroughColumn(values)).isEqualTo(values);
    }
  }

  @Test
  void doubles_readBackBitByBit_whateverTheirShape() {
    Random random = seeded();
    for (int round = 0; round < 20_000; round++) {
      long[] values = doubles(random);
      assertThat(doublesThroughColumn(values)).isEqualTo(values);
    }
  }

  @Test
  void specialValues_keepTheirPayload_amongOrdinaryOnes() {
    long[] values = {
      SampleValue.bits(1),
      SampleValue.STALE_BITS,
      SampleValue.NAN_BITS,
      0xfff8_0000_0000_1234L,
      SampleValue.bits(-0.0),
      SampleValue.bits(Double.POSITIVE_INFINITY),
      SampleValue.bits(Double.MIN_VALUE),
      SampleValue.bits(Double.MAX_VALUE),
      SampleValue.bits(0x1p53),
      SampleValue.bits(-0x1p63)
    };
    assertThat(doublesThroughColumn(values)).isEqualTo(values);
  }

  @Test
  void negativeZero_isNotTakenForZero() {
    long[] values = {SampleValue.bits(0.0), SampleValue.bits(-0.0), SampleValue.bits(1)};
    assertThat(doublesThroughColumn(values)).isEqualTo(values);
  }

  @Test
  void extremesOfLong_surviveTheWrappingOfDifferences() {
    long[] values = {Long.MIN_VALUE, Long.MAX_VALUE, 0, Long.MIN_VALUE, -1, Long.MAX_VALUE};
    assertThat(integersThroughColumn(values)).isEqualTo(values);
  }

  @Test
  void regularTimestamps_takeAFewBytesInAll() {
    long[] values = new long[MAX];
    for (int i = 0; i < MAX; i++) {
      values[i] = 1_700_000_000_000L + 15_000L * i;
    }
    integersThroughColumn(values);
    // One bit each for "as before" would be 30 bytes; a common divisor leaves a constant step.
    assertThat(out.size()).isLessThanOrEqualTo(42);
  }

  @Test
  void constant_takesNoSpacePerValue() {
    long[] values = new long[MAX];
    Arrays.fill(values, SampleValue.bits(42.5));
    doublesThroughColumn(values);
    assertThat(out.size()).isLessThanOrEqualTo(5);
  }

  @Test
  void multiplesOfAPage_costNoMoreThanTheirCount() {
    Random random = new Random(7);
    long[] small = new long[MAX];
    long[] large = new long[MAX];
    for (int i = 0; i < MAX; i++) {
      int pages = random.nextInt(1000);
      small[i] = SampleValue.bits(pages);
      large[i] = SampleValue.bits(pages * 4096.0);
    }
    doublesThroughColumn(small);
    int smallSize = out.size();
    doublesThroughColumn(large);
    assertThat(out.size()).isLessThanOrEqualTo(smallSize + 4);
  }

  @Test
  void randomBits_takeAtMostAFewBitsMoreThanRaw() {
    Random random = new Random(7);
    long[] values = new long[MAX];
    for (int i = 0; i < MAX; i++) {
      values[i] = random.nextLong();
    }
    doublesThroughColumn(values);
    assertThat(out.size()).isLessThan(8 * MAX + MAX / 2);
  }

  @Test
  void unknownForm_isRefused() {
    byte[] bytes = {3, 0, 0, 0};
    assertThatThrownBy(() -> reader.readDoubles(new ByteSource().over(bytes, 0, 4), 2, new long[2]))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("unknown form of column 3");
  }

  @Test
  void cutOffColumn_isRefused_notMisread() {
    long[] values = {5, 9, 1000, 3, 77};
    writer.writeIntegers(values, values.length, out);
    for (int size = 0; size < out.size(); size++) {
      ByteSource in = new ByteSource().over(out.array(), 0, size);
      assertThatThrownBy(() -> reader.readIntegers(in, values.length, new long[values.length]))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
  }

  @Test
  void stream_readsBackExactly_whateverItsShape() {
    Random random = seeded();
    for (int round = 0; round < 5_000; round++) {
      long[] values = doubles(random);
      long[] timestamps = new long[values.length];
      long step = random.nextInt(60_000);
      timestamps[0] = random.nextLong() >> random.nextInt(64);
      for (int i = 1; i < values.length; i++) {
        long jitter = random.nextInt(3) == 0 ? random.nextLong() >> 30 + random.nextInt(34) : 0;
        timestamps[i] = timestamps[i - 1] + step + jitter;
      }
      assertStream(timestamps, values);
    }
  }

  private static void assertStream(long[] timestamps, long[] values) {
    SampleStream stream = new SampleStream();
    SampleStream.Step step = new SampleStream.Step();
    byte[] bytes = new byte[values.length * SampleStream.MAX_SAMPLE_BITS / 8 + 32];
    int bits = 0;
    for (int i = 0; i < values.length; i++) {
      if (i == 0) {
        stream.first(timestamps[0], values[0]);
        step.timestampMillis = timestamps[0];
        step.valueBits = values[0];
      } else {
        stream.next(bits & 7, bytes[bits >>> 3], step, timestamps[i], values[i]);
      }
      System.arraycopy(stream.bytes(), 0, bytes, bits >>> 3, stream.byteCount());
      bits += stream.bitCount();
      assertThat(stream.bitCount()).isLessThanOrEqualTo(SampleStream.MAX_SAMPLE_BITS);
    }
    long[] readTimes = new long[values.length];
    long[] readValues = new long[values.length];
    stream.read(bytes, (bits + 7) / 8, values.length, readTimes, readValues);
    assertThat(readTimes).isEqualTo(timestamps);
    assertThat(readValues).isEqualTo(values);
  }

  private long[] integersThroughColumn(long[] values) {
    out.truncate(0);
    writer.writeIntegers(values, values.length, out);
    long[] read = new long[values.length];
    reader.readIntegers(new ByteSource().over(out.array(), 0, out.size()), values.length, read);
    return read;
  }

  private long[] doublesThroughColumn(long[] values) {
    out.truncate(0);
    writer.writeDoubles(values, values.length, out);
    long[] read = new long[values.length];
    reader.readDoubles(new ByteSource().over(out.array(), 0, out.size()), values.length, read);
    return read;
  }

  private static long[] integers(Random random) {
    long[] values = new long[1 + random.nextInt(MAX)];
    int width = random.nextInt(64);
    long factor = 1 + random.nextInt(5000);
    long step = random.nextLong() >> width;
    values[0] = random.nextLong() >> random.nextInt(64);
    for (int i = 1; i < values.length; i++) {
      long noise = random.nextInt(4) == 0 ? random.nextLong() >> random.nextInt(64) : 0;
      values[i] = values[i - 1] + (step + (random.nextLong() >> width)) * factor + noise;
    }
    return values;
  }

  private static long[] doubles(Random random) {
    long[] values = new long[1 + random.nextInt(MAX)];
    int kind = random.nextInt(6);
    double scale = Math.pow(10, random.nextInt(14));
    double value = random.nextInt(1_000_000);
    for (int i = 0; i < values.length; i++) {
      switch (kind) {
        case 0 -> value += random.nextInt(100);
        case 1 -> value = Math.rint(random.nextGaussian() * 1000) / 100;
        case 2 -> value += random.nextDouble();
        case 3 -> value = random.nextInt(3);
        case 4 -> value = Math.rint(random.nextDouble() * scale) / scale;
        default -> value = Double.longBitsToDouble(random.nextLong());
      }
      values[i] = Double.doubleToRawLongBits(value);
      if (random.nextInt(200) == 0) {
        values[i] = SampleValue.STALE_BITS;
      }
    }
    return values;
  }

  private static Random seeded() {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("ColumnTest seed " + seed);
    return new Random(seed);
  }
}
