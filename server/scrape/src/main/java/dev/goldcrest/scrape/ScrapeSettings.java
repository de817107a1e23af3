package dev.goldcrest.scrape;

/**
 * What the engine is told once, at start.
 *
 * @param version our version, for the User-Agent header
 * @param offsetSeed moves all scrapes within their intervals, so that two servers with the same
 *     targets do not scrape at the same moment
 * @param externalHost this machine's name, for URLs shown to people; empty to show loopback hosts
 *     as they are
 */
public record ScrapeSettings(
    String version, long offsetSeed, String externalHost, ScrapeLimits limits) {}
