package dev.goldcrest.device.sensor;

/**
 * The simulated surroundings of the sensor: a smooth daily curve, slow drift and a little noise.
 *
 * <p>A pure function of seed and time, so that any moment can be asked for in any order and two
 * runs agree. Drift comes from random values at fixed distances in time with a smooth curve between
 * them, noise from a hash of the moment.
 */
final class Weather {
  private static final double DAY_MILLIS = 86_400_000;
  private static final long DRIFT_STEP_MILLIS = 600_000;

  private static final double MEAN_TEMPERATURE = 22;
  private static final double DAILY_TEMPERATURE = 5;
  private static final double DRIFT_TEMPERATURE = 1.5;
  private static final double NOISE_TEMPERATURE = 0.05;

  private static final double MEAN_HUMIDITY = 50;
  private static final double DAILY_HUMIDITY = 12;
  private static final double DRIFT_HUMIDITY = 4;
  private static final double NOISE_HUMIDITY = 0.2;

  /** The warmest time of the day: 15:00 UTC. */
  private static final double WARMEST = 15.0 / 24;

  private final long seed;

  Weather(long seed) {
    this.seed = seed;
  }

  /** Returns the reading at a moment. */
  Reading at(long millis) {
    double daily = Math.cos(2 * Math.PI * (millis / DAY_MILLIS - WARMEST));
    double temperature =
        MEAN_TEMPERATURE
            + DAILY_TEMPERATURE * daily
            + DRIFT_TEMPERATURE * drift(1, millis)
            + NOISE_TEMPERATURE * random(2, millis);
    // Warm air holds more water: humidity falls where temperature rises.
    double humidity =
        MEAN_HUMIDITY
            - DAILY_HUMIDITY * daily
            + DRIFT_HUMIDITY * drift(3, millis)
            + NOISE_HUMIDITY * random(4, millis);
    return new Reading(
        millis, Math.round(temperature * 100) / 100.0, Math.round(humidity * 10) / 10.0);
  }

  private double drift(int channel, long millis) {
    long step = Math.floorDiv(millis, DRIFT_STEP_MILLIS);
    double part = (millis - step * DRIFT_STEP_MILLIS) / (double) DRIFT_STEP_MILLIS;
    double smooth = part * part * (3 - 2 * part);
    return random(channel, step) * (1 - smooth) + random(channel, step + 1) * smooth;
  }

  /** Returns a value from -1 to 1 that depends on the seed, the channel and the index alone. */
  private double random(int channel, long index) {
    long z = mix(mix(seed + channel * 0x9E3779B97F4A7C15L) ^ index);
    return (z >> 11) * 0x1p-52;
  }

  /** Spreads every input bit over all output bits; the finisher of SplitMix64. */
  static long mix(long value) {
    long z = value + 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
