package dev.goldcrest.scrape;

import static dev.goldcrest.scrape.ScrapeFixture.URL;
import static dev.goldcrest.scrape.ScrapeFixture.job;
import static dev.goldcrest.scrape.ScrapeFixture.series;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Regex;
import dev.goldcrest.scrape.RelabelRule.Action;
import dev.goldcrest.storage.AppendException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a scrape makes of an answer: samples, labels, staleness markers, reports. */
final class ScrapeSamplesTest {
  private final ScrapeFixture scrape = new ScrapeFixture();

  @Test
  void samples_areStoredWithTheTargetsLabels() {
    scrape.targets.answer(URL, "temperature{room=\"a\"} 21.5\nup_since 7\n");
    scrape.startAtFirstScrape(job());
    long t = scrape.now();
    assertThat(scrape.store.history(series("temperature", "room", "a")))
        .containsExactly(t + " 21.5");
    assertThat(scrape.store.history(series("up_since"))).containsExactly(t + " 7");
  }

  @Test
  void report_countsSamplesAndNewSeries() {
    scrape.targets.answer(URL, "a 1\nb 2\n");
    scrape.startAtFirstScrape(job());
    scrape.targets.answer(URL, "a 1\nb 2\nc 3\n");
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    assertThat(scrape.values("up")).containsExactly("1", "1", "1");
    assertThat(scrape.values("scrape_samples_scraped")).containsExactly("2", "3", "3");
    assertThat(scrape.values("scrape_samples_post_metric_relabeling"))
        .containsExactly("2", "3", "3");
    assertThat(scrape.values("scrape_series_added")).containsExactly("2", "1", "0");
    assertThat(scrape.values("scrape_duration_seconds")).containsExactly("0", "0", "0");
  }

  @Test
  void steadySeries_costNoLabels() {
    scrape.targets.answer(URL, "a 1\nb{x=\"1\"} 2\nc 3\n");
    scrape.startAtFirstScrape(job());
    int lookups = scrape.store.labelLookups();
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    assertThat(scrape.store.labelLookups()).isEqualTo(lookups);
    assertThat(scrape.values("a")).hasSize(3);
  }

