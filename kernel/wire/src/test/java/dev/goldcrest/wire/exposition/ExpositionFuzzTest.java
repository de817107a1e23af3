package dev.goldcrest.wire.exposition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.wire.ByteBuilder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Damages valid documents: the parser reads them or refuses them, and does nothing else. */
class ExpositionFuzzTest {
  private static final int DOCUMENTS = 60_000;
  private static final byte[] TELLING =
      "{}=,\"\\# \t\n\0\u00ff1e+-.NaInf_:".getBytes(StandardCharsets.ISO_8859_1);

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void damagedDocuments_areReadOrRefused() {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("ExpositionFuzzTest seed " + seed);
    Random random = new Random(seed);
    byte[][] valid = {
      example(ExpositionFormat.TEXT),
      example(ExpositionFormat.OPENMETRICS),
      ExpositionParserTest.bytes(
          "# TYPE \"my.metric\" histogram\n"
              + "{\"my.metric\",a=\"b\\n\"} 1e5 123\n"
              + "# x\n"
              + "{ \"é\" } NaN\n"),
      ExpositionParserTest.bytes(
          "a_total 1 1.5 # {x=\"y\",\"z\"=\"\\\"\"} 2 3.5\n# UNIT a_s s\nb{c=\"\"} +Inf\n# EOF\n")
    };
    int refused = 0;
    for (int i = 0; i < DOCUMENTS; i++) {
      byte[] document = mutated(valid[random.nextInt(valid.length)], random);
      for (ExpositionFormat format : ExpositionFormat.values()) {
        try {
          ExpositionParserTest.entries(format, document);
        } catch (ExpositionException e) {
          refused++;
          assertThat(e.line()).isPositive();
          assertThat(e.column()).isPositive();
          assertThat(e.getMessage()).contains("expected ").hasSizeLessThan(400);
        }
      }
    }
    assertThat(refused).isBetween(DOCUMENTS / 2, 2 * DOCUMENTS - 1);
  }

  private static byte[] mutated(byte[] valid, Random random) {
    byte[] document = valid.clone();
    int changes = random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = random.nextInt(document.length);
      switch (random.nextInt(4)) {
        case 0 -> document[at] = TELLING[random.nextInt(TELLING.length)];
        case 1 -> document[at] = (byte) random.nextInt(256);
        case 2 -> document = Arrays.copyOf(document, Math.max(1, at));
        default -> {
          int from = random.nextInt(document.length);
          int length = Math.min(random.nextInt(20), document.length - Math.max(from, at));
          System.arraycopy(document, from, document, at, length);
        }
      }
    }
    return document;
  }

  private static byte[] example(ExpositionFormat format) {
    ByteBuilder out = new ByteBuilder(64);
    ExpositionWriter writer = new ExpositionWriter(format, out);
    ExpositionWriterTest.writeExample(writer);
    writer.finish();
    return out.toByteArray();
  }
}
