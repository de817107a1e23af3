package dev.goldcrest.wire.exposition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.model.Labels;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.wire.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpositionParserTest {
  @Test
  void text_isReadEntryByEntry() throws Exception {
    assertThat(
            text(
                """
                # HELP http_requests_total Requests\\nby \\\\ "code".
                # TYPE http_requests_total counter

                  # just a comment
                http_requests_total{code="200", path="/a\\"b\\\\c\\nd",} 1027 1395066363000
                no_labels   -3.5
                odd { a = "1" b='' } 1
                """
                    .replace("b=''", "b=\"\"")))
        .isEqualTo(
            """
            HELP http_requests_total: Requests
            by \\ "code".
            TYPE http_requests_total: counter
            COMMENT # just a comment
            SAMPLE {__name__="http_requests_total", code="200", path="/a\\"b\\\\c\\nd"} 1027 @1395066363000
            SAMPLE {__name__="no_labels"} -3.5
            SAMPLE {__name__="odd", a="1"} 1
            """);
  }

  @Test
  void openMetrics_isReadEntryByEntry() throws Exception {
    assertThat(
            openMetrics(
                """
                # HELP wait_seconds Waiting \\"here\\".
                # TYPE wait_seconds histogram
                # UNIT wait_seconds seconds
                wait_seconds_bucket{le="1"} 4 # {trace="x\\"y"} 0.5 1520879607.789
                wait_seconds_count 4 1520879607.789
                # TYPE state stateset
                state{state="a"} 1
                # EOF
                """))
        .isEqualTo(
            """
            HELP wait_seconds: Waiting "here".
            TYPE wait_seconds: histogram
            UNIT wait_seconds: seconds
            SAMPLE {__name__="wait_seconds_bucket", le="1.0"} 4
            SAMPLE {__name__="wait_seconds_count"} 4 @1520879607789
            TYPE state: stateset
            SAMPLE {__name__="state", state="a"} 1
            """);
  }

  @Test
  void names_mayBeAnyUtf8_inQuotes() throws Exception {
    assertThat(text("# TYPE \"my.metric\" gauge\n{\"my.metric\",\"a b\"=\"é\"} 1"))
        .isEqualTo("TYPE my.metric: gauge\nSAMPLE {__name__=\"my.metric\", \"a b\"=\"é\"} 1\n");
    assertThat(openMetrics("{a=\"1\",\"my.metric\"} 1\n# EOF\n"))
        .isEqualTo("SAMPLE {__name__=\"my.metric\", a=\"1\"} 1\n");
  }

  @Test
  void bounds_getOneSpelling_onlyWhereTheyAreNumbers() throws Exception {
    assertThat(
            text(
                """
                # TYPE h histogram
                h_bucket{le="1",quantile="1"} 1
                h_bucket{le="1e+06"} 1
                h_bucket{le="x"} 1
                # TYPE s summary
                s{le="1",quantile="0"} 1
                # TYPE g gauge
                g{le="1"} 1
                """))
        .contains("le=\"1.0\", quantile=\"1\"")
        .contains("le=\"1e+06\"")
        .contains("le=\"x\"")
        .contains("le=\"1\", quantile=\"0.0\"")
        .endsWith("g\", le=\"1\"} 1\n");
  }

  @Test
  void mistakes_areNamed_withPlaceFoundAndExpected() {
    assertRefused("ok 1\na{b=\"c\"}", "line 2, column 9: expected value after metric, got end of");
    assertRefused("a{b=\"é\"}}\n", "line 1, column 9: expected a number in the range of a 64-bit");
    assertRefused("a {\n", "line 1, column 4: expected label name, got end of line");
    assertRefused("a{b 1", "line 1, column 5: expected equal, got \"1\"");
    assertRefused("a{b=c} 1", "line 1, column 5: expected label value, got \"c\"");
    assertRefused("9 1", "line 1, column 1: expected a valid start token, got \"9\"");
    assertRefused("a 1 2 3", "line 1, column 7: expected next entry after timestamp, got \"3\"");
    assertRefused("a 1 x", "line 1, column 5: expected timestamp or new record, got \"x\"");
    assertRefused("a 1 99999999999999999999", "timestamp in 64-bit milliseconds, got \"9999");
    assertRefused("# TYPE a b\n", "line 1, column 10: expected one of the metric types counter,");
    assertRefused("# HELP 1\n", "line 1, column 8: expected metric name after HELP, got \"1\"");
    assertRefused("{\"a\",\"b\"} 1", "expected one metric name only, or a label with a value");
    assertRefused("{a=\"b\"} 1", "line 1, column 1: expected a metric name in braces, got \"{a=");
  }

  @Test
  void labels_areRefused_whenANameComesTwice() {
    assertRefused(
        "a{b=\"1\",b=\"2\"} 1", "line 1, column 9: expected unique label names, got \"b\"");
    assertRefused("a{__name__=\"b\"} 1", "expected unique label names, got \"__name__\"");
  }

  @Test
  void labels_areRefused_beyondTheirLimit() {
    String many = "x=\"1\",".repeat(SeriesReader.MAX_LABELS);

    assertRefused("a{" + many + "y=\"1\"} 1", "expected at most 1024 labels in one series");
  }

  @Test
  void openMetrics_isRefused_whenItsEndIsMissingOrEarly() {
    assertOpenMetricsRefused("a 1\n", "line 2, column 1: expected # EOF as the last line");
    assertOpenMetricsRefused("a 1", "line 1, column 4: expected # EOF as the last line");
    assertOpenMetricsRefused("# EOF\na 1\n", "line 2, column 1: expected no data after # EOF");
    assertOpenMetricsRefused("a  1\n# EOF\n", "column 2: expected value after metric, got \" \"");
    assertOpenMetricsRefused("a 1 NaN\n# EOF\n", "expected a finite timestamp in seconds");
    assertOpenMetricsRefused("# UNIT a_b c\n# EOF\n", "a unit that is a suffix of metric \"a_b\"");
    assertOpenMetricsRefused("a 1 # {b=\"c\"} x\n# EOF\n", "expected a number in the range");
  }

  @Test
  void numbers_areReadAsGoDoes() throws Exception {
    for (String good :
        "0 -0 +1 .5 5. 1e5 1E+05 123456789.125 9007199254740993 1e22 1e23 1e-22 4.9e-324 1.7976931348623157e308 7.424100000000001e-05 123456789012345678901234567890 0e999"
            .split(" ")) {
      assertThat(value(good))
          .as(good)
          .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(good)));
    }
    for (String infinite : "inf +Inf INFINITY".split(" ")) {
      assertThat(SampleValue.value(value(infinite))).isEqualTo(Double.POSITIVE_INFINITY);
    }
    assertThat(SampleValue.value(value("-Inf"))).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(value("nAn")).isEqualTo(SampleValue.NAN_BITS);
    for (String bad :
        "+NaN -nan 1_0 0x1p3 0x10 1e 1e+ e5 . - 1.2.3 1d 1f 1e999 -1e999 in infin 1e99999999999 ١"
            .split(" ")) {
      assertThatThrownBy(() -> value(bad)).as(bad).hasMessageContaining("expected a number");
    }
  }

  @Test
  void numbers_equalTheJdks_forRandomText() throws Exception {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("ExpositionParserTest seed " + seed);
    java.util.Random random = new java.util.Random(seed);
    for (int i = 0; i < 50_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      String text =
          switch (i % 4) {
            case 0 -> GoFloat.general(value);
            case 1 -> Double.toString((double) (float) random.nextGaussian());
            case 2 ->
                random.nextLong() + "." + random.nextInt(1000) + "e" + random.nextInt(-40, 40);
            default -> random.nextInt(100_000) / 1000.0 + "e-" + random.nextInt(30);
          };
      if (Double.isFinite(value)) {
        assertThat(value(text))
            .as(text)
            .isEqualTo(Double.doubleToRawLongBits(Double.parseDouble(text)));
      }
    }
  }

  @Test
  void hash_isThatOfTheSeriesText_whereverItStands() throws Exception {
    byte[] first = bytes("a_metric{b=\"c\"} 1\nanother 2\n");
    byte[] second = bytes("# shift\n a_metric{b=\"c\"}   2\n");
    ExpositionParser parser = new ExpositionParser(ExpositionFormat.TEXT);
    parser.reset(first, 0, first.length).next();
    long hash = parser.seriesBytesHash();
    parser.next();
    assertThat(parser.seriesBytesHash()).isNotEqualTo(hash);
    parser.reset(second, 0, second.length).next();
    parser.next();

    assertThat(parser.seriesBytesHash()).isEqualTo(hash);
  }

  @Test
  void hashes_areDistinct_forManySimilarSeries() throws Exception {
    Set<Long> hashes = new HashSet<>();
    ExpositionParser parser = new ExpositionParser(ExpositionFormat.TEXT);
    for (int i = 0; i < 200_000; i++) {
      byte[] line = bytes("m{a=\"" + i % 1000 + "\",b=\"" + i / 1000 + "\"} 1");
      parser.reset(line, 0, line.length).next();
      hashes.add(parser.seriesBytesHash());
    }

    assertThat(hashes).hasSize(200_000);
  }

  @Test
  void parser_reads_whatTheWriterWrites() throws Exception {
    for (ExpositionFormat format : ExpositionFormat.values()) {
      ByteBuilder out = new ByteBuilder(64);
      ExpositionWriter writer = new ExpositionWriter(format, out);
      ExpositionWriterTest.writeExample(writer);
      writer.finish();

      assertThat(entries(format, out.toByteArray()))
          .contains("code=\"200\", path=\"/a\\\"b\\\\c\\nd\"} 3\n")
          .contains("SAMPLE {__name__=\"requests_total\", code=\"500\", path=\"é\"} 1e+21\n")
          .contains("HELP temperature_celsius: Line one\nline \\ two.\n")
          .contains("SAMPLE {__name__=\"wait_seconds_bucket\", le=\"1.0\", queue=\"main\"} 1\n")
          .contains("SAMPLE {__name__=\"pause_seconds\", quantile=\"1.0\"} 2\n");
    }
  }

  @Test
  void parser_readsOnlyItsRange_ofALargerArray() throws Exception {
    byte[] padded = bytes("{{{a 1\n}}}");
    ExpositionParser parser = new ExpositionParser(ExpositionFormat.TEXT).reset(padded, 3, 4);

    assertThat(parser.next()).isEqualTo(ExpositionParser.Entry.SAMPLE);
    assertThat(parser.labels()).isEqualTo(Labels.of("__name__", "a"));
    assertThat(parser.type()).isEqualTo(MetricType.UNKNOWN);
    assertThat(parser.next()).isEqualTo(ExpositionParser.Entry.END);
    assertThat(parser.next()).isEqualTo(ExpositionParser.Entry.END);
  }

  private static long value(String number) throws ExpositionException {
    byte[] line = bytes("a " + number);
    ExpositionParser parser = new ExpositionParser(ExpositionFormat.TEXT);
    parser.reset(line, 0, line.length).next();
    return parser.valueBits();
  }

  private static void assertRefused(String document, String message) {
    assertThatThrownBy(() -> text(document))
        .isInstanceOf(ExpositionException.class)
        .hasMessageContaining(message);
  }

  private static void assertOpenMetricsRefused(String document, String message) {
    assertThatThrownBy(() -> openMetrics(document))
        .isInstanceOf(ExpositionException.class)
        .hasMessageContaining(message);
  }

  private static String text(String document) throws ExpositionException {
    return entries(ExpositionFormat.TEXT, bytes(document));
  }

  private static String openMetrics(String document) throws ExpositionException {
    return entries(ExpositionFormat.OPENMETRICS, bytes(document));
  }

  /** Reads all of a document, and shows each entry on a line. */
  static String entries(ExpositionFormat format, byte[] document) throws ExpositionException {
    ExpositionParser parser = new ExpositionParser(format).reset(document, 0, document.length);
    StringBuilder out = new StringBuilder();
    ExpositionParser.Entry entry = parser.next();
    while (entry != ExpositionParser.Entry.END) {
      out.append(entry).append(' ');
      switch (entry) {
        case TYPE -> out.append(parser.familyName()).append(": ").append(parser.type().text());
        case HELP, UNIT -> out.append(parser.familyName()).append(": ").append(parser.text());
        case SAMPLE -> {
          out.append(parser.labels()).append(' ');
          out.append(GoFloat.general(SampleValue.value(parser.valueBits())));
          out.append(parser.hasTimestamp() ? " @" + parser.timestampMillis() : "");
        }
        default -> out.append(parser.text());
      }
      out.append('\n');
      entry = parser.next();
    }
    return out.toString();
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
