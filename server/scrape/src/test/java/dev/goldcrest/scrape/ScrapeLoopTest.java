package dev.goldcrest.scrape;

import static dev.goldcrest.scrape.ScrapeFixture.URL;
import static dev.goldcrest.scrape.ScrapeFixture.job;
import static dev.goldcrest.scrape.ScrapeFixture.series;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.http.HttpFetcher.FetchException;
import dev.goldcrest.runtime.http.HttpFetcher.FetchException.Kind;
import dev.goldcrest.runtime.http.HttpFetcher.Request;
import dev.goldcrest.runtime.http.HttpFetcher.Response;
import dev.goldcrest.runtime.http.HttpResponse.Header;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** When a target is asked, how it is asked, and what is said when it does not answer well. */
final class ScrapeLoopTest {
  private final ScrapeFixture scrape = new ScrapeFixture();

  // Time.

  @Test
  void scrapes_fallOnASteadyGrid() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    for (int i = 0; i < 5; i++) {
      scrape.advanceOneInterval();
    }
    List<Long> times = times("a");
    assertThat(times).hasSize(6);
    for (int i = 1; i < times.size(); i++) {
      assertThat(times.get(i) - times.get(i - 1)).isEqualTo(10_000);
    }
  }

  @Test
  void grid_isTheSameAfterARestart() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    ScrapeFixture later = new ScrapeFixture();
    later.scheduler.advance(Duration.ofMillis(123_457));
    later.targets.answer(URL, "a 1\n");
    later.startAtFirstScrape(job());
    assertThat((later.now() - scrape.now()) % 10_000).isZero();
  }

  @Test
  void targets_areSpreadOverTheInterval() {
    String[] addresses = new String[200];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = "host-" + i + ":9100";
    }
    scrape.apply(job().targets(addresses).build());
    int[] perSecond = new int[10];
    for (int second = 0; second < 10; second++) {
      int before = scrape.targets.requests.size();
      scrape.scheduler.advance(Duration.ofSeconds(1));
      perSecond[second] = scrape.targets.requests.size() - before;
    }
    // 20 expected in each second; a lump would double one or empty one.
    for (int scrapes : perSecond) {
      assertThat(scrapes).isBetween(1, 39);
    }
    assertThat(scrape.targets.requests).hasSize(200);
  }

  @Test
  void lateScrape_isStampedWithItsOwnTime_beyondTheTolerance() {
    // With one slot the second target waits until the first has answered.
    ScrapeFixture slow = new ScrapeFixture(new ScrapeLimits(10, 10, 1, 1 << 20, 100));
    slow.targets.hang(true);
    slow.apply(job().targets("h:1", "h:2").build());
    slow.scheduler.advance(Duration.ofMillis(10_000));
    assertThat(slow.targets.hanging).hasSize(1);
    slow.targets.hanging.getFirst().complete(ok("a 1\n"));
    assertThat(slow.targets.hanging).hasSize(2);
    long begun = slow.now();
    slow.targets.hanging.get(1).complete(ok("a 1\n"));
    List<String> all = new ArrayList<>();
    for (Labels labels : slow.store.series()) {
      if (labels.metricName().equals("a")) {
        all.addAll(slow.store.history(labels));
      }
    }
    assertThat(all).hasSize(2).contains(begun + " 1");
  }

  @Test
  void neverTwoScrapesOfATarget_atOnce() {
    scrape.targets.hang(true);
    scrape.startAtFirstScrape(job());
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    assertThat(scrape.targets.requests).hasSize(1);
    assertThat(scrape.engine.stats().skippedTicks()).isEqualTo(2);
    scrape.targets.hanging.getFirst().complete(ok("a 1\n"));
    scrape.advanceOneInterval();
    assertThat(scrape.targets.requests).hasSize(2);
  }

  @Test
  void clockSetForward_goesOnAtTheNextSlot_withoutABurst() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    long before = scrape.now();
    scrape.scheduler.jumpToWallMillis(before + 3_600_000);
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    assertThat(scrape.targets.requests).hasSize(3);
    assertThat(times("a").getLast() - before).isGreaterThan(3_600_000);
  }

  @Test
  void clockSetBack_goesOnAtOnce() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    scrape.scheduler.jumpToWallMillis(scrape.now() - 3_600_000);
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    scrape.advanceOneInterval();
    assertThat(scrape.targets.requests).hasSizeGreaterThanOrEqualTo(4);
    assertThat(scrape.engine.stats().outOfOrder()).isGreaterThanOrEqualTo(2);
  }

  @Test
  void seed_movesTheOffset() {
    Target target =
        new Target(Labels.empty(), Labels.of("job", "j"), URI.create(URL), 60_000, 10_000);
    Set<Long> offsets = new HashSet<>();
    for (long seed = 0; seed < 50; seed++) {
      long offset = target.offsetMillis(seed * 0x9e3779b97f4a7c15L);
      assertThat(offset).isBetween(0L, 59_999L);
      offsets.add(offset);
    }
    assertThat(offsets).hasSizeGreaterThan(40);
  }

  // The request.

  @Test
  void request_saysWhoAsksForWhat() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job().timeout(Duration.ofMillis(2_500)));
    Request request = scrape.targets.requests.getFirst();
    assertThat(request.method()).isEqualTo("GET");
    assertThat(request.timeout()).isEqualTo(Duration.ofMillis(2_500));
    assertThat(request.maxBodyBytes()).isEqualTo(64 * 1024 * 1024);
    assertThat(request.maxRedirects()).isEqualTo(10);
    assertThat(request.headers())
        .contains(
            new Header("User-Agent", "Goldcrest/9.9"),
            new Header("Accept-Encoding", "gzip"),
            new Header("X-Prometheus-Scrape-Timeout-Seconds", "2.5"));
    String accept = request.headers().getFirst().value();
    assertThat(accept)
        .startsWith("application/openmetrics-text;version=1.0.0;q=0.5,")
        .contains("text/plain;version=0.0.4;q=0.3");
  }

  @Test
  void request_carriesCredentialsAndSettings() {
    ScrapeRequest asked =
        new ScrapeRequest(
            "http",
            "/metrics",
            Map.of(),
            Optional.of(new ScrapeRequest.BasicAuth("me", "pässword")),
            Optional.empty(),
            false,
            false);
    scrape.startAtFirstScrape(job().request(asked).limits(new JobLimits(1000, 0, 0, 0, 0, 0)));
    Request request = scrape.targets.requests.getFirst();
    assertThat(request.maxBodyBytes()).isEqualTo(1000);
    assertThat(request.maxRedirects()).isZero();
    assertThat(request.headers())
        .contains(
            new Header("Authorization", "Basic bWU6cMOkc3N3b3Jk"),
            new Header("Accept-Encoding", "identity"));
    assertThat(asked.toString()).doesNotContain("pässword");
  }

  @Test
  void request_carriesABearerToken() {
    ScrapeRequest asked =
        new ScrapeRequest(
            "http",
            "/metrics",
            Map.of(),
            Optional.empty(),
            Optional.of(new ScrapeRequest.Authorization("Bearer", "t0ken")),
            true,
            true);
    scrape.startAtFirstScrape(job().request(asked));
    assertThat(scrape.targets.requests.getFirst().headers())
        .contains(new Header("Authorization", "Bearer t0ken"));
    assertThat(asked.toString()).doesNotContain("t0ken");
  }

  // Failures in words.

  @Test
  void status_startsUnknown() {
    scrape.apply(job().build());
    assertThat(scrape.status().health()).isEqualTo(TargetHealth.UNKNOWN);
    assertThat(scrape.status().lastScrapeMillis()).isZero();
  }

  @Test
  void status_describesAGoodTarget() {
    scrape.targets.answer(URL, "a 1\n");
    scrape.startAtFirstScrape(job());
    TargetStatus status = scrape.status();
    assertThat(status.health()).isEqualTo(TargetHealth.UP);
    assertThat(status.scrapePool()).isEqualTo("j");
    assertThat(status.labels()).isEqualTo(Labels.of("instance", "h:1", "job", "j"));
    assertThat(status.scrapeUrl()).isEqualTo(URL);
    assertThat(status.globalUrl()).isEqualTo(URL);
    assertThat(status.lastError()).isEmpty();
    assertThat(status.lastErrorAtMillis()).isZero();
    assertThat(status.warning()).isEmpty();
    assertThat(status.lastScrapeMillis()).isEqualTo(scrape.now());
    assertThat(status.intervalMillis()).isEqualTo(10_000);
    assertThat(status.timeoutMillis()).isEqualTo(5_000);
  }

  @Test
  void badStatus_isNamed() {
    scrape.targets.answer(URL, 500, FakeTargets.TEXT, "");
    assertDown("server returned HTTP status 500 Internal Server Error", ScrapeFailure.STATUS);
  }

  @Test
  void strangeStatus_isNamedByItsNumber() {
    scrape.targets.answer(URL, 599, FakeTargets.TEXT, "");
    assertDown("server returned HTTP status 599", ScrapeFailure.STATUS);
  }

  @Test
  void refusedConnection_isNamed() {
    assertDown("connection refused", ScrapeFailure.CONNECTION);
  }

  @Test
  void timeout_isToldAsTheFetcherTellsIt() {
    scrape.targets.fail(URL, new FetchException(Kind.TIMEOUT, "timeout: no answer after 5s"));
    assertDown("timeout: no answer after 5s", ScrapeFailure.TIMEOUT);
  }

  @Test
  void oversizedAnswer_namesTheLimit() {
    scrape.targets.fail(URL, new FetchException(Kind.BODY_TOO_LARGE, "body exceeds 9 bytes"));
    assertDown(
        "body size limit exceeded: body exceeds 9 bytes (limit of this server)",
        ScrapeFailure.BODY_SIZE);
  }

  @Test
  void oversizedAnswer_namesTheJobsLimit() {
    scrape.targets.fail(URL, new FetchException(Kind.BODY_TOO_LARGE, "body exceeds 9 bytes"));
    scrape.startAtFirstScrape(job().limits(new JobLimits(1000, 0, 0, 0, 0, 0)));
    assertThat(scrape.status().lastError())
        .isEqualTo("body size limit exceeded: body exceeds 9 bytes (body_size_limit)");
  }

  @Test
  void lastError_goesAway_whenTheTargetIsBack() {
    scrape.startAtFirstScrape(job());
    long failed = scrape.now();
    scrape.targets.answer(URL, "a 1\n");
    scrape.advanceOneInterval();
    assertThat(scrape.status().lastError()).isEmpty();
    assertThat(scrape.status().lastErrorAtMillis()).isEqualTo(failed);
    assertThat(scrape.status().health()).isEqualTo(TargetHealth.UP);
  }

  // Content types.

  @Test
  void openMetrics_isReadAsAnnounced() {
    String type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    scrape.targets.answer(URL, 200, type, "# TYPE a counter\na_total 1 1699999999.5\n# EOF\n");
    scrape.startAtFirstScrape(job());
    assertThat(scrape.store.history(series("a_total"))).containsExactly("1699999999500 1");
  }

  @Test
  void htmlContentType_isScraped_andWarnedAboutByName() {
    scrape.targets.answer(URL, 200, "text/html; charset=utf-8", "a 1\n");
    scrape.startAtFirstScrape(job());
    assertThat(scrape.values("a")).containsExactly("1");
    assertThat(scrape.values("up")).containsExactly("1");
    assertThat(scrape.status().warning())
        .isEqualTo(
            "target http://h:1/metrics answers Content-Type \"text/html; charset=utf-8\"; read as"
                + " Prometheus text; set fallback_scrape_protocol or fix the target");
    assertThat(scrape.engine.stats().warnedScrapes()).isEqualTo(1);
  }

  @Test
  void missingContentType_isScraped_andWarnedAboutByName() {
    scrape.targets.answer(URL, 200, "", "a 1\n");
    scrape.startAtFirstScrape(job());
    assertThat(scrape.values("a")).containsExactly("1");
    assertThat(scrape.status().warning())
        .startsWith("target http://h:1/metrics answers without Content-Type; read as");
  }

  @Test
  void htmlPage_failsNamingBothFaults() {
    scrape.targets.answer(URL, 200, "text/html", "<html><body>Hi</body></html>\n");
    scrape.startAtFirstScrape(job());
    assertThat(scrape.status().lastError())
        .startsWith(
            "the target answers Content-Type \"text/html\", and the body is no Prometheus text"
                + " either: line 1, column 1: ");
    assertThat(scrape.engine.stats().failures().get(ScrapeFailure.CONTENT_TYPE)).isEqualTo(1);
  }

  @Test
  void fallbackProtocol_isUsedWithoutWarning() {
    SampleRules rules = new SampleRules(false, true, false, "OpenMetricsText1.0.0");
    scrape.targets.answer(URL, 200, "text/html", "# TYPE a gauge\na 1\n# EOF\n");
    scrape.startAtFirstScrape(job().rules(rules));
    assertThat(scrape.values("a")).containsExactly("1");
    assertThat(scrape.status().warning()).isEmpty();
  }

  private void assertDown(String error, ScrapeFailure reason) {
    scrape.startAtFirstScrape(job());
    assertThat(scrape.status().health()).isEqualTo(TargetHealth.DOWN);
    assertThat(scrape.status().lastError()).isEqualTo(error);
    assertThat(scrape.status().lastErrorAtMillis()).isEqualTo(scrape.now());
    assertThat(scrape.values("up")).containsExactly("0");
    assertThat(scrape.engine.stats().failures().get(reason)).isEqualTo(1);
    assertThat(scrape.engine.stats().scrapes()).isEqualTo(1);
  }

  private List<Long> times(String name) {
    List<Long> times = new ArrayList<>();
    for (String row : scrape.store.history(series(name))) {
      times.add(Long.valueOf(row.substring(0, row.indexOf(' '))));
    }
    return times;
  }

  private static Response ok(String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    return new Response(
        200, List.of(new Header("Content-Type", FakeTargets.TEXT)), bytes, bytes.length);
  }
}
