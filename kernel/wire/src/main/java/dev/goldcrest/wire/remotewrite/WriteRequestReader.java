package dev.goldcrest.wire.remotewrite;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.ByteHash;
import dev.goldcrest.wire.Utf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a decompressed {@code prometheus.WriteRequest} series by series, without copying it.
 *
 * <p>Call {@link #reset}, then {@link #next} until {@link Entry#END}; the getters answer for the
 * entry returned last. Reading allocates nothing until {@link #labels} is asked, which is only
 * needed for a series whose {@link #labelsHash} is new. Exemplars and native histograms are checked
 * for form and counted. After an exception the reader must be reset. Not safe for use by several
 * threads.
 */
public final class WriteRequestReader {
  /** What a piece of a request is. */
  public enum Entry {
    /** A series with its samples. */
    SERIES,
    /** What the sender knows about a metric family. */
    METADATA,
    /** The request is over. */
    END
  }

  /** The most labels one series may have. */
  public static final int MAX_LABELS = 1024;

  /** The most samples one series may bring in one request. */
  public static final int MAX_SAMPLES = 1 << 16;

  /** The metric types at the numbers that the message gives them. */
  private static final MetricType[] TYPES = {
    MetricType.UNKNOWN,
    MetricType.COUNTER,
    MetricType.GAUGE,
    MetricType.HISTOGRAM,
    MetricType.GAUGEHISTOGRAM,
    MetricType.SUMMARY,
    MetricType.INFO,
    MetricType.STATESET
  };

  private final ProtoCursor cursor = new ProtoCursor();

  /** Four numbers for each label: start and end of the name, start and end of the value. */
  private int[] labelSpans = new int[4 * 16];

  private int labelCount;
  private long labelsHash;

  private long[] timestamps = new long[16];
  private long[] valueBits = new long[16];
  private int sampleCount;
  private int exemplarCount;
  private int histogramCount;

  private String familyName = "";
  private MetricMetadata metadata = new MetricMetadata(MetricType.UNKNOWN, "", "");

  /** Creates a reader without a request. */
  public WriteRequestReader() {}

  /** Starts with a request, which must stay unchanged while it is read. */
  public WriteRequestReader reset(byte[] bytes, int offset, int length) {
    cursor.reset(bytes, offset, length);
    return this;
  }

  /** Moves to the next entry. */
  public Entry next() throws RemoteWriteException {
    while (cursor.hasMore()) {
      int field = cursor.readField();
      if (field == 1) {
        cursor.expect(ProtoCursor.BYTES, "WriteRequest.timeseries");
        readSeries();
        return Entry.SERIES;
      }
      if (field == 3) {
        cursor.expect(ProtoCursor.BYTES, "WriteRequest.metadata");
        readMetadata();
        return Entry.METADATA;
      }
      cursor.skip();
    }
    return Entry.END;
  }

  /** Returns the number of a metric type in the message. */
  static int typeNumber(MetricType type) {
    int number = 0;
    while (TYPES[number] != type) {
      number++;
    }
    return number;
  }

  /** Makes the message whose length comes next the one that is read; returns the outer end. */
  private int enter() throws RemoteWriteException {
    int outerEnd = cursor.end;
    cursor.end = cursor.readEnd();
    return outerEnd;
  }

  private void readSeries() throws RemoteWriteException {
    labelCount = 0;
    labelsHash = 0;
    sampleCount = 0;
    exemplarCount = 0;
    histogramCount = 0;
    int outerEnd = enter();
    while (cursor.hasMore()) {
      int field = cursor.readField();
      if (field >= 1 && field <= 4) {
        cursor.expect(ProtoCursor.BYTES, "TimeSeries");
      }
      switch (field) {
        case 1 -> readLabel();
        case 2 -> readSample();
        case 3 -> {
          exemplarCount++;
          cursor.skip();
        }
        case 4 -> {
          histogramCount++;
          cursor.skip();
        }
        default -> cursor.skip();
      }
    }
    cursor.end = outerEnd;
  }

  private void readLabel() throws RemoteWriteException {
    if (labelCount == MAX_LABELS) {
      throw cursor.failure(cursor.at, "more than " + MAX_LABELS + " labels in one series");
    }
    if (4 * labelCount == labelSpans.length) {
      labelSpans = Arrays.copyOf(labelSpans, 2 * labelSpans.length);
    }
    int outerEnd = enter();
    int first = 4 * labelCount;
    // An absent string is an empty one.
    Arrays.fill(labelSpans, first, first + 4, cursor.at);
    while (cursor.hasMore()) {
      int field = cursor.readField();
      if (field == 1 || field == 2) {
        cursor.expect(ProtoCursor.BYTES, "Label");
        int end = cursor.readEnd();
        labelSpans[first + 2 * (field - 1)] = cursor.at;
        labelSpans[first + 2 * (field - 1) + 1] = end;
        cursor.at = end;
      } else {
        cursor.skip();
      }
    }
    labelsHash = hashOf(labelSpans[first], labelSpans[first + 1], labelsHash);
    labelsHash = hashOf(labelSpans[first + 2], labelSpans[first + 3], labelsHash);
    labelCount++;
    cursor.end = outerEnd;
  }

  private long hashOf(int start, int end, long seed) {
    return ByteHash.of(cursor.bytes, start, end, seed);
  }

  private void readSample() throws RemoteWriteException {
    if (sampleCount == MAX_SAMPLES) {
      throw cursor.failure(cursor.at, "more than " + MAX_SAMPLES + " samples in one series");
    }
    if (sampleCount == timestamps.length) {
      timestamps = Arrays.copyOf(timestamps, 2 * sampleCount);
      valueBits = Arrays.copyOf(valueBits, 2 * sampleCount);
    }
    int outerEnd = enter();
    long bits = 0;
    long timestamp = 0;
    while (cursor.hasMore()) {
      switch (cursor.readField()) {
        case 1 -> {
          cursor.expect(ProtoCursor.FIXED64, "Sample.value");
          bits = cursor.readFixed64();
        }
        case 2 -> {
          cursor.expect(ProtoCursor.VARINT, "Sample.timestamp");
          timestamp = cursor.readVarint();
        }
        default -> cursor.skip();
      }
    }
    timestamps[sampleCount] = timestamp;
    valueBits[sampleCount] = bits;
    sampleCount++;
    cursor.end = outerEnd;
  }

  private void readMetadata() throws RemoteWriteException {
    int outerEnd = enter();
    MetricType type = MetricType.UNKNOWN;
    String name = "";
    String help = "";
    String unit = "";
    while (cursor.hasMore()) {
      switch (cursor.readField()) {
        case 1 -> {
          cursor.expect(ProtoCursor.VARINT, "MetricMetadata.type");
          long number = cursor.readVarint();
          type = number >= 0 && number < TYPES.length ? TYPES[(int) number] : MetricType.UNKNOWN;
        }
        case 2 -> name = readString("MetricMetadata.metric_family_name");
        case 4 -> help = readString("MetricMetadata.help");
        case 5 -> unit = readString("MetricMetadata.unit");
        default -> cursor.skip();
      }
    }
    familyName = name;
    metadata = new MetricMetadata(type, help, unit);
    cursor.end = outerEnd;
  }

  private String readString(String field) throws RemoteWriteException {
    cursor.expect(ProtoCursor.BYTES, field);
    int end = cursor.readEnd();
    String text = text(cursor.at, end);
    cursor.at = end;
    return text;
  }

  private String text(int start, int end) throws RemoteWriteException {
    if (!Utf8.isValid(cursor.bytes, start, end)) {
      throw cursor.failure(start, "string in invalid UTF-8");
    }
    return new String(cursor.bytes, start, end - start, StandardCharsets.UTF_8);
  }

  /** Returns a hash of the series' labels in the order in which they were sent. */
  public long labelsHash() {
    return labelsHash;
  }

  /**
   * Builds the labels of the series. A label with the empty value is left out.
   *
   * @throws RemoteWriteException for an empty or repeated name, or text in invalid UTF-8
   */
  public Labels labels() throws RemoteWriteException {
    Labels.Builder builder = Labels.builder();
    for (int i = 0; i < 4 * labelCount; i += 4) {
      String name = text(labelSpans[i], labelSpans[i + 1]);
      if (name.isEmpty()) {
        throw cursor.failure(labelSpans[i], "label with an empty name");
      }
      if (!builder.get(name).isEmpty()) {
        throw cursor.failure(labelSpans[i], "label name \"" + name + "\" is not unique");
      }
      builder.set(name, text(labelSpans[i + 2], labelSpans[i + 3]));
    }
    return builder.build();
  }

  /** Returns how many samples the series brings. */
  public int sampleCount() {
    return sampleCount;
  }

  /** Returns the Unix milliseconds of a sample, counting from 0. */
  public long timestampMillis(int index) {
    return timestamps[index];
  }

  /** Returns the raw bits of a sample's value as they were sent, a staleness marker included. */
  public long valueBits(int index) {
    return valueBits[index];
  }

  /** Returns how many exemplars the series brings; they are not read. */
  public int exemplarCount() {
    return exemplarCount;
  }

  /** Returns how many native histograms the series brings; they are not supported. */
  public int histogramCount() {
    return histogramCount;
  }

  /** Returns the metric family that a METADATA entry is about. */
  public String familyName() {
    return familyName;
  }

  /** Returns what a METADATA entry says. */
  public MetricMetadata metadata() {
    return metadata;
  }
}
