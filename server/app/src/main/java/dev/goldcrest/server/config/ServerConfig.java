package dev.goldcrest.server.config;

import dev.goldcrest.model.Labels;
import dev.goldcrest.scrape.ScrapeJob;
import java.time.Duration;
import java.util.List;

/**
 * A whole configuration file, checked.
 *
 * @param externalLabels added to alerts that leave the server
 * @param ruleFiles path patterns, resolved against the folder of the configuration file
 * @param alertmanagers where firing alerts are sent
 * @param shownText the file as it was read, with secrets hidden
 * @param warnings keys that are understood but not acted on, each with its place
 */
public record ServerConfig(
    Duration scrapeInterval,
    Duration evaluationInterval,
    Labels externalLabels,
    List<String> ruleFiles,
    List<ScrapeJob> jobs,
    List<AlertmanagerConfig> alertmanagers,
    String shownText,
    List<String> warnings) {
  /** Prometheus's default of {@code global.evaluation_interval}. */
  public static final Duration DEFAULT_EVALUATION_INTERVAL = Duration.ofMinutes(1);

  /** Copies the lists. */
  public ServerConfig {
    ruleFiles = List.copyOf(ruleFiles);
    jobs = List.copyOf(jobs);
    alertmanagers = List.copyOf(alertmanagers);
    warnings = List.copyOf(warnings);
  }

  /** Returns what an empty file means: every default and nothing to scrape. */
  public static ServerConfig empty() {
    return new ServerConfig(
        ScrapeJob.DEFAULT_INTERVAL,
        DEFAULT_EVALUATION_INTERVAL,
        Labels.empty(),
        List.of(),
        List.of(),
        List.of(),
        "",
        List.of());
  }
}
