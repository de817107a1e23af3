package dev.goldcrest.wire.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.goldcrest.model.Labels;
import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.wire.ByteBuilder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class WriteRequestTest {
  private static final long[] TIMES = {0, 1_769_853_600_000L, -5};
  private static final long[] BITS = {
    Double.doubleToRawLongBits(1.5), SampleValue.STALE_BITS, Double.doubleToRawLongBits(-0.0)
  };

  private interface Message {
    void writeTo(CodedOutputStream out) throws IOException;
  }

  private static byte[] message(Message message) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    message.writeTo(out);
    out.flush();
    return bytes.toByteArray();
  }

  private static byte[] label(String name, String value) throws IOException {
    return message(out -> {
      out.writeString(1, name);
      out.writeString(2, value);
    });
  }

  private static byte[] sample(long bits, long timestamp) throws IOException {
    return message(out -> {
      out.writeFixed64(1, bits);
      out.writeInt64(2, timestamp);
    });
  }

  /** A request as other senders write it: fields out of order, left out, and unknown. */
  private static byte[] foreignRequest() throws IOException {
    byte[] series =
        message(out -> {
          out.writeByteArray(2, sample(BITS[0], TIMES[1]));
          out.writeByteArray(1, label("job", "é"));
          out.writeByteArray(3, message(exemplar -> exemplar.writeDouble(2, 1)));
          out.writeFixed32(99, 7);
          out.writeByteArray(1, label("__name__", "up"));
          out.writeByteArray(1, label("empty", ""));
          out.writeByteArray(2, new byte[0]);
          out.writeByteArray(4, new byte[] {8, 1});
        });
    byte[] metadata =
        message(out -> {
          out.writeString(5, "bytes");
          out.writeString(4, "Help.");
          out.writeEnum(1, 4);
          out.writeString(2, "family");
        });
    return message(out -> {
      out.writeUInt64(77, -1);
      out.writeByteArray(3, metadata);
      out.writeByteArray(1, series);
      out.writeString(100, "unknown");
      out.writeByteArray(1, new byte[0]);
    });
  }

  @Test
  void reader_understands_whatOtherSendersWrite() throws Exception {
    WriteRequestReader reader = reader(foreignRequest());

    assertThat(reader.next()).isEqualTo(WriteRequestReader.Entry.METADATA);
    assertThat(reader.familyName()).isEqualTo("family");
    assertThat(reader.metadata())
        .isEqualTo(new MetricMetadata(MetricType.GAUGEHISTOGRAM, "Help.", "bytes"));
    assertThat(reader.next()).isEqualTo(WriteRequestReader.Entry.SERIES);
    assertThat(reader.labels()).isEqualTo(Labels.of("__name__", "up", "job", "é"));
    assertThat(reader.sampleCount()).isEqualTo(2);
    assertThat(reader.timestampMillis(0)).isEqualTo(TIMES[1]);
    assertThat(reader.valueBits(0)).isEqualTo(BITS[0]);
    assertThat(reader.timestampMillis(1)).isZero();
    assertThat(reader.valueBits(1)).isZero();
    assertThat(reader.exemplarCount()).isEqualTo(1);
    assertThat(reader.histogramCount()).isEqualTo(1);
    assertThat(reader.next()).isEqualTo(WriteRequestReader.Entry.SERIES);
    assertThat(reader.labels()).isEqualTo(Labels.empty());
    assertThat(reader.sampleCount()).isZero();
    assertThat(reader.next()).isEqualTo(WriteRequestReader.Entry.END);
    assertThat(reader.next()).isEqualTo(WriteRequestReader.Entry.END);
  }

  @Test
  void types_haveTheNumbersOfTheProtocol() throws Exception {
    String[] names = {
      "unknown",
      "counter",
      "gauge",
      "histogram",
      "gaugehistogram",
      "summary",
      "info",
      "stateset",
      "unknown"
    };
    for (int number = 0; number < names.length; number++) {
      int type = number;
      byte[] metadata = message(out -> out.writeEnum(1, type));
      WriteRequestReader reader = reader(message(out -> out.writeByteArray(3, metadata)));
      reader.next();
      assertThat(reader.metadata().type().text()).isEqualTo(names[number]);
    }
  }

  @Test
  void writer_writes_whatTheOracleReads() throws Exception {
    ByteBuilder out = new ByteBuilder(16);
    String longValue = "é".repeat(100);
    new WriteRequestWriter(out)
        .series(Labels.of("__name__", "up", "x", longValue), TIMES, BITS, 0, 3);

    CodedInputStream request = CodedInputStream.newInstance(out.toByteArray());
    assertThat(request.readTag()).isEqualTo(1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
    CodedInputStream series = request.readBytes().newCodedInput();
    assertThat(request.isAtEnd()).isTrue();
    for (String[] pair : new String[][] {{"__name__", "up"}, {"x", longValue}}) {
      assertThat(series.readTag()).isEqualTo(1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
      CodedInputStream label = series.readBytes().newCodedInput();
      for (int i = 0; i < 2; i++) {
        assertThat(label.readTag()).isEqualTo((i + 1) << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
        assertThat(label.readStringRequireUtf8()).isEqualTo(pair[i]);
      }
      assertThat(label.isAtEnd()).isTrue();
    }
    for (int i = 0; i < TIMES.length; i++) {
      assertThat(series.readTag()).isEqualTo(2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED);
      CodedInputStream sample = series.readBytes().newCodedInput();
      assertThat(sample.readTag()).isEqualTo(1 << 3 | WireFormat.WIRETYPE_FIXED64);
      assertThat(sample.readFixed64()).isEqualTo(BITS[i]);
      assertThat(sample.readTag()).isEqualTo(2 << 3 | WireFormat.WIRETYPE_VARINT);
      assertThat(sample.readInt64()).isEqualTo(TIMES[i]);
      assertThat(sample.isAtEnd()).isTrue();
    }
    assertThat(series.isAtEnd()).isTrue();
  }

  @Test
  void reader_reads_whatTheWriterWrites() throws Exception {
    ByteBuilder out = new ByteBuilder(16);
    WriteRequestWriter writer = new WriteRequestWriter(out);
    MetricMetadata metadata = new MetricMetadata(MetricType.COUNTER, "Hélp.", "s");
    writer.metadata("a_total", metadata);
    writer.series(Labels.of("__name__", "a_total"), TIMES, BITS, 1, 3);
    WriteRequestReader reader = reader(out.toByteArray());

    assertThat(reader.next()).isEqualTo(WriteRequestReader.Entry.METADATA);
    assertThat(reader.familyName()).isEqualTo("a_total");
    assertThat(reader.metadata()).isEqualTo(metadata);
    assertThat(reader.next()).isEqualTo(WriteRequestReader.Entry.SERIES);
    assertThat(reader.labels()).isEqualTo(Labels.of("__name__", "a_total"));
    assertThat(reader.sampleCount()).isEqualTo(2);
    assertThat(reader.timestampMillis(1)).isEqualTo(-5);
    assertThat(reader.valueBits(0)).isEqualTo(SampleValue.STALE_BITS);
    assertThat(reader.next()).isEqualTo(WriteRequestReader.Entry.END);
  }

  @Test
  void labelsHash_dependsOnNamesAndValues_notOnSamples() throws Exception {
    long hash = hash(TIMES, "a", "bc");

    assertThat(hash(new long[] {9, 9, 9}, "a", "bc")).isEqualTo(hash);
    assertThat(hash(TIMES, "ab", "c")).isNotEqualTo(hash);
    assertThat(hash(TIMES, "a", "bd")).isNotEqualTo(hash);
  }

  private static long hash(long[] times, String name, String value) throws RemoteWriteException {
    ByteBuilder out = new ByteBuilder(16);
    new WriteRequestWriter(out).series(Labels.of(name, value), times, BITS, 0, 3);
    WriteRequestReader reader = reader(out.toByteArray());
    reader.next();
    return reader.labelsHash();
  }

  @Test
  void requests_areRefused_whenMalformed() throws Exception {
    assertRefused(new byte[] {0x0a}, "byte 1: message ends within a number");
    assertRefused(new byte[] {0x0a, 5, 1}, "byte 1: length 5 where 1 bytes remain");
    assertRefused(new byte[] {0x0a, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, "18446744073709551615");
    assertRefused(
        new byte[] {0x0a, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 1}, "more than ten bytes");
    assertRefused(new byte[] {0x08, 1}, "WriteRequest.timeseries has wire type 0; expected is 2");
    assertRefused(new byte[] {0x02, 1}, "field number 0 is not allowed");
    assertRefused(new byte[] {0x23}, "byte 1: wire type 3 is not allowed");
    assertRefused(new byte[] {0x0a, 2, 0x10, 1}, "TimeSeries has wire type 0");
    assertRefused(new byte[] {0x0a, 4, 0x12, 2, 0x08, 1}, "Sample.value has wire type 0");
    assertRefused(new byte[] {0x0a, 4, 0x12, 2, 0x09, 1}, "byte 5: message ends within a number");
    assertRefused(new byte[] {0x0a, 4, 0x12, 5, 0x09, 1}, "byte 3: length 5 where 2 bytes remain");
  }

  @Test
  void labels_areRefused_whenNamesAreEmptyRepeatedOrNotUtf8() throws Exception {
    assertLabelsRefused("label with an empty name", label("", "x"));
    assertLabelsRefused("label name \"a\" is not unique", label("a", "x"), label("a", "y"));
    assertLabelsRefused("string in invalid UTF-8", new byte[] {0x0a, 1, -1, 0x12, 1, 'x'});
  }

  @Test
  void series_areRefused_beyondTheirLimits() throws Exception {
    byte[] samples = new byte[2 * (WriteRequestReader.MAX_SAMPLES + 1)];
    for (int i = 0; i < samples.length; i += 2) {
      samples[i] = 0x12;
    }
    byte[] labels = new byte[2 * (WriteRequestReader.MAX_LABELS + 1)];
    for (int i = 0; i < labels.length; i += 2) {
      labels[i] = 0x0a;
    }

    assertRefused(message(out -> out.writeByteArray(1, samples)), "more than 65536 samples in one");
    assertRefused(message(out -> out.writeByteArray(1, labels)), "more than 1024 labels in one");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void damagedRequests_areReadOrRefused() throws Exception {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("WriteRequestTest seed " + seed);
    Random random = new Random(seed);
    byte[] valid = foreignRequest();
    int refused = 0;
    for (int i = 0; i < 100_000; i++) {
      byte[] request = valid.clone();
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        request[random.nextInt(request.length)] =
            (byte) (random.nextBoolean() ? random.nextInt(256) : random.nextInt(40));
      }
      if (random.nextInt(4) == 0) {
        request = Arrays.copyOf(request, random.nextInt(request.length));
      }
      try {
        readAll(request);
      } catch (RemoteWriteException e) {
        refused++;
        assertThat(e.offset()).isBetween(0, request.length);
      }
    }
    assertThat(refused).isBetween(20_000, 99_999);
  }

  private static void readAll(byte[] request) throws RemoteWriteException {
    WriteRequestReader reader = reader(request);
    while (reader.next() != WriteRequestReader.Entry.END) {
      reader.labels();
    }
  }

  private static WriteRequestReader reader(byte[] request) {
    // Not at the array's start, so that offsets in messages are checked to be those of the request.
    byte[] padded = new byte[request.length + 5];
    System.arraycopy(request, 0, padded, 3, request.length);
    return new WriteRequestReader().reset(padded, 3, request.length);
  }

  private static void assertLabelsRefused(String message, byte[]... labels) throws IOException {
    byte[] series =
        message(out -> {
          for (byte[] label : labels) {
            out.writeByteArray(1, label);
          }
        });
    assertRefused(message(out -> out.writeByteArray(1, series)), message);
  }

  private static void assertRefused(byte[] request, String message) {
    assertThatThrownBy(() -> readAll(request))
        .isInstanceOf(RemoteWriteException.class)
        .hasMessageContaining(message);
  }
}
