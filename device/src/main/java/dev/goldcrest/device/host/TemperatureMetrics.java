package dev.goldcrest.device.host;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;

/** Temperatures: the thermal zones of the platform and the sensors of its chips. */
final class TemperatureMetrics {
  private static final double MILLIDEGREES = 1000;

  private final ProcText text;
  private final String thermal;
  private final String hwmon;

  TemperatureMetrics(ProcText text, HostPaths paths) {
    this.text = text;
    thermal = paths.sys() + "/class/thermal";
    hwmon = paths.sys() + "/class/hwmon";
  }

  boolean thermalZone(MetricSink out) throws IOException {
    boolean begun = false;
    for (String name : entries(thermal)) {
      if (!name.startsWith("thermal_zone")) {
        continue;
      }
      String zone = thermal + '/' + name;
      double temperature = text.tryNumber(zone + "/temp") / MILLIDEGREES;
      if (Double.isNaN(temperature)) {
        continue; // A zone that is off refuses to be read.
      }
      if (!begun) {
        out.family(
            "node_thermal_zone_temp",
            MetricType.GAUGE,
            "Temperature of a thermal zone in degrees Celsius.",
            "zone",
            "type");
        begun = true;
      }
      out.sample(
          temperature, name.substring("thermal_zone".length()), text.tryLine(zone + "/type"));
    }
    return true;
  }

  boolean hwmon(MetricSink out) throws IOException {
    boolean begun = false;
    ArrayList<String> chips = new ArrayList<>();
    for (String name : entries(hwmon)) {
      String folder = folderOf(hwmon + '/' + name);
      String chip = "";
      for (String file : entries(folder)) {
        if (!file.startsWith("temp") || !file.endsWith("_input")) {
          continue;
        }
        double temperature = text.tryNumber(folder + '/' + file) / MILLIDEGREES;
        if (Double.isNaN(temperature)) {
          continue;
        }
        if (!begun) {
          out.family(
              "node_hwmon_temp_celsius",
              MetricType.GAUGE,
              "Temperature that a chip's sensor measures.",
              "chip",
              "sensor");
          begun = true;
        }
        if (chip.isEmpty()) {
          chip = chipName(name);
          chip = chips.contains(chip) ? chip + "_" + name : chip;
          chips.add(chip);
        }
        out.sample(temperature, chip, file.substring(0, file.length() - "_input".length()));
      }
    }
    return true;
  }

  /** Old drivers keep their files in the device's folder instead of their own. */
  private String folderOf(String own) {
    return new File(own, "name").exists() ? own : own + "/device";
  }

  /**
   * Names a chip as node_exporter does: by the bus and address of its device, which stay the same
   * over a boot, otherwise by the driver's name, otherwise by its number.
   */
  private String chipName(String name) throws IOException {
    String own = hwmon + '/' + name;
    File device = new File(own, "device");
    if (device.exists()) {
      Path real = device.toPath().toRealPath();
      String address = cleaned(String.valueOf(real.getFileName()));
      Path parent = real.getParent();
      String bus = parent == null ? "" : cleaned(String.valueOf(parent.getFileName()));
      if (!address.isEmpty()) {
        return bus.isEmpty() ? address : bus + "_" + address;
      }
    }
    String driver = cleaned(text.tryLine(own + "/name"));
    return driver.isEmpty() ? name : driver;
  }

  /** Makes small letters and turns all but letters, digits and colons into underscores. */
  private static String cleaned(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    StringBuilder out = new StringBuilder(lower.length());
    for (int i = 0; i < lower.length(); i++) {
      char c = lower.charAt(i);
      boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == ':';
      out.append(plain ? c : '_');
    }
    int from = 0;
    int to = out.length();
    while (from < to && out.charAt(from) == '_') {
      from++;
    }
    while (to > from && out.charAt(to - 1) == '_') {
      to--;
    }
    return out.substring(from, to);
  }

  private static String[] entries(String folder) throws IOException {
    String[] names = new File(folder).list();
    if (names == null) {
      throw new FileNotFoundException("cannot list " + folder);
    }
    Arrays.sort(names);
    return names;
  }
}
