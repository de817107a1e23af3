package dev.goldcrest.device.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WeatherTest {
  private static final long NOON = 1_700_049_600_000L;
  private static final long HOUR = 3_600_000;

  @Test
  void readings_agree_whenSeedAndTimeDo() {
    assertThat(new Weather(7).at(NOON)).isEqualTo(new Weather(7).at(NOON));
    assertThat(new Weather(8).at(NOON)).isNotEqualTo(new Weather(7).at(NOON));
  }

  @Test
  void readings_areThoseOfTheFirstRelease() {
    // A change here changes the history of every simulated sensor.
    assertThat(new Weather(1).at(1_700_000_000_000L))
        .isEqualTo(new Reading(1_700_000_000_000L, 21.21, 50.5));
  }

  @Test
  void readings_areWithinReason_overAYear() {
    Weather weather = new Weather(3);
    for (long t = NOON; t < NOON + 365 * 24 * HOUR; t += 7 * 60_000 + 123) {
      Reading reading = weather.at(t);
      assertThat(reading.temperature()).isBetween(15.0, 29.0);
      assertThat(reading.humidity()).isBetween(33.0, 67.0);
    }
  }

  @Test
  void readings_changeSmoothly_fromSecondToSecond() {
    Weather weather = new Weather(3);
    int changes = 0;
    for (long t = NOON; t < NOON + HOUR; t += 1000) {
      Reading now = weather.at(t);
      Reading next = weather.at(t + 1000);
      assertThat(Math.abs(next.temperature() - now.temperature())).isLessThan(0.15);
      assertThat(Math.abs(next.humidity() - now.humidity())).isLessThan(0.7);
      changes += next.temperature() == now.temperature() ? 0 : 1;
    }
    assertThat(changes).as("noise makes most readings differ").isGreaterThan(2000);
  }

  @Test
  void afternoon_isWarmerAndDrierThanNight() {
    Weather weather = new Weather(3);
    Reading afternoon = weather.at(NOON + 3 * HOUR);
    Reading night = weather.at(NOON + 15 * HOUR);
    assertThat(afternoon.temperature()).isGreaterThan(night.temperature() + 5);
    assertThat(afternoon.humidity()).isLessThan(night.humidity() - 10);
  }

  @Test
  void readings_areFine_beforeTheEpoch() {
    assertThat(new Weather(1).at(-123_456_789).temperature()).isBetween(15.0, 29.0);
  }
}
