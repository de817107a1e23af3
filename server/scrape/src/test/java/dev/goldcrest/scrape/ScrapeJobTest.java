package dev.goldcrest.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pins every default, and refuses what cannot work. */
final class ScrapeJobTest {
  @Test
  void defaults_arePrometheuss() {
    ScrapeJob job = ScrapeJob.defaults("j");
    assertThat(job.scrapeInterval()).isEqualTo(Duration.ofSeconds(60));
    assertThat(job.scrapeTimeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(job.request())
        .isEqualTo(
            new ScrapeRequest(
                "http", "/metrics", Map.of(), Optional.empty(), Optional.empty(), true, true));
    assertThat(job.sampleRules()).isEqualTo(new SampleRules(false, true, false, ""));
    assertThat(job.limits()).isEqualTo(new JobLimits(0, 0, 0, 0, 0, 0));
    assertThat(job.staticGroups()).isEmpty();
    assertThat(job.fileDiscoveries()).isEmpty();
    assertThat(job.relabelRules()).isEmpty();
    assertThat(job.metricRelabelRules()).isEmpty();
    assertThat(FileDiscovery.DEFAULT_REFRESH_INTERVAL).isEqualTo(Duration.ofMinutes(5));
    assertThat(RelabelRule.DEFAULT_SEPARATOR).isEqualTo(";");
    assertThat(RelabelRule.DEFAULT_REGEX.text()).isEqualTo("(.*)");
    assertThat(RelabelRule.DEFAULT_REPLACEMENT).isEqualTo("$1");
  }

  @Test
  void limits_followTheHeap_whenItIsSmall() {
    assertThat(ScrapeLimits.DEFAULT)
        .isEqualTo(new ScrapeLimits(5_000, 200, 32, 64 * 1024 * 1024, 5_000));
    assertThat(ScrapeLimits.forHeap(20 << 20).maxBodyBytes()).isEqualTo((20 << 20) / 8);
    assertThat(ScrapeLimits.forHeap(1 << 20).maxBodyBytes()).isEqualTo(1 << 20);
    assertThat(ScrapeLimits.forHeap(8L << 30)).isEqualTo(ScrapeLimits.DEFAULT);
  }

  @Test
  void impossibleJobs_areRefusedInPrometheusWords() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScrapeJob.defaults(""))
        .withMessage("job_name is empty");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScrapeFixture.job().timeout(Duration.ofSeconds(11)).build())
        .withMessage(
            "scrape timeout greater than scrape interval for scrape config with job name \"j\"");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ScrapeFixture.job().interval(Duration.ZERO).build())
        .withMessageContaining("must be at least 1ms");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SampleRules(false, true, false, "Smoke"))
        .withMessageStartingWith("invalid fallback_scrape_protocol \"Smoke\"; supported are");
    assertThatIllegalArgumentException().isThrownBy(() -> new JobLimits(0, -1, 0, 0, 0, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            new ScrapeRequest(
                "http",
                "/",
                Map.of(),
                Optional.of(new ScrapeRequest.BasicAuth("u", "p")),
                Optional.of(new ScrapeRequest.Authorization("Bearer", "t")),
                true,
                true))
        .withMessage("at most one of basic_auth, oauth2 & authorization must be configured");
  }

  @Test
  void discoveryFiles_mustBeJsonOrYaml_withStarsInTheLastSegment() {
    Duration minute = Duration.ofMinutes(1);
    new FileDiscovery(List.of("a.json", "/x/b-*.yml", "c*d*.yaml", "E.YAML"), minute);
    for (String wrong : List.of("a.txt", "a", "x*/a.yml", "*/*.json", "a.yml.bak")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new FileDiscovery(List.of(wrong), minute))
          .withMessage("path name \"" + wrong + "\" is not valid for file discovery");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FileDiscovery(List.of(), minute))
        .withMessage("file service discovery config must contain at least one path name");
  }

  @Test
  void starPattern_standsForAnyText() {
    assertThat(FileTargets.matches("*.json", "a.json")).isTrue();
    assertThat(FileTargets.matches("*.json", ".json")).isTrue();
    assertThat(FileTargets.matches("a*b*.yml", "axxbyy.yml")).isTrue();
    assertThat(FileTargets.matches("a*b*.yml", "axx.yml")).isFalse();
    assertThat(FileTargets.matches("a.json", "a.json")).isTrue();
    assertThat(FileTargets.matches("*.json", "a.jso")).isFalse();
  }
}
