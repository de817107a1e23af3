package dev.goldcrest.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.testkit.ManualClock;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A store lives through commits, syncs, maintenance, full disks, failing syncs, kills and power
 * cuts, and is compared with a model after each reopening. One seed reproduces a run: {@code
 * -Dgoldcrest.seed=}.
 */
class CrashSimulationTest {
  private static final long START = 1_700_000_000_000L;
  private static final int STEPS = 120;

  @Test
  void nothingSynced_isLost_andNothingElseAppears_inThirtyRuns() throws Exception {
    run(30);
  }

  @Test
  @Tag("soak")
  void nothingSynced_isLost_andNothingElseAppears_inTenThousandRuns() throws Exception {
    run(10_000);
  }

  private static void run(int runs) throws Exception {
    Long fixed = Long.getLong("goldcrest.seed");
    long seed = fixed == null ? System.nanoTime() : fixed;
    for (int i = 0; i < (fixed == null ? runs : 1); i++) {
      try {
        new Run(seed + i).live();
      } catch (Exception | AssertionError e) {
        throw new AssertionError("fails with -Dgoldcrest.seed=" + (seed + i), e);
      }
    }
  }

  /** One life of a store. */
  private static final class Run {
    private final Random random;
    private final ManualClock clock = new ManualClock(START);
    private final TsdbConfig config;
    private final Labels[] series = new Labels[12];
    private final long[] refs = new long[series.length];
    // What the store must hold, what it may hold, and the changes since the last sync.
    private Map<Labels, TreeMap<Long, Long>> synced = new TreeMap<>();
    private final Map<Labels, TreeMap<Long, Long>> visible = new TreeMap<>();
    private final Map<Labels, TreeMap<Long, Long>> attempted = new TreeMap<>();
    private FaultyDisk disk = new FaultyDisk();
    private Tsdb tsdb;

    Run(long seed) throws StorageException {
      random = new Random(seed);
      long interval = random.nextInt(4) == 0 ? 0 : 1000;
      config =
          TsdbConfig.of(Path.of("unused"))
              .withBlockRangeMillis(60_000)
              .withRetentionMillis(0)
              .withWal(interval, TsdbConfig.MIN_SEGMENT_BYTES)
              .withLimits(0, 600_000, 0)
              .withMaxHeadBytes(random.nextBoolean() ? 0 : 110_000 + random.nextInt(60_000));
      for (int i = 0; i < series.length; i++) {
        series[i] = Labels.of("__name__", "m" + i % 5, "i", Integer.toString(i), "pad", "x");
      }
      tsdb = Tsdb.open(config, clock, disk);
    }

    void live() throws Exception {
      for (int step = 0; step < STEPS; step++) {
        step();
      }
      disk.heal();
      reopen(disk.afterKill());
      tsdb.close();
    }

    private void step() throws Exception {
      clock.advanceMillis(1 + random.nextInt(4000));
      int kind = random.nextInt(100);
      if (kind < 65) {
        commit();
      } else if (kind < 78) {
        sync();
      } else if (kind < 86) {
        maintain();
      } else if (kind < 88) {
        disk.failWriteAfter(random.nextInt(4));
      } else if (kind < 90) {
        disk.failForceAfter(random.nextInt(3), 1 + random.nextInt(2));
      } else if (kind < 93) {
        disk.heal();
      } else if (kind < 95) {
        reopen(disk.afterKill());
      } else if (kind < 98) {
        reopen(disk.afterPowerLoss(random));
      } else {
        assertVisible();
      }
    }

    private void commit() {
      Map<Labels, TreeMap<Long, Long>> mine = new TreeMap<>();
      try (Appender appender = tsdb.appender()) {
        int rows = 1 + random.nextInt(random.nextInt(10) == 0 ? 400 : 3);
        long time = clock.wallMillis();
        for (int row = 0; row < rows; row++) {
          appendRow(appender, time + row, mine);
        }
        clock.advanceMillis(rows);
        putAll(attempted, mine);
        appender.commit();
        putAll(visible, mine);
        if (config.walSyncIntervalMillis() == 0) {
          putAll(synced, mine);
        }
      } catch (AppendException | StorageException e) {
        // Refused while a fault is on: nothing of it may be visible, which the next check tells.
        assertThat(e).hasMessageMatching("(?s)(cannot commit|storage is read-only).*");
      }
    }

    /** Appends samples of some series, and notes them in {@code mine}. */
    private void appendRow(Appender appender, long time, Map<Labels, TreeMap<Long, Long>> mine)
        throws AppendException {
      for (int i = 0; i < series.length; i++) {
        if (random.nextInt(4) > 0) {
          long bits = value();
          refs[i] = appender.append(refs[i], series[i], time, bits);
          put(mine, series[i], time, bits);
        }
      }
    }

    private long value() {
      return switch (random.nextInt(5)) {
        case 0 -> SampleValue.STALE_BITS;
        case 1 -> random.nextLong();
        case 2 -> SampleValue.bits(random.nextInt(100) / 10.0);
        default -> SampleValue.bits(random.nextInt(1_000_000));
      };
    }

    private void sync() {
      long failures = tsdb.stats().log().syncFailures();
      tsdb.sync();
      TsdbStats stats = tsdb.stats();
      boolean moved = stats.log().syncFailures() == failures + 1;
      if (stats.readOnlyReason().isEmpty() && (moved || stats.log().syncFailures() == failures)) {
        synced = new TreeMap<>();
        putAll(synced, visible);
      }
    }

    private void maintain() throws Exception {
      try {
        tsdb.maintain(clock.wallMillis());
      } catch (StorageException e) {
        assertThat(e).hasMessageStartingWith("maintenance of the store failed");
      }
      assertVisible();
    }

    private void reopen(FaultyDisk after) throws Exception {
      assertVisible();
      disk = after;
      tsdb = Tsdb.open(config, clock, disk);
      Map<Labels, TreeMap<Long, Long>> found = Samples.all(tsdb);
      assertContains(found, synced);
      assertContains(attempted, found);
      visible.clear();
      putAll(visible, found);
      synced = new TreeMap<>();
      putAll(synced, found);
    }

    private void assertVisible() throws StorageException {
      Map<Labels, TreeMap<Long, Long>> found = Samples.all(tsdb);
      assertContains(found, visible);
      assertContains(visible, found);
    }

    private static void assertContains(
        Map<Labels, TreeMap<Long, Long>> whole, Map<Labels, TreeMap<Long, Long>> part) {
      for (Map.Entry<Labels, TreeMap<Long, Long>> series : part.entrySet()) {
        TreeMap<Long, Long> found = whole.getOrDefault(series.getKey(), new TreeMap<>());
        for (Map.Entry<Long, Long> sample : series.getValue().entrySet()) {
          if (!sample.getValue().equals(found.get(sample.getKey()))) {
            throw new AssertionError(
                series.getKey() + " at " + sample + " is " + found.get(sample.getKey()));
          }
        }
      }
    }

    private static void put(
        Map<Labels, TreeMap<Long, Long>> into, Labels labels, long time, long bits) {
      into.computeIfAbsent(labels, l -> new TreeMap<>()).put(time, bits);
    }

    private static void putAll(
        Map<Labels, TreeMap<Long, Long>> into, Map<Labels, TreeMap<Long, Long>> from) {
      from.forEach(
          (labels, samples) -> into.computeIfAbsent(labels, l -> new TreeMap<>()).putAll(samples));
    }
  }
}
