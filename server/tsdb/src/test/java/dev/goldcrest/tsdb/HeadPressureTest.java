package dev.goldcrest.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.testkit.ManualClock;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A store of little memory gets far more than that. */
class HeadPressureTest {
  private static final long START = 1_700_000_040_000L;
  // Memory is full before a view gets too old to be kept.
  private static final long STEP_MILLIS = 1_000;
  private static final int SERIES = 200;
  private static final long MAX_BYTES = 600_000;

  private final ManualClock clock = new ManualClock(START);
  private final FaultyDisk disk = new FaultyDisk();
  private final TsdbConfig config =
      TsdbConfig.of(Path.of("data")).withRetentionMillis(0).withMaxHeadBytes(MAX_BYTES);
  private final Random random = new Random(11);
  private final Labels[] series = new Labels[SERIES];
  private final Map<Labels, TreeMap<Long, Long>> acknowledged = new TreeMap<>();
  private Tsdb tsdb;

  @BeforeEach
  void open() throws Exception {
    for (int i = 0; i < SERIES; i++) {
      series[i] = Labels.of("__name__", "noise_total", "i", Integer.toString(i));
    }
    tsdb = Tsdb.open(config, clock, disk);
  }

  @Test
  void store_keepsAllItAcknowledged_whenSentFarMoreThanItsMemory() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    tsdb.onMemoryPressure(asked::incrementAndGet);
    long most = 0;
    int rounds = 0;
    for (int i = 0; i < 2_500; i++) {
      write();
      most = Math.max(most, tsdb.stats().headBytes());
      if (asked.get() > rounds) {
        rounds = asked.get();
        tsdb.maintain(clock.wallMillis());
      }
    }
    TsdbStats stats = tsdb.stats();
    assertThat(most).isLessThan(MAX_BYTES * 3 / 4);
    assertThat(stats.blocks()).isBetween(5, 40);
    assertThat(stats.blockBytes()).isGreaterThan(4 * MAX_BYTES);
    assertThat(stats.samplesAppended()).isEqualTo(2_500L * SERIES);
    assertThat(Samples.all(tsdb)).isEqualTo(acknowledged);
    assertThat(stats.log().segments()).isLessThan(4);

    tsdb.close();
    tsdb = Tsdb.open(config, clock, disk.afterKill());
    assertThat(Samples.all(tsdb)).isEqualTo(acknowledged);
  }

  @Test
  void writes_areRefusedWithBothFigures_atTheLimit_untilABlockIsMade() throws Exception {
    fillUp();
    assertThatThrownBy(this::write)
        .isInstanceOf(AppendException.class)
        .hasMessageMatching(
            "storage is read-only: series and samples in memory take 0\\.[67] MB of the 0\\.6 MB"
                + " allowed; a block is being written; if this lasts, raise --memory.limit or send"
                + " fewer series");
    assertThat(tsdb.readOnlyReason()).contains("0.6 MB allowed");
    assertThat(tsdb.stats().readOnlyReason()).contains("0.6 MB allowed");
    tsdb.maintain(clock.wallMillis());
    assertThat(tsdb.readOnlyReason()).isEmpty();
    write();
    assertThat(Samples.all(tsdb)).isEqualTo(acknowledged);
  }

  @Test
  void transaction_isRefusedWhole_whenMemoryFillsUpBeforeItsCommit() throws Exception {
    write();
    try (Appender late = tsdb.appender()) {
      late.append(0, series[0], clock.wallMillis() + 500_000, 1);
      fillUp();
      assertThatThrownBy(late::commit)
          .isInstanceOf(StorageException.class)
          .hasMessageStartingWith("cannot commit: series and samples in memory take");
    }
    assertThat(Samples.all(tsdb)).isEqualTo(acknowledged);
  }

  @Test
  void transaction_isNotLost_whenItsTimeGoesToABlockBeforeItsCommit() throws Exception {
    write();
    try (Appender late = tsdb.appender()) {
      late.append(0, Labels.of("__name__", "late"), clock.wallMillis(), 1);
      fillUp();
      tsdb.maintain(clock.wallMillis());
      assertThatThrownBy(late::commit)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("have gone to a block meanwhile");
    }
    assertThat(Samples.all(tsdb)).isEqualTo(acknowledged);
  }

  @Test
  void openQuery_seesItsMoment_andItsMemoryIsFreedAfterIt() throws Exception {
    write();
    try (Querier open = tsdb.querier(START, Long.MAX_VALUE / 2)) {
      fillUp();
      tsdb.maintain(clock.wallMillis());
      assertThat(tsdb.readOnlyReason()).isNotEmpty();
      assertThat(open.labelValues("i", List.of(), 0)).hasSize(SERIES);
    }
    int blocks = tsdb.stats().blocks();
    tsdb.maintain(clock.wallMillis());
    assertThat(tsdb.readOnlyReason()).isEmpty();
    assertThat(tsdb.stats().blocks()).isEqualTo(blocks);
    assertThat(Samples.all(tsdb)).isEqualTo(acknowledged);
  }

  @Test
  void memory_isFreed_whileTransactionsAreAlwaysOpen() throws Exception {
    write();
    try (Appender open = tsdb.appender()) {
      fillUp();
      tsdb.maintain(clock.wallMillis());
      assertThat(tsdb.readOnlyReason()).isEmpty();
      open.rollback();
    }
    assertThat(Samples.all(tsdb)).isEqualTo(acknowledged);
  }

  private void fillUp() throws Exception {
    for (int i = 0; i < 5_000 && tsdb.readOnlyReason().isEmpty(); i++) {
      write();
    }
    assertThat(tsdb.readOnlyReason()).isNotEmpty();
  }

  /** One noisy sample of every series. */
  private void write() throws Exception {
    clock.advanceMillis(STEP_MILLIS);
    long now = clock.wallMillis();
    Map<Labels, Long> mine = new TreeMap<>();
    try (Appender appender = tsdb.appender()) {
      for (Labels labels : series) {
        long bits = SampleValue.bits(now * random.nextDouble());
        appender.append(0, labels, now, bits);
        mine.put(labels, bits);
      }
      appender.commit();
    }
    mine.forEach((labels, bits) ->
        acknowledged.computeIfAbsent(labels, l -> new TreeMap<>()).put(now, bits));
  }
}
