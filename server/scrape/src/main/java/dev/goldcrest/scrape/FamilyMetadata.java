package dev.goldcrest.scrape;

import dev.goldcrest.model.MetricMetadata;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.ExpositionParser;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a target says about its metric families.
 *
 * <p>The texts hardly ever change, so they are read at the first scrape, after a scrape in which
 * series came or went, and otherwise only now and then.
 */
final class FamilyMetadata {
  private static final int SCRAPES_BETWEEN_READS = 60;
  private static final MetricMetadata NOTHING = new MetricMetadata(MetricType.UNKNOWN, "", "");

  private final int maxFamilies;
  private volatile Map<String, MetricMetadata> families = Map.of();
  private Map<String, MetricMetadata> reading = Map.of();
  private boolean reads;
  private int scrapesLeft;

  FamilyMetadata(int maxFamilies) {
    this.maxFamilies = maxFamilies;
  }

  Map<String, MetricMetadata> families() {
    return families;
  }

  void begin() {
    reads = scrapesLeft == 0;
    reading = reads ? new LinkedHashMap<>() : Map.of();
  }

  void type(ExpositionParser parser) {
    if (reads) {
      String family = parser.familyName();
      MetricMetadata known = known(family);
      put(family, new MetricMetadata(parser.type(), known.help(), known.unit()));
    }
  }

  void help(ExpositionParser parser) {
    if (reads) {
      String family = parser.familyName();
      MetricMetadata known = known(family);
      put(family, new MetricMetadata(known.type(), parser.text(), known.unit()));
    }
  }

  void unit(ExpositionParser parser) {
    if (reads) {
      String family = parser.familyName();
      MetricMetadata known = known(family);
      put(family, new MetricMetadata(known.type(), known.help(), parser.text()));
    }
  }

  /** Takes over what a good scrape said. */
  void accept(boolean seriesCameOrWent) {
    if (reads && !reading.equals(families)) {
      families = Collections.unmodifiableMap(reading);
    }
    reading = Map.of();
    if (reads) {
      scrapesLeft = SCRAPES_BETWEEN_READS;
    }
    scrapesLeft = seriesCameOrWent && !reads ? 0 : Math.max(0, scrapesLeft - 1);
  }

  private MetricMetadata known(String family) {
    return reading.getOrDefault(family, NOTHING);
  }

  private void put(String family, MetricMetadata metadata) {
    if (reading.size() < maxFamilies || reading.containsKey(family)) {
      reading.put(family, metadata);
    }
  }
}