  @Test
  void forgottenSeries_isAppendedWithItsLabelsAgain() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    scrape.store.forget(series("a"));
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1");
    assertThat(scrape.values("scrape_series_added")).containsExactly("1", "0");
  }

  @Test
  void vanishedSeries_getsAMarkerOnce_andComesBackAsNew() {
    scrape.targets.answer(URL, "a 1\nb 2\nc 3\n");
    scrape.startAtFirstScrape(job());
    scrape.targets.answer(URL, "a 1\nc 3\n");
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    scrape.targets.answer(URL, "a 1\nb 5\nc 3\n");
    scrape.advanceOneInterval();
    assertThat(scrape.values("b")).containsExactly("2", "stale", "5");
    assertThat(scrape.values("a")).containsExactly("1", "1", "1", "1");
    assertThat(scrape.values("c")).containsExactly("3", "3", "3", "3");
    assertThat(scrape.values("scrape_series_added")).containsExactly("3", "0", "0", "1");
  }

  @Test
  void failedScrape_marksAllSeriesOnce_andReportsZero() {
    scrape.targets.answer(URL, "a 1\nb 2\n");
    scrape.startAtFirstScrape(job());
    scrape.targets.answer(URL, 500, FakeTargets.TEXT, "a 1\n");
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    scrape.targets.answer(URL, "a 1\nb 2\n");
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1", "stale", "1");
    assertThat(scrape.values("b")).containsExactly("2", "stale", "2");
    assertThat(scrape.values("up")).containsExactly("1", "0", "0", "1");
    assertThat(scrape.values("scrape_samples_scraped")).containsExactly("2", "0", "0", "2");
    assertThat(scrape.values("scrape_series_added")).containsExactly("2", "0", "0", "0");
  }

  @Test
  void garbage_storesNothingButMarkers_andNamesThePlace() {
    scrape.targets.answer(URL, "a 1\nb 2\n");
    scrape.startAtFirstScrape(job());
    scrape.targets.answer(URL, "a 7\nnew 1\n}{ garbage\n");
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1", "stale");
    assertThat(scrape.values("new")).isEmpty();
    assertThat(scrape.values("up")).containsExactly("1", "0");
    assertThat(scrape.values("scrape_samples_scraped")).containsExactly("2", "2");
    assertThat(scrape.status().lastError())
        .startsWith("the answer is no valid text/plain; version=0.0.4; charset=utf-8: line 3");
    scrape.targets.answer(URL, "a 8\nb 2\nnew 1\n");
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1", "stale", "8");
    assertThat(scrape.values("new")).containsExactly("1");
  }

  @Test
  void emptyAnswer_isAGoodScrape_andEndsAllSeries() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    scrape.targets.answer(URL, "");
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1", "stale");
    assertThat(scrape.values("up")).containsExactly("1", "1");
  }

  @Test
  void explicitTimestamps_areUsed_andNeedNoMarker() {
    scrape.targets.answer(URL, "a 1 1699999999000\n");
    scrape.startAtFirstScrape(job());
    scrape.targets.answer(URL, "");
    scrape.advanceOneInterval();
    assertThat(scrape.store.history(series("a"))).containsExactly("1699999999000 1");
  }

  @Test
  void explicitTimestamps_areMarkedToo_whenTracked() {
    SampleRules rules = new SampleRules(false, true, true, "");
    scrape.targets.answer(URL, "a 1 1699999999000\n");
    scrape.startAtFirstScrape(job().rules(rules));
    scrape.targets.answer(URL, "");
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1", "stale");
  }

  @Test
  void explicitTimestamps_areIgnored_whenNotHonored() {
    SampleRules rules = new SampleRules(false, false, false, "");
    scrape.targets.answer(URL, "a 1 1699999999000\n");
    scrape.startAtFirstScrape(job().rules(rules));
    assertThat(scrape.store.history(series("a"))).containsExactly(scrape.now() + " 1");
  }

  @Test
  void seriesThatStartsToBringTimestamps_isMarkedStale() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    long t = scrape.now();
    scrape.targets.answer(URL, "a 2 " + (t + 5000) + "\n");
    scrape.advanceOneInterval();
    assertThat(scrape.store.history(series("a")))
        .containsExactly(t + " 1", t + 5000 + " 2", t + 10_000 + " stale");
  }

  @Test
  void sameSeriesTwice_keepsTheFirst_andCounts() {
    scrape.targets.answer(URL, "a 1\na 2\n");
    scrape.startAtFirstScrape(job());
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1", "1");
    assertThat(scrape.values("scrape_samples_post_metric_relabeling")).containsExactly("2", "2");
    assertThat(scrape.engine.stats().duplicates()).isEqualTo(2);
    assertThat(scrape.values("up")).containsExactly("1", "1");
  }

  @Test
  void otherSpellingOfASeries_continuesIt() {
    scrape.targets.answer(URL, "a{x=\"1\",y=\"2\"} 1\n");
    scrape.startAtFirstScrape(job());
    scrape.targets.answer(URL, "a{y=\"2\",x=\"1\"} 2\n");
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    assertThat(scrape.values("a", "x", "1", "y", "2")).containsExactly("1", "2", "2");
  }

  @Test
  void reorderedExposition_keepsEverySeries() {
    scrape.targets.answer(URL, "a 1\nb 2\nc 3\nd 4\n");
    scrape.startAtFirstScrape(job());
    int lookups = scrape.store.labelLookups();
    scrape.targets.answer(URL, "d 4\nb 2\na 1\nc 3\n");
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    assertThat(scrape.store.labelLookups()).isEqualTo(lookups);
    for (String name : List.of("a", "b", "c", "d")) {
      assertThat(scrape.values(name)).hasSize(3).doesNotContain("stale");
    }
  }

  @Test
  void conflictingLabels_areExported() {
    scrape.targets.answer(URL, "a{job=\"own\",instance=\"i\",exported_job=\"taken\"} 1\n");
    scrape.startAtFirstScrape(job());
    assertThat(
            scrape.values(
                "a",
                "exported_exported_job",
                "own",
                "exported_instance",
                "i",
                "exported_job",
                "taken"))
        .containsExactly("1");
  }

  @Test
  void conflictingLabels_win_whenHonored() {
    SampleRules honor = new SampleRules(true, true, false, "");
    scrape.targets.answer(URL, "a{job=\"own\"} 1\nb{instance=\"\"} 2\n");
    scrape.startAtFirstScrape(job().rules(honor));
    assertThat(scrape.values("a", "job", "own")).containsExactly("1");
    assertThat(scrape.values("b", "instance", "")).containsExactly("2");
  }

  @Test
  void metricRelabelling_dropsAndRewrites() {
    RelabelRule drop =
        new RelabelRule(List.of("__name__"), ";", Regex.compile("go_.*"), 0, "", "$1", Action.DROP);
    RelabelRule rename =
        new RelabelRule(
            List.of("__name__"), ";", Regex.compile("old"), 0, "__name__", "new", Action.REPLACE);
    scrape.targets.answer(URL, "go_a 1\nold 2\ngo_b 3\n");
    scrape.startAtFirstScrape(job().metricRelabel(drop, rename));
    scrape.advanceOneInterval();
    assertThat(scrape.values("new")).containsExactly("2", "2");
    assertThat(scrape.values("go_a")).isEmpty();
    assertThat(scrape.values("scrape_samples_scraped")).containsExactly("3", "3");
    assertThat(scrape.values("scrape_samples_post_metric_relabeling")).containsExactly("1", "1");
    assertThat(scrape.values("scrape_series_added")).containsExactly("1", "0");
  }

  @Test
  void lostMetricName_failsTheScrape() {
    RelabelRule strip =
        new RelabelRule(List.of(), ";", Regex.compile("__name__"), 0, "", "$1", Action.LABELDROP);
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job().metricRelabel(strip));
    assertThat(scrape.values("up")).containsExactly("0");
    assertThat(scrape.status().lastError()).startsWith("missing metric name (__name__ label)");
  }

  @Test
  void sampleLimit_failsTheWholeScrape() {
    scrape.targets.answer(URL, "a 1\nb 2\n");
    scrape.startAtFirstScrape(job().limits(new JobLimits(0, 2, 0, 0, 0, 0)));
    scrape.targets.answer(URL, "a 1\nb 2\nc 3\n");
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1", "stale");
    assertThat(scrape.values("c")).isEmpty();
    assertThat(scrape.values("up")).containsExactly("1", "0");
    assertThat(scrape.values("scrape_samples_scraped")).containsExactly("2", "3");
    assertThat(scrape.values("scrape_samples_post_metric_relabeling")).containsExactly("2", "3");
    assertThat(scrape.status().lastError())
        .isEqualTo("sample limit exceeded (number of samples: 3, limit: 2)");
  }

  @Test
  void labelLimits_failTheWholeScrape_namingTheLabel() {
    scrape.targets.answer(URL, "metric{long_label=\"value\"} 1\n");
    assertThat(errorUnder(new JobLimits(0, 0, 3, 0, 0, 0)))
        .isEqualTo("label_limit exceeded (metric: metric, number of labels: 4, limit: 3)");
    assertThat(errorUnder(new JobLimits(0, 0, 0, 8, 0, 0)))
        .isEqualTo(
            "label_name_length_limit exceeded (metric: metric, label name: long_label, length: 10,"
                + " limit: 8)");
    assertThat(errorUnder(new JobLimits(0, 0, 0, 0, 5, 0)))
        .isEqualTo(
            "label_value_length_limit exceeded (metric: metric, label name: __name__, value:"
                + " \"metric\", length: 6, limit: 5)");
  }

  private static String errorUnder(JobLimits limits) {
    ScrapeFixture fresh = new ScrapeFixture();
    fresh.targets.answer(URL, "metric{long_label=\"value\"} 1\n");
    fresh.startAtFirstScrape(job().limits(limits));
    assertThat(fresh.values("up")).containsExactly("0");
    return fresh.status().lastError();
  }

  @Test
  void refusedSamples_doNotHarmTheRest() {
    long future = ScrapeFixture.START + 86_400_000;
    scrape.store.add(series("a"), future, 1);
    scrape.targets.answer(URL, "a 1\nb 2\n");
    scrape.startAtFirstScrape(job());
    assertThat(scrape.values("b")).containsExactly("2");
    assertThat(scrape.values("up")).containsExactly("1");
    assertThat(scrape.engine.stats().outOfOrder()).isEqualTo(1);
  }

  @Test
  void seriesLimitOfTheStore_warns_andStoresTheRest() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    scrape.store.rejectAppends(Reason.TOO_MANY_SERIES);
    scrape.advanceOneInterval();
    assertThat(scrape.status().health()).isEqualTo(TargetHealth.UP);
    assertThat(scrape.status().warning())
        .isEqualTo(
            "target http://h:1/metrics: new series are not stored, the store's limit on series is"
                + " reached");
  }

  @Test
  void storeThatTakesNothing_isNamed_andTheNextScrapeGoesOn() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    scrape.store.failCommits("cannot write wal/7: no space left on device");
    scrape.advanceOneInterval();
    assertThat(scrape.status().lastError())
        .isEqualTo("the samples cannot be stored: cannot write wal/7: no space left on device");
    assertThat(scrape.engine.stats().commitFailures()).isEqualTo(1);
    scrape.store.failCommits(null);
    scrape.advanceOneInterval();
    assertThat(scrape.values("a")).containsExactly("1", "1");
    assertThat(scrape.status().health()).isEqualTo(TargetHealth.UP);
  }

  @Test
  void metadata_isKeptPerFamily() {
    scrape.targets.answer(
        URL,
        "# HELP a_total Things \\\\ done.\n"
            + "# TYPE a_total counter\n"
            + "a_total 1\n"
            + "# TYPE b gauge\n"
            + "b 2\n");
    scrape.startAtFirstScrape(job());
    TargetMetadata metadata = scrape.engine.metadata().getFirst();
    assertThat(metadata.target()).isEqualTo(Labels.of("instance", "h:1", "job", "j"));
    assertThat(metadata.families()).containsOnlyKeys("a_total", "b");
    assertThat(metadata.families().get("a_total").help()).isEqualTo("Things \\ done.");
    assertThat(metadata.families().get("a_total").type().text()).isEqualTo("counter");
    assertThat(metadata.families().get("b").type().text()).isEqualTo("gauge");
  }

  @Test
  void metadata_followsNewFamilies() {
    scrape.targets.answer(URL, "# TYPE a gauge\na 1\n");
    scrape.startAtFirstScrape(job());
    scrape.targets.answer(URL, "# TYPE a gauge\na 1\n# TYPE b gauge\nb 1\n");
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    assertThat(scrape.engine.metadata().getFirst().families()).containsOnlyKeys("a", "b");
  }
}
