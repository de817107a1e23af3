package dev.goldcrest.device.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SensorConfigTest {
  @Test
  void defaults_areAHealthySensorThatReadsEverySecond() {
    SensorConfig defaults = SensorConfig.defaults();
    assertThat(defaults).isEqualTo(new SensorConfig("sensor-1", 1, 1000, Set.of()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "with blank", "quote\"", "ümlaut", "new\nline"})
  void id_isRefused_whenItWouldNeedEscapes(String id) {
    assertThatThrownBy(() -> new SensorConfig(id, 1, 1000, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("is not 1 to 64 letters");
  }

  @Test
  void id_isRefused_whenTooLong() {
    assertThatThrownBy(() -> new SensorConfig("x".repeat(65), 1, 1000, Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 0, 9, 3_600_001})
  void interval_isRefused_outsideItsLimits(long millis) {
    assertThatThrownBy(() -> new SensorConfig("s", 1, millis, Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("reading interval " + millis + " ms is not 10 ms to 3600000 ms");
  }

  @Test
  void fault_isFoundByItsName() {
    for (Fault fault : Fault.values()) {
      assertThat(Fault.of(fault.text())).isEqualTo(fault);
    }
  }

  @Test
  void unknownFault_isRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> Fault.of("cpu-burnt"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown fault \"cpu-burnt\"; known are cpu-burn, memory-blob, big-response,"
                + " content-type, blocking-scrape, route-error");
  }
}
