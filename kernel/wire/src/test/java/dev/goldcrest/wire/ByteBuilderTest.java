package dev.goldcrest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.GoFloat;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteBuilderTest {
  private final ByteBuilder out = new ByteBuilder(0);

  @Test
  void text_isUtf8_asTheJdkEncodesIt() {
    String text = "a\u007f\u0080é\u07ff\u0800€\uffff\ud83d\ude00z";

    assertThat(out.text(text).toByteArray()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    assertThat(Utf8.isValid(out.array(), 0, out.length())).isTrue();
  }

  @Test
  void text_getsReplacementCharacter_whenASurrogateStandsAlone() {
    assertThat(written(out.text("a\ud83dx\ude00"))).isEqualTo("a\ufffdx\ufffd");
  }

  @Test
  void decimal_equalsTheJdk_atTheEdges() {
    for (long value : new long[] {0, 1, -1, 9, 10, -10, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(written(out.clear().decimal(value))).isEqualTo(Long.toString(value));
    }
  }

  @Test
  void numbers_readBack_forRandomValues() {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("ByteBuilderTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      double value =
          i % 2 == 0
              ? random.nextGaussian() * Math.pow(10, random.nextInt(-300, 300))
              : random.nextLong() >> random.nextInt(64);
      assertThat(Double.parseDouble(written(out.clear().number(Math.scalb(value, -1)))))
          .isEqualTo(Math.scalb(value, -1));
      assertThat(written(out.clear().api(value))).isEqualTo(GoFloat.api(value));
    }
    assertThat(written(out.clear().number(-0.0))).isEqualTo("-0");
    assertThat(written(out.clear().number(1e15))).isEqualTo("1000000000000000");
    assertThat(written(out.clear().number(1.5e-7))).isEqualTo("1.5e-07");
  }

  @Test
  void truncate_refuses_whenLongerThanWritten() {
    out.text("abc").truncate(1);

    assertThat(written(out)).isEqualTo("a");
    assertThatThrownBy(() -> out.truncate(2)).hasMessageStartingWith("BUG: truncating");
  }

  @Test
  void utf8_isRefused_whenOverlongSurrogateOrCutOff() {
    int[][] bad = {
      {0x80},
      {0xc0, 0x80},
      {0xc1, 0xbf},
      {0xe0, 0x9f, 0x80},
      {0xed, 0xa0, 0x80},
      {0xf0, 0x8f, 0x80, 0x80},
      {0xf4, 0x90, 0x80, 0x80},
      {0xf5, 0x80, 0x80, 0x80},
      {0xe2, 0x82},
      {0xff},
      {0xc3, 'a'}
    };
    for (int[] sequence : bad) {
      out.clear();
      for (int b : sequence) {
        out.put(b);
      }
      assertThat(Utf8.isValid(out.array(), 0, out.length())).isFalse();
    }
  }

  @Test
  void utcTime_equalsTheJdk_forRandomTimes() {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("ByteBuilderTest seed " + seed);
    Random random = new Random(seed);
    java.time.format.DateTimeFormatter format =
        java.time.format.DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'")
            .withZone(java.time.ZoneOffset.UTC);
    for (int i = 0; i < 20_000; i++) {
      long millis = random.nextLong(-60_000_000_000_000L, 253_402_300_799_999L);
      assertThat(UtcTime.text(millis))
          .isEqualTo(format.format(java.time.Instant.ofEpochMilli(millis)));
    }
  }

  private static String written(ByteBuilder out) {
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }
}
