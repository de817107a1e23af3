package dev.goldcrest.tsdb.codec;

/**
 * Samples as a stream of bits that grows by one sample at a time: the form of a chunk under
 * construction. Owned by one thread; it serves many streams in turn.
 *
 * <pre>
 * first sample     timestamp 64 bits, value 64 bits
 * each other       0                      same step in time and same value as the one before
 *                  1 time value
 *   time           0 | 10 s6 | 110 s14 | 1110 s33    difference between two steps, signed
 *                  1111 s64                          for steps that do not fit
 *   value          as {@link XorWindow}
 * </pre>
 */
public final class SampleStream {
  /** No sample takes more bits, the first included. */
  public static final int MAX_SAMPLE_BITS = 1 + 4 + 64 + 2 + 5 + 6 + 64;

  private final ByteSink bytes = new ByteSink(32);
  private final BitSink sink = new BitSink(bytes);
  private final ByteSource byteSource = new ByteSource();
  private final BitSource source = new BitSource();
  private final XorWindow window = new XorWindow();

  /** Creates a coder. */
  public SampleStream() {}

  /** Codes the first sample of a stream; take the bits from {@link #bytes}. */
  public void first(long timestampMillis, long valueBits) {
    begin(0, 0);
    window.reset();
    sink.put(timestampMillis, 64);
    sink.put(valueBits, 64);
    sink.finish();
  }

  /**
   * Codes the next sample; take the bits from {@link #bytes}.
   *
   * @param filledBits how many bits of the stream's last byte are in use, 0 to 7
   * @param lastByte that byte
   */
  public void next(int filledBits, int lastByte, Step before, long timestampMillis, long value) {
    begin(filledBits, lastByte);
    window.restore(before.windowState);
    long step = timestampMillis - before.timestampMillis;
    long change = step - before.stepMillis;
    if (change == 0 && value == before.valueBits) {
      sink.put(0, 1);
    } else {
      sink.put(1, 1);
      putChange(change);
      window.put(sink, before.valueBits, value);
    }
    sink.finish();
    before.windowState = window.state();
    before.stepMillis = step;
    before.timestampMillis = timestampMillis;
    before.valueBits = value;
  }

  /** Returns the bytes of the last sample, beginning with the byte that was partly filled. */
  public byte[] bytes() {
    return bytes.array();
  }

  /** Returns how many bytes {@link #bytes} holds. */
  public int byteCount() {
    return bytes.size();
  }

  /** Returns how many bits the last sample took. */
  public int bitCount() {
    return sink.written();
  }

  private void begin(int filledBits, int lastByte) {
    bytes.truncate(0);
    sink.resume(filledBits, lastByte);
  }

  private void putChange(long change) {
    if (change == 0) {
      sink.put(0, 1);
    } else if (fits(change, 6)) {
      sink.put(0b10, 2);
      sink.put(change, 6);
    } else if (fits(change, 14)) {
      sink.put(0b110, 3);
      sink.put(change, 14);
    } else if (fits(change, 33)) {
      sink.put(0b1110, 4);
      sink.put(change, 33);
    } else {
      sink.put(0b1111, 4);
      sink.put(change, 64);
    }
  }

  private static boolean fits(long value, int bits) {
    return value >= -(1L << (bits - 1)) && value < 1L << (bits - 1);
  }

  /** Reads the first {@code count} samples of a stream. */
  public void read(byte[] stream, int length, int count, long[] timestamps, long[] values) {
    source.over(byteSource.over(stream, 0, length));
    window.reset();
    timestamps[0] = source.get(64);
    values[0] = source.get(64);
    long step = 0;
    for (int i = 1; i < count; i++) {
      if (source.getBit()) {
        step += change();
        values[i] = window.get(source, values[i - 1]);
      } else {
        values[i] = values[i - 1];
      }
      timestamps[i] = timestamps[i - 1] + step;
    }
  }

  private long change() {
    if (!source.getBit()) {
      return 0;
    }
    if (!source.getBit()) {
      return signed(6);
    }
    if (!source.getBit()) {
      return signed(14);
    }
    return source.getBit() ? source.get(64) : signed(33);
  }

  private long signed(int bits) {
    return source.get(bits) << (64 - bits) >> (64 - bits);
  }

  /** What the coding of a sample depends on: the sample before it. */
  public static final class Step {
    /** Timestamp of the sample before. */
    public long timestampMillis;

    /** Value of the sample before. */
    public long valueBits;

    /** Time between the two samples before, 0 after the first. */
    public long stepMillis;

    /** The coder's window, 0 after the first sample. */
    public int windowState;

    /** Creates the state before any sample. */
    public Step() {}
  }
}
