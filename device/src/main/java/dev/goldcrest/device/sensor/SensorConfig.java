package dev.goldcrest.device.sensor;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * What one sensor is.
 *
 * @param sensorId 1 to 64 letters, digits and {@code _ . : -}
 * @param seed the same seed gives the same readings at the same times
 * @param readingIntervalMillis time between readings, 10 ms to 1 h
 * @param faults what is wrong with this sensor; usually nothing
 */
public record SensorConfig(
    String sensorId, long seed, long readingIntervalMillis, Set<Fault> faults) {
  private static final int MAX_ID_LENGTH = 64;
  private static final long MIN_INTERVAL_MILLIS = 10;
  private static final long MAX_INTERVAL_MILLIS = 3_600_000;

  /** Checks the values and copies the set. */
  public SensorConfig {
    if (!isId(sensorId)) {
      throw new IllegalArgumentException(
          "sensor id \""
              + sensorId
              + "\" is not 1 to "
              + MAX_ID_LENGTH
              + " letters, digits and _ . : -");
    }
    if (readingIntervalMillis < MIN_INTERVAL_MILLIS
        || readingIntervalMillis > MAX_INTERVAL_MILLIS) {
      throw new IllegalArgumentException(
          "reading interval "
              + readingIntervalMillis
              + " ms is not "
              + MIN_INTERVAL_MILLIS
              + " ms to "
              + MAX_INTERVAL_MILLIS
              + " ms");
    }
    EnumSet<Fault> copy = EnumSet.noneOf(Fault.class);
    copy.addAll(faults);
    faults = Collections.unmodifiableSet(copy);
  }

  /** Returns a healthy sensor called {@code sensor-1} that reads every second. */
  public static SensorConfig defaults() {
    return new SensorConfig("sensor-1", 1, 1000, Set.of());
  }

  private static boolean isId(String id) {
    if (id.isEmpty() || id.length() > MAX_ID_LENGTH) {
      return false;
    }
    for (int i = 0; i < id.length(); i++) {
      char c = id.charAt(i);
      boolean allowed =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "_.:-".indexOf(c) >= 0;
      if (!allowed) {
        return false;
      }
    }
    return true;
  }
}
