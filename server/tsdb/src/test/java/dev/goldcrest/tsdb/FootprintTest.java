package dev.goldcrest.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.testkit.ManualClock;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An edge box's two hours: 3,000 series as a node exporter has them, scraped every 5 s. The store
 * must fit a heap of 16 MB with room for everything else.
 */
class FootprintTest {
  private static final long START = 1_700_006_400_000L;
  private static final int SERIES = 3000;
  private static final int SCRAPES = 1440;
  private static final long INTERVAL = 5000;
  // A block is due when more than half a range has passed after it.
  private static final int SLACK = SCRAPES / 2 + 1;

  private final Random random = new Random(5);
  private final double[] values = new double[SERIES];
  private final long[] refs = new long[SERIES];

  @Test
  void headAndBlocks_staySmall_overTwoHours(@TempDir Path dir) throws Exception {
    ManualClock clock = new ManualClock(START);
    TsdbConfig config = TsdbConfig.of(dir);
    Tsdb tsdb = Tsdb.open(config, clock, (done, total) -> {});
    scrape(tsdb, clock, 0);
    long seriesBytes = tsdb.stats().headBytes();
    for (int i = 1; i < SCRAPES; i++) {
      scrape(tsdb, clock, i);
    }
    TsdbStats head = tsdb.stats();
    assertThat(head.headSamples()).isEqualTo((long) SERIES * SCRAPES);
    double perSeries = seriesBytes / (double) SERIES;
    double perSample = head.headBytes() / (double) head.headSamples();
    double logPerSample = head.log().writtenBytes() / (double) head.headSamples();
    for (int i = SCRAPES; i <= SCRAPES + SLACK; i++) {
      scrape(tsdb, clock, i);
    }
    tsdb.maintain(clock.wallMillis());
    TsdbStats blocks = tsdb.stats();
    long inBlocks = blocks.samplesAppended() - blocks.headSamples();
    double blockPerSample = blocks.blockBytes() / (double) inBlocks;
    System.out.println(
        "FootprintTest: head "
            + head.headBytes()
            + " bytes for "
            + SERIES
            + " series; bytes per"
            + " series with one sample "
            + perSeries
            + "; bytes per sample, all included, head "
            + perSample
            + ", log "
            + logPerSample
            + ", block "
            + blockPerSample);
    tsdb.close();
    assertThat(head.headBytes()).isLessThan(5_000_000);
    assertThat(perSeries).isLessThan(200);
    assertThat(perSample).isLessThan(1.2);
    assertThat(logPerSample).isLessThan(7);
    assertThat(blockPerSample).isLessThan(0.9);
  }

  private void scrape(Tsdb tsdb, ManualClock clock, int number) throws Exception {
    long now = START + number * INTERVAL;
    clock.jumpToWallMillis(now);
    try (Appender appender = tsdb.appender()) {
      for (int i = 0; i < SERIES; i++) {
        long bits = SampleValue.bits(next(i));
        if (!appender.appendByRef(refs[i], now, bits)) {
          refs[i] = appender.append(0, labels(i), now, bits);
        }
      }
      appender.commit();
    }
  }

  // Of 20 series 12 stand still; the others count events, seconds, pages, or are full doubles.
  private double next(int i) {
    switch (i % 20) {
      case 12, 13, 14 -> values[i] += random.nextInt(50);
      case 15, 16 -> values[i] = Math.rint((values[i] + random.nextInt(500) / 100.0) * 100) / 100;
      case 17, 18 -> values[i] += (random.nextInt(200) - 100) * 4096.0;
      case 19 -> values[i] += random.nextGaussian();
      default -> values[i] = i * 1000.0;
    }
    return values[i];
  }

  private static Labels labels(int i) {
    return Labels.of(
        "__name__",
        "node_metric_" + i % 300,
        "instance",
        "localhost:9100",
        "job",
        "node",
        "device",
        "dev" + i / 300,
        "mode",
        "m" + i % 7);
  }
}
