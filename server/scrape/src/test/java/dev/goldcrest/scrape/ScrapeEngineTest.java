package dev.goldcrest.scrape;

import static dev.goldcrest.scrape.ScrapeFixture.URL;
import static dev.goldcrest.scrape.ScrapeFixture.job;
import static dev.goldcrest.scrape.ScrapeFixture.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Regex;
import dev.goldcrest.scrape.RelabelRule.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which targets are scraped while jobs and discovery files change. */
final class ScrapeEngineTest {
  private final ScrapeFixture scrape = new ScrapeFixture();

  // Reloading.

  @Test
  void unchangedTarget_keepsItsBeatAndItsCache() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    int lookups = scrape.store.labelLookups();
    scrape.scheduler.advance(Duration.ofSeconds(4));
    scrape.targets.answer("http://h:2/metrics", "a 1\n");
    scrape.apply(job().targets("h:2", "h:1").build());
    scrape.scheduler.advance(Duration.ofSeconds(6));
    assertThat(scrape.values("a")).containsExactly("1", "1");
    // Six series of the new target, at most: its sample and its report.
    assertThat(scrape.store.labelLookups()).isLessThanOrEqualTo(lookups + 6);
    assertThat(scrape.engine.stats().targets()).isEqualTo(2);
  }

  @Test
  void removedTarget_isMarkedStaleAfterTwoIntervals() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    long last = scrape.now();
    scrape.apply(job().targets("other:1").build());
    scrape.scheduler.advance(Duration.ofMillis(20_999));
    assertThat(scrape.values("a")).containsExactly("1");
    scrape.scheduler.advance(Duration.ofMillis(1));
    assertThat(scrape.store.history(series("a")))
        .containsExactly(last + " 1", last + 10_000 + " stale");
    assertThat(scrape.values("up")).containsExactly("1", "stale");
    assertThat(scrape.values("scrape_series_added")).containsExactly("1", "stale");
  }

  @Test
  void removedJob_isMarkedStaleToo() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    scrape.apply();
    scrape.scheduler.advance(Duration.ofSeconds(30));
    assertThat(scrape.values("a")).containsExactly("1", "stale");
    assertThat(scrape.engine.stats().pools()).isZero();
  }

  @Test
  void targetThatComesBack_isNotMarkedStale() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    scrape.apply();
    scrape.apply(job().build());
    scrape.scheduler.advance(Duration.ofSeconds(35));
    assertThat(scrape.values("a")).hasSize(4).doesNotContain("stale");
    assertThat(scrape.values("up")).hasSize(4).doesNotContain("stale");
  }

  @Test
  void targetThatWasNeverScraped_leavesNothing() {
    scrape.apply(job().interval(Duration.ofHours(1)).build());
    scrape.apply();
    scrape.scheduler.advance(Duration.ofHours(4));
    assertThat(scrape.store.series()).isEmpty();
  }

  @Test
  void removedTarget_givesUpWhatIsUnderWay() {
    scrape.targets.hang(true);
    scrape.startAtFirstScrape(job());
    scrape.apply();
    assertThat(scrape.targets.hanging.getFirst()).isCancelled();
    assertThat(scrape.store.series()).isEmpty();
  }

  @Test
  void changedInterval_changesTheBeat() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    scrape.apply(job().interval(Duration.ofSeconds(60)).build());
    scrape.scheduler.advance(Duration.ofSeconds(120));
    assertThat(scrape.values("a")).hasSize(3).doesNotContain("stale");
    assertThat(scrape.status().intervalMillis()).isEqualTo(60_000);
  }

  @Test
  void changedMetricRules_endTheFormerSeries() {
    RelabelRule rename =
        new RelabelRule(
            List.of("__name__"), ";", Regex.compile("a"), 0, "__name__", "b", Action.REPLACE);
    scrape.targets.answer(URL, "a 1\nc 2\n");
    scrape.startAtFirstScrape(job());
    scrape.apply(job().metricRelabel(rename).build());
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1", "stale");
    assertThat(scrape.values("b")).containsExactly("1");
    assertThat(scrape.values("c")).containsExactly("2", "2");
  }

  @Test
  void twoJobsOfOneName_areRefused_andNothingChanges() {
    scrape.apply(job().build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> scrape.apply(job().build(), job().targets("x:1").build()))
        .withMessage("found multiple scrape configs with job name \"j\"");
    assertThat(scrape.status().scrapeUrl()).isEqualTo(URL);
  }

  @Test
  void close_endsScraping_andWritesNothingMore() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    scrape.engine.close();
    scrape.scheduler.advance(Duration.ofMinutes(5));
    assertThat(scrape.values("a")).containsExactly("1");
    assertThat(scrape.values("up")).containsExactly("1");
    assertThat(scrape.targets.requests).hasSize(1);
    assertThat(scrape.scheduler.pending()).isZero();
  }

  // Which targets there are.

  @Test
  void sameTargetTwice_isScrapedOnce() {
    scrape.apply(job().targets("h:1", "h:1").build());
    assertThat(scrape.engine.targets().active()).hasSize(1);
    assertThat(scrape.engine.targets().dropped()).isEmpty();
  }

  @Test
  void droppedTargets_areShownWithTheReason() {
    RelabelRule keep =
        new RelabelRule(
            List.of("__address__"), ";", Regex.compile("h.*"), 0, "", "$1", Action.KEEP);
    scrape.apply(job().targets("h:1", "x:1", "h/path").relabel(keep).build());
    TargetsSnapshot targets = scrape.engine.targets();
    assertThat(targets.active()).hasSize(1);
    assertThat(targets.droppedCounts()).containsEntry("j", 2);
    assertThat(targets.dropped())
        .extracting(DroppedTarget::reason)
        .containsExactly(
            "dropped by relabel_configs",
            "\"h/path\" is not a valid hostname; write host or host:port");
    assertThat(targets.dropped().getFirst().discoveredLabels().get("__address__")).isEqualTo("x:1");
  }

  @Test
  void targetLimit_failsEveryScrapeOfTheJob_withoutAsking() {
    JobLimits limits = new JobLimits(0, 0, 0, 0, 0, 1);
    scrape.targets.answer(URL, "a 1\n");
    scrape.apply(job().targets("h:1", "h:2").limits(limits).build());
    scrape.scheduler.advance(Duration.ofSeconds(10));
    assertThat(scrape.targets.requests).isEmpty();
    assertThat(scrape.values("up")).containsExactly("0");
    assertThat(scrape.status().lastError())
        .isEqualTo("target_limit exceeded (number of targets: 2, limit: 1)");
    scrape.apply(job().limits(limits).build());
    scrape.advanceOneInterval();
    assertThat(scrape.values("up")).containsExactly("0", "1");
  }

  @Test
  void targetsBeyondTheServersLimit_areDropped() {
    ScrapeFixture small = new ScrapeFixture(new ScrapeLimits(2, 1, 4, 1 << 20, 10));
    small.apply(
        job().targets("a:1", "a:2", "a:3", "a:4").build(), job().name("k").targets("b:1").build());
    TargetsSnapshot targets = small.engine.targets();
    assertThat(targets.active()).hasSize(2);
    assertThat(targets.droppedCounts()).containsEntry("j", 2).containsEntry("k", 1);
    assertThat(targets.dropped()).hasSize(2);
    assertThat(targets.dropped().getFirst().reason())
        .isEqualTo("more than 2 targets, the limit of this server");
  }

  @Test
  void concurrentScrapes_areBounded_andTheRestWaits() {
    ScrapeFixture small = new ScrapeFixture(new ScrapeLimits(100, 10, 3, 1 << 20, 10));
    String[] addresses = new String[20];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = "h:" + (i + 1);
    }
    small.targets.hang(true);
    small.apply(job().targets(addresses).build());
    small.scheduler.advance(Duration.ofSeconds(10));
    assertThat(small.targets.hanging).hasSize(3);
    small.targets.hanging.get(0).cancel(true);
    small.targets.hanging.get(1).cancel(true);
    assertThat(small.targets.hanging).hasSize(5);
    small.targets.hang(false);
    for (int i = 2; i < 5; i++) {
      small.targets.hanging.get(i).cancel(true);
    }
    assertThat(small.targets.requests).hasSize(20);
  }

  @Test
  void loopbackTargets_areShownUnderTheMachinesName() {
    scrape.apply(job().targets("localhost:9100", "127.0.0.1:9101", "h:1").build());
    assertThat(scrape.engine.targets().active())
        .extracting(TargetStatus::globalUrl)
        .containsExactly("http://box:9100/metrics", "http://box:9101/metrics", URL);
  }

  // Discovery files.

  @Test
  void fileTargets_comeAndGoWithTheFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.json");
    Files.writeString(file, "1");
    scrape.files.put(file, List.of(group("h:1", "h:2")));
    scrape.apply(job().groups().files(discovery(file)).build());
    assertThat(urls()).containsExactly(URL, "http://h:2/metrics");
    assertThat(scrape.status().discoveredLabels().get("__meta_filepath"))
        .isEqualTo(file.toString());

    Files.writeString(file, "changed");
    scrape.files.put(file, List.of(group("h:2")));
    scrape.scheduler.advance(Duration.ofMillis(ScrapeEngine.FILE_CHECK_MILLIS));
    assertThat(urls()).containsExactly("http://h:2/metrics");

    Files.delete(file);
    scrape.scheduler.advance(Duration.ofMillis(ScrapeEngine.FILE_CHECK_MILLIS));
    assertThat(urls()).isEmpty();
    assertThat(scrape.engine.targets().discoveryErrors())
        .containsExactly("there is no file " + file + " to read targets from");
  }

  @Test
  void badFile_keepsItsTargets_andIsReported(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.yml");
    Files.writeString(file, "1");
    scrape.files.put(file, List.of(group("h:1")));
    scrape.apply(job().groups().files(discovery(file)).build());
    Files.writeString(file, "broken");
    scrape.files.remove(file);
    scrape.scheduler.advance(Duration.ofMillis(ScrapeEngine.FILE_CHECK_MILLIS));
    assertThat(urls()).containsExactly(URL);
    assertThat(scrape.engine.targets().discoveryErrors())
        .containsExactly(
            "cannot read targets from "
                + file
                + ": line 1, column 1: no list; its former targets stay");
    assertThat(scrape.engine.stats().fileReadErrors()).isEqualTo(1);
  }

  @Test
  void unchangedFile_isReadAgain_whenTheRefreshIntervalIsOver(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("a.yml");
    Files.writeString(file, "1");
    scrape.files.put(file, List.of(group("h:1")));
    scrape.apply(job().groups().files(discovery(file)).build());
    scrape.files.put(file, List.of(group("h:3")));
    scrape.scheduler.advance(Duration.ofSeconds(55));
    assertThat(urls()).containsExactly(URL);
    scrape.scheduler.advance(Duration.ofSeconds(10));
    assertThat(urls()).containsExactly("http://h:3/metrics");
  }

  @Test
  void starPattern_findsFilesOfTheFolder(@TempDir Path folder) throws Exception {
    for (String name : List.of("t-b.json", "t-a.json", "other.json", "t-a.txt")) {
      Files.writeString(folder.resolve(name), "1");
    }
    scrape.files.put(folder.resolve("t-a.json"), List.of(group("a:1")));
    scrape.files.put(folder.resolve("t-b.json"), List.of(group("b:1")));
    scrape.apply(job().groups().files(discovery(folder.resolve("t-*.json"))).build());
    assertThat(urls()).containsExactly("http://a:1/metrics", "http://b:1/metrics");
    assertThat(scrape.engine.targets().discoveryErrors()).isEmpty();
  }

  private List<String> urls() {
    return scrape.engine.targets().active().stream().map(TargetStatus::scrapeUrl).toList();
  }

  private static TargetGroup group(String... addresses) {
    return new TargetGroup(List.of(addresses), Labels.empty());
  }

  private static FileDiscovery discovery(Path file) {
    return new FileDiscovery(List.of(file.toString()), Duration.ofSeconds(60));
  }
}
