package dev.goldcrest.scrape;

import dev.goldcrest.model.Quoting;
import java.time.Duration;
import java.util.List;

/**
 * One entry of {@code scrape_configs}: which targets to fetch, how often, and what to make of their
 * samples.
 *
 * @param jobName the {@code job} label of targets that bring none; unique among the jobs
 * @param scrapeInterval from one scrape of a target to the next, greater than zero
 * @param scrapeTimeout for a whole scrape, at most the interval
 * @param staticGroups targets that are given
 * @param fileDiscoveries targets that are read from files
 * @param relabelRules applied to the labels of a target
 * @param metricRelabelRules applied to the labels of each sample
 */
public record ScrapeJob(
    String jobName,
    Duration scrapeInterval,
    Duration scrapeTimeout,
    ScrapeRequest request,
    SampleRules sampleRules,
    JobLimits limits,
    List<TargetGroup> staticGroups,
    List<FileDiscovery> fileDiscoveries,
    List<RelabelRule> relabelRules,
    List<RelabelRule> metricRelabelRules) {
  /** Prometheus's default of {@code global.scrape_interval}. */
  public static final Duration DEFAULT_INTERVAL = Duration.ofMinutes(1);

  /** Prometheus's default of {@code global.scrape_timeout}. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Copies the lists and checks what does not depend on other jobs.
   *
   * @throws IllegalArgumentException in Prometheus's words
   */
  public ScrapeJob {
    if (jobName.isEmpty()) {
      throw new IllegalArgumentException("job_name is empty");
    }
    if (scrapeInterval.toMillis() < 1 || scrapeTimeout.toMillis() < 1) {
      throw new IllegalArgumentException(
          "scrape interval and timeout must be at least 1ms for scrape config with job name "
              + Quoting.quote(jobName));
    }
    if (scrapeTimeout.compareTo(scrapeInterval) > 0) {
      throw new IllegalArgumentException(
          "scrape timeout greater than scrape interval for scrape config with job name "
              + Quoting.quote(jobName));
    }
    staticGroups = List.copyOf(staticGroups);
    fileDiscoveries = List.copyOf(fileDiscoveries);
    relabelRules = List.copyOf(relabelRules);
    metricRelabelRules = List.copyOf(metricRelabelRules);
  }

  /** Returns a job that has every default of Prometheus and no targets yet. */
  public static ScrapeJob defaults(String jobName) {
    return new ScrapeJob(
        jobName,
        DEFAULT_INTERVAL,
        DEFAULT_TIMEOUT,
        ScrapeRequest.DEFAULT,
        SampleRules.DEFAULT,
        JobLimits.NONE,
        List.of(),
        List.of(),
        List.of(),
        List.of());
  }
}
