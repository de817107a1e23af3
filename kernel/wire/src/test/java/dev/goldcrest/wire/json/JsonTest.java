package dev.goldcrest.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTest {
  private final JsonWriter json = JsonWriter.toMemory();

  @Test
  void writer_placesCommasByItself() {
    json.beginObject();
    json.name("status").value("success");
    json.name("data").beginArray();
    json.beginArray().seconds(1435781451781L).quotedNumber(1).endArray();
    json.beginObject().endObject();
    json.value(true).nullValue().value(-7).value(0.25);
    json.endArray();
    json.name("n").value(2);
    json.endObject();

    assertThat(written())
        .isEqualTo(
            "{\"status\":\"success\",\"data\":[[1435781451.781,\"1\"],{},true,null,-7,0.25],"
                + "\"n\":2}");
  }

  @Test
  void strings_areEscapedAsGoDoes() {
    json.value("\"\\/\b\f\n\r\t\u0000\u001f\u007f<>&é\u2028\u2029\ud83d\ude00\ud83d");

    assertThat(written())
        .isEqualTo(
            "\"\\\"\\\\/\\b\\f\\n\\r\\t\\u0000\\u001f\u007f<>&é\\u2028\\u2029\ud83d\ude00\\ufffd\"");
  }

  @Test
  void numbers_lookAsGoWritesThem() {
    json.beginArray();
    json.value(0.0).value(1e20).value(1e21).value(1e-6).value(1.5e-7).value(1e-10);
    json.value(Long.MIN_VALUE).value(Double.NaN);
    json.endArray();

    assertThat(written())
        .isEqualTo(
            "[0,100000000000000000000,1e+21,0.000001,1.5e-07,1e-10,-9223372036854775808,null]");
  }

  @Test
  void sampleValues_areQuoted_soThatNanAndInfinityFit() {
    json.beginArray();
    json.quotedNumber(Double.NaN).quotedNumber(Double.NEGATIVE_INFINITY).quotedNumber(1e-7);
    json.endArray();

    assertThat(written()).isEqualTo("[\"NaN\",\"-Inf\",\"1e-07\"]");
  }

  @Test
  void timestamps_areSeconds_withThreeDecimalsOrNone() {
    json.beginArray();
    json.seconds(0).seconds(1000).seconds(1007).seconds(-1).seconds(-2500);
    json.endArray();

    assertThat(written()).isEqualTo("[0,1,1.007,-0.001,-2.500]");
  }

  @Test
  void largeDocuments_leaveInPieces() throws Exception {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    JsonWriter streamed = JsonWriter.to(stream);
    streamed.beginArray();
    for (int i = 0; i < 10_000; i++) {
      streamed.value(i);
    }
    assertThat(stream.size()).isGreaterThan(30_000);
    streamed.endArray().finish();

    assertThat((List<?>) JsonReader.parse(stream.toString(StandardCharsets.UTF_8))).hasSize(10_000);
  }

  @Test
  void streamFailures_leaveAsTheyAre() {
    JsonWriter streamed =
        JsonWriter.to(
            new OutputStream() {
              @Override
              public void write(int b) throws IOException {
                throw new IOException("client is gone");
              }
            });
    streamed.value(1);

    assertThatThrownBy(streamed::finish)
        .isInstanceOf(UncheckedIOException.class)
        .hasRootCauseMessage("client is gone");
  }

  @Test
  void writer_refusesTokensOutOfPlace() {
    assertThatThrownBy(() -> json.name("a"))
        .hasMessage("BUG: JSON name \"a\" outside of an object");
    json.beginObject();
    assertThatThrownBy(() -> json.value(1)).hasMessageContaining("without a name");
    assertThatThrownBy(json::endArray).hasMessage("BUG: JSON bracket ']' closes nothing");
    assertThatThrownBy(json::toByteArray).hasMessage("BUG: JSON document ends at depth 1");
    json.name("a");
    assertThatThrownBy(() -> json.name("b")).hasMessageContaining("\"b\"");
    assertThatThrownBy(json::endObject).hasMessage("BUG: JSON bracket '}' closes nothing");
    for (int i = 1; i < 64; i++) {
      json.beginArray();
    }
    assertThatThrownBy(json::beginArray).hasMessage("BUG: JSON nests more than 64 levels");
  }

  @Test
  void reader_yieldsPlainJavaValues() throws Exception {
    Object value =
        JsonReader.parse(
            " {\"a\" : [1, -2.5e3, true, false, null, {}, []],\r\n"
                + "\t\"b\":\"x\\\"\\u00e9\\n\\/\"} ");

    assertThat(value)
        .isEqualTo(
            Map.of(
                "a",
                Arrays.asList(1.0, -2500.0, true, false, null, Map.of(), List.of()),
                "b",
                "x\"é\n/"));
  }

  @Test
  void reader_keepsTheLastValue_whenANameComesTwice() throws Exception {
    assertThat(JsonReader.parse("{\"a\":1,\"a\":2}")).isEqualTo(Map.of("a", 2.0));
  }

  @Test
  void reader_namesTheMistake_withItsPlace() {
    assertRefused("", "offset 0: expected a value, found the end");
    assertRefused("[1,\n 2,]", "offset 7: expected a value, found ']'");
    assertRefused("[1 2]", "offset 3: expected ',' or ']', found '2'");
    assertRefused("{\"a\":1,}", "expected a member name, found '}'");
    assertRefused("{\"a\" 1}", "expected ':', found '1'");
    assertRefused("{\"a\":1", "expected ',' or '}', found the end");
    assertRefused("\"a\nb\"", "offset 2: control character in a string");
    assertRefused("\"ab", "expected '\"', found the end");
    assertRefused("\"\\x\"", "unknown escape '\\x'");
    assertRefused("\"\\u12g4\"", "expected four hexadecimal digits, found 'g'");
    assertRefused("01", "offset 0: expected a value");
    assertRefused("1.", "expected a digit, found the end");
    assertRefused("-", "expected a value");
    assertRefused("1e", "expected a digit, found the end");
    assertRefused("1e999", "offset 0: number beyond the range of a 64-bit float");
    assertRefused("nul", "expected null, found 'n'");
    assertRefused("NaN", "expected a value, found 'N'");
    assertRefused("1 1", "expected the end, found '1'");
    assertRefused("[".repeat(66), "offset 65: nests more than 64 levels");
  }

  @Test
  void reader_readsOrRefuses_damagedDocuments() {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("JsonTest seed " + seed);
    Random random = new Random(seed);
    String valid = "[{\"targets\":[\"a:1\",\"b\\n\\u00e9\"],\"labels\":{\"x\":\"y\"}},-1.5e3,null]";
    int refused = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder document = new StringBuilder(valid);
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        char c = "{}[]\",:\\e0-. \n".charAt(random.nextInt(14));
        document.setCharAt(random.nextInt(document.length()), c);
      }
      try {
        JsonReader.parse(document.toString());
      } catch (JsonException e) {
        refused++;
        assertThat(e).hasMessageContaining("invalid JSON at offset ");
      }
    }
    assertThat(refused).isBetween(25_000, 49_999);
  }

  @Test
  void reader_readsBack_whatTheWriterWrites() throws Exception {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("JsonTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(6); n > 0; n--) {
        text.appendCodePoint(random.nextInt(3) == 0 ? random.nextInt(0xd800) : random.nextInt(128));
      }
      double number = random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300));
      JsonWriter writer = JsonWriter.toMemory().beginArray();
      writer.value(text.toString()).value(number).endArray();

      assertThat(JsonReader.parse(new String(writer.toByteArray(), StandardCharsets.UTF_8)))
          .isEqualTo(List.of(text.toString(), number));
    }
  }

  private static void assertRefused(String text, String message) {
    assertThatThrownBy(() -> JsonReader.parse(text))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(message);
  }

  private String written() {
    return new String(json.toByteArray(), StandardCharsets.UTF_8);
  }
}
