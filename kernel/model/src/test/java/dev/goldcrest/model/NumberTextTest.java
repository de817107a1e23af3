package dev.goldcrest.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 0e+00, 0",
    "-0.0, -0, -0, -0e+00, -0",
    "1, 1, 1, 1e+00, 1",
    "1234.5, 1234.5, 1234.5, 1.2345e+03, 1234.5",
    "123456, 123456, 123456, 1.23456e+05, 123456",
    "1234567, 1234567, 1.234567e+06, 1.234567e+06, 1234567",
    "1e20, 100000000000000000000, 1e+20, 1e+20, 100000000000000000000",
    "1e21, 1000000000000000000000, 1e+21, 1e+21, 1e+21",
    "0.0001, 0.0001, 0.0001, 1e-04, 0.0001",
    "0.00001, 0.00001, 1e-05, 1e-05, 0.00001",
    "0.0000001, 0.0000001, 1e-07, 1e-07, 1e-07",
  })
  void double_isWrittenAsGoDoes(
      double value, String plain, String general, String scientific, String api) {
    assertThat(GoFloat.plain(value)).isEqualTo(plain);
    assertThat(GoFloat.general(value)).isEqualTo(general);
    assertThat(GoFloat.scientific(value)).isEqualTo(scientific);
    assertThat(GoFloat.api(value)).isEqualTo(api);
  }

  @Test
  void specialValues_haveGosNames() {
    assertThat(GoFloat.api(Double.NaN)).isEqualTo("NaN");
    assertThat(GoFloat.general(Double.POSITIVE_INFINITY)).isEqualTo("+Inf");
    assertThat(GoFloat.plain(Double.NEGATIVE_INFINITY)).isEqualTo("-Inf");
    assertThat(GoFloat.scientific(Double.MIN_VALUE)).isEqualTo("5e-324");
  }

  @Test
  void everyForm_readsBackToTheSameBits() {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("NumberTextTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 100_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(GoFloat.plain(value))).isEqualTo(value);
        assertThat(Double.parseDouble(GoFloat.scientific(value))).isEqualTo(value);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0s",
    "15s, 15000, 15s",
    "1m30s, 90000, 1m30s",
    "90s, 90000, 1m30s",
    "7d, 604800000, 1w",
    "36h, 129600000, 36h",
    "500ms, 500, 500ms",
    "1h0m5s, 3605000, 1h5s",
    "1y, 31536000000, 1y"
  })
  void duration_isReadAndWrittenAsPrometheusDoes(String text, long millis, String shortest) {
    assertThat(PromDuration.parseMillis(text)).isEqualTo(millis);
    assertThat(PromDuration.format(millis)).isEqualTo(shortest);
  }

  @ParameterizedTest
  @CsvSource({"''", "5", "s", "1m1h", "1s1s", "-5s", "1.5h", "9999999999y", "5 s"})
  void duration_isRefusedWithWhatWasReceived(String text) {
    assertThatThrownBy(() -> PromDuration.parseMillis(text))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .containsAnyOf("\"" + text + "\"", "empty duration");
  }
}
