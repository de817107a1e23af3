package dev.goldcrest.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.testkit.ManualClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ConcurrencyTest {
  private static final long START = 1_700_000_040_000L;
  private static final int COMMITS = 3000;
  private static final long STEP = 1000;

  private final ManualClock clock = new ManualClock(START + 600_000);

  @Test
  @Timeout(60)
  void transactions_areSeenWhole_whileBlocksAreMade(@TempDir Path dir) throws Exception {
    TsdbConfig config =
        TsdbConfig.of(dir).withBlockRangeMillis(60_000).withWal(5, TsdbConfig.MIN_SEGMENT_BYTES);
    try (Tsdb tsdb = Tsdb.open(config, clock, (done, total) -> {})) {
      AtomicLong committed = new AtomicLong();
      Callable<Void> writer =
          () -> {
            write(tsdb, committed);
            return null;
          };
      FutureTask<Void> writing = new FutureTask<>(writer);
      new Thread(writing, "writer").start();
      int reads = 0;
      while (!writing.isDone()) {
        long before = committed.get();
        assertWhole(Samples.all(tsdb), before);
        reads++;
      }
      writing.get();
      assertThat(reads).isPositive();
      assertThat(tsdb.stats().blocks()).isGreaterThan(40);
      assertWhole(Samples.all(tsdb), COMMITS);
    }
  }

  private void write(Tsdb tsdb, AtomicLong committed) throws Exception {
    for (int i = 0; i < COMMITS; i++) {
      clock.advanceMillis(STEP);
      try (Appender appender = tsdb.appender()) {
        for (int s = 0; s < 4; s++) {
          Labels labels = Labels.of("__name__", "m", "s", Integer.toString(s));
          appender.append(0, labels, START + i * STEP, i);
        }
        appender.commit();
      }
      committed.incrementAndGet();
      if (i % 50 == 0) {
        tsdb.maintain(clock.wallMillis());
      }
    }
  }

  // All series have the same samples, without a gap, and at least what was committed before.
  private static void assertWhole(Map<Labels, TreeMap<Long, Long>> found, long atLeast) {
    int size = -1;
    for (TreeMap<Long, Long> samples : found.values()) {
      size = size < 0 ? samples.size() : size;
      assertThat(samples).hasSize(size);
      assertThat(samples.isEmpty() || samples.lastKey() == START + (size - 1) * STEP).isTrue();
    }
    assertThat((long) Math.max(size, 0)).isGreaterThanOrEqualTo(atLeast);
  }

  @Test
  void viewHeldTooLong_isGivenUp_withTheLimit() throws Exception {
    Tsdb tsdb = Tsdb.open(TsdbConfig.of(Path.of("unused")), clock, new FaultyDisk());
    try (Querier querier = tsdb.querier(0, Long.MAX_VALUE)) {
      clock.advanceMillis(600_001);
      tsdb.maintain(clock.wallMillis());
      assertThatThrownBy(() ->
              querier.select(List.of(Matcher.equal("a", "b")), SelectHints.samples(0, 1), false))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("views are kept for up to 10 minutes");
    }
  }
}
