package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.lifecycle.VirtualScheduler;
import dev.goldcrest.testkit.InMemoryStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An engine in virtual time whose work runs at once on the test's thread: one job {@code j} with
 * the target {@code h:1}, scraped every 10 s.
 */
final class ScrapeFixture {
  static final long START = 1_700_000_000_000L;
  static final String URL = "http://h:1/metrics";
  static final Duration INTERVAL = Duration.ofSeconds(10);

  final VirtualScheduler scheduler = new VirtualScheduler(START);
  final FakeTargets targets = new FakeTargets();
  final InMemoryStore store = new InMemoryStore();
  final Map<Path, List<TargetGroup>> files = new HashMap<>();
  final ScrapeEngine engine;

  ScrapeFixture() {
    this(ScrapeLimits.DEFAULT);
  }

  ScrapeFixture(ScrapeLimits limits) {
    engine =
        new ScrapeEngine(
            new ScrapePorts(scheduler, targets, store, Runnable::run, this::readFile),
            new ScrapeSettings("9.9", 0, "box", limits));
  }

  private List<TargetGroup> readFile(Path file) throws NoSuchFileException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    List<TargetGroup> groups = files.get(file);
    if (groups == null) {
      throw new IllegalArgumentException("line 1, column 1: no list");
    }
    return groups;
  }

  static JobBuilder job() {
    return new JobBuilder();
  }

  ScrapeFixture apply(ScrapeJob... jobs) {
    engine.apply(List.of(jobs));
    return this;
  }

  /** Applies the job and moves to the first scrape of its target, which it makes. */
  ScrapeFixture startAtFirstScrape(JobBuilder job) {
    apply(job.build());
    while (targets.requests.isEmpty()) {
      scheduler.advance(Duration.ofMillis(1));
    }
    return this;
  }

  void advanceOneInterval() {
    scheduler.advance(INTERVAL);
  }

  long now() {
    return scheduler.clock().wallMillis();
  }

  TargetStatus status() {
    return engine.targets().active().getFirst();
  }

  /** Returns the values of a series of the target, oldest first, without timestamps. */
  List<String> values(String name, String... moreLabels) {
    List<String> values = new ArrayList<>();
    for (String row : store.history(series(name, moreLabels))) {
      values.add(row.substring(row.indexOf(' ') + 1));
    }
    return values;
  }

  static Labels series(String name, String... moreLabels) {
    Labels labels = Labels.of("__name__", name, "instance", "h:1", "job", "j");
    Labels.Builder builder = labels.toBuilder();
    for (int i = 0; i < moreLabels.length; i += 2) {
      builder.set(moreLabels[i], moreLabels[i + 1]);
    }
    return builder.build();
  }

  /** A job with defaults that a test changes one by one. */
  static final class JobBuilder {
    private String name = "j";
    private Duration interval = INTERVAL;
    private Duration timeout = Duration.ofSeconds(5);
    private ScrapeRequest request = ScrapeRequest.DEFAULT;
    private SampleRules rules = SampleRules.DEFAULT;
    private JobLimits limits = JobLimits.NONE;
    private List<TargetGroup> groups = List.of(new TargetGroup(List.of("h:1"), Labels.empty()));
    private List<FileDiscovery> files = List.of();
    private List<RelabelRule> relabel = List.of();
    private List<RelabelRule> metricRelabel = List.of();

    JobBuilder name(String value) {
      name = value;
      return this;
    }

    JobBuilder interval(Duration value) {
      interval = value;
      return this;
    }

    JobBuilder timeout(Duration value) {
      timeout = value;
      return this;
    }

    JobBuilder request(ScrapeRequest value) {
      request = value;
      return this;
    }

    JobBuilder rules(SampleRules value) {
      rules = value;
      return this;
    }

    JobBuilder limits(JobLimits value) {
      limits = value;
      return this;
    }

    JobBuilder groups(TargetGroup... values) {
      groups = List.of(values);
      return this;
    }

    JobBuilder targets(String... addresses) {
      return groups(new TargetGroup(List.of(addresses), Labels.empty()));
    }

    JobBuilder files(FileDiscovery... values) {
      files = List.of(values);
      return this;
    }

    JobBuilder relabel(RelabelRule... values) {
      relabel = List.of(values);
      return this;
    }

    JobBuilder metricRelabel(RelabelRule... values) {
      metricRelabel = List.of(values);
      return this;
    }

    ScrapeJob build() {
      return new ScrapeJob(
          name, interval, timeout, request, rules, limits, groups, files, relabel, metricRelabel);
    }
  }
}
