package dev.goldcrest.scrape;

import dev.goldcrest.model.Quoting;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * An entry of {@code file_sd_configs}: files that list target groups.
 *
 * @param files paths ending in .json, .yml or .yaml; the last segment may hold {@code *}
 * @param refreshInterval how often to look at the files again, even when no change was noticed
 */
public record FileDiscovery(List<String> files, Duration refreshInterval) {
  /** Prometheus's default of {@code refresh_interval}. */
  public static final Duration DEFAULT_REFRESH_INTERVAL = Duration.ofMinutes(5);

  /**
   * Copies and checks the paths.
   *
   * @throws IllegalArgumentException in Prometheus's words
   */
  public FileDiscovery {
    files = List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException(
          "file service discovery config must contain at least one path name");
    }
    for (String file : files) {
      if (!isPattern(file)) {
        throw new IllegalArgumentException(
            "path name " + Quoting.quote(file) + " is not valid for file discovery");
      }
    }
  }

  private static boolean isPattern(String file) {
    String name = file.toLowerCase(Locale.ROOT);
    boolean knownFormat = name.endsWith(".json") || name.endsWith(".yml") || name.endsWith(".yaml");
    int star = file.indexOf('*');
    return knownFormat && (star < 0 || file.indexOf('/', star) < 0);
  }
}
