package dev.goldcrest.wire.exposition;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The two exposition formats, and which one a client asks for or a target sends. */
public enum ExpositionFormat {
  /** Prometheus text 0.0.4. */
  TEXT("text/plain; version=0.0.4; charset=utf-8"),
  /** OpenMetrics 1.0.0. */
  OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

  private final String contentType;

  ExpositionFormat(String contentType) {
    this.contentType = contentType;
  }

  /** Returns the value of the {@code Content-Type} header for a document in this format. */
  public String contentType() {
    return contentType;
  }

  /**
   * Returns the format that an {@code Accept} header prefers; text when it names neither, or is
   * absent, because every client of a metrics page can read text.
   *
   * <p>For each format the most specific matching range counts; the higher weight wins, and of
   * equal weights the range that is named first.
   */
  public static ExpositionFormat negotiate(@Nullable String accept) {
    if (accept == null) {
      return TEXT;
    }
    Preference text = new Preference();
    Preference openMetrics = new Preference();
    String[] ranges = accept.split(",", -1);
    for (int i = 0; i < ranges.length; i++) {
      MediaRange range = MediaRange.parse(ranges[i]);
      text.consider(range, i, range.rank("text", "text/plain", "0.0.4"));
      openMetrics.consider(
          range, i, range.rank("application", "application/openmetrics-text", "1.0.0"));
    }
    if (openMetrics.weight != text.weight) {
      return openMetrics.weight > text.weight ? OPENMETRICS : TEXT;
    }
    return openMetrics.weight > 0 && openMetrics.position < text.position ? OPENMETRICS : TEXT;
  }

  /**
   * Returns the format that a target's {@code Content-Type} header announces, whatever version it
   * names; empty for any other media type.
   */
  public static Optional<ExpositionFormat> ofContentType(String header) {
    return switch (MediaRange.parse(header).type) {
      case "text/plain" -> Optional.of(TEXT);
      case "application/openmetrics-text" -> Optional.of(OPENMETRICS);
      default -> Optional.empty();
    };
  }

  /** How much one format is wanted: the weight of the most specific range that matches it. */
  private static final class Preference {
    private int rank;
    private int position = Integer.MAX_VALUE;
    private double weight;

    void consider(MediaRange range, int newPosition, int newRank) {
      if (newRank > rank) {
        rank = newRank;
        weight = range.weight;
        position = newPosition;
      }
    }
  }

  /** One media type of a header with the two parameters that matter. */
  private record MediaRange(String type, String version, double weight) {
    static MediaRange parse(String text) {
      String[] parts = text.split(";", -1);
      String version = "";
      double weight = 1;
      for (int i = 1; i < parts.length; i++) {
        int equals = parts[i].indexOf('=');
        if (equals < 0) {
          continue;
        }
        String value = parts[i].substring(equals + 1).trim();
        switch (parts[i].substring(0, equals).trim().toLowerCase(Locale.ROOT)) {
          case "version" -> version = value;
          case "q" -> weight = weight(value);
          default -> {
            // Charset and escaping do not decide the format.
          }
        }
      }
      return new MediaRange(parts[0].trim().toLowerCase(Locale.ROOT), version, weight);
    }

    /** Reads a weight between 0 and 1; what is no such number makes its range unwanted. */
    private static double weight(String value) {
      try {
        double weight = Double.parseDouble(value);
        return weight >= 0 && weight <= 1 ? weight : 0;
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    /** Returns how specifically this range names a format, 0 when it does not match it. */
    int rank(String group, String mediaType, String ownVersion) {
      if (type.equals(mediaType)) {
        return version.isEmpty() ? 3 : version.equals(ownVersion) ? 4 : 0;
      }
      if (type.equals(group + "/*")) {
        return 2;
      }
      return type.equals("*/*") ? 1 : 0;
    }
  }
}
