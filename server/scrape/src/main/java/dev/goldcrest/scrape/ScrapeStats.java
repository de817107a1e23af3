package dev.goldcrest.scrape;

import java.util.Map;

/**
 * What the engine has done since it was made.
 *
 * @param scrapes finished ones, failed ones included
 * @param failures failed scrapes by reason; every reason is there
 * @param skippedTicks scrapes left out because the one before was still under way
 * @param warnedScrapes scrapes that were read in spite of an unknown content type
 * @param samplesScraped samples parsed
 * @param samplesAppended samples handed to the store, report series included
 * @param seriesAdded series that a target showed for the first time
 * @param staleMarkers markers written for series that ended
 * @param outOfOrder samples the store refused as older than the newest of their series
 * @param duplicates samples refused for a second value at the same time
 * @param outOfBounds samples refused as too old or too far in the future
 * @param seriesLimitRejections samples refused because the store takes no more series
 * @param commitFailures scrapes whose transaction the store could not write
 * @param bytesScraped decompressed bytes of answers read
 * @param pools jobs
 * @param targets active targets
 * @param fileReadErrors discovery files that could not be read, counted at each attempt
 */
public record ScrapeStats(
    long scrapes,
    Map<ScrapeFailure, Long> failures,
    long skippedTicks,
    long warnedScrapes,
    long samplesScraped,
    long samplesAppended,
    long seriesAdded,
    long staleMarkers,
    long outOfOrder,
    long duplicates,
    long outOfBounds,
    long seriesLimitRejections,
    long commitFailures,
    long bytesScraped,
    int pools,
    int targets,
    long fileReadErrors) {
  /** Copies the map. */
  public ScrapeStats {
    failures = Map.copyOf(failures);
  }
}
