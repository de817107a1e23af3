package dev.goldcrest.tsdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.AppendException.Reason;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.Querier;
import dev.goldcrest.storage.SelectHints;
import dev.goldcrest.storage.SeriesSet;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.testkit.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsdbTest {
  private static final long RANGE = 60_000;
  private static final long START = 1_700_000_040_000L;
  private static final Labels A = Labels.of("__name__", "up", "job", "a");
  private static final Labels B = Labels.of("__name__", "up", "job", "b");

  private final ManualClock clock = new ManualClock(START);
  private final FaultyDisk disk = new FaultyDisk();
  private TsdbConfig config =
      TsdbConfig.of(Path.of("data")).withBlockRangeMillis(RANGE).withRetentionMillis(10 * RANGE);

  // Bounds.

  @Test
  void sampleFarAheadOfTheClock_isRefused_withTheLimit() throws Exception {
    Tsdb tsdb = open();
    try (Appender appender = tsdb.appender()) {
      assertThatThrownBy(() -> appender.append(0, A, START + 600_001, 1))
          .isInstanceOf(AppendException.class)
          .hasMessageContaining("out of bounds: timestamp " + (START + 600_001) + " is later than");
      appender.append(0, A, START + 600_000, 1);
    }
    assertThat(tsdb.stats().rejected()).containsEntry(Reason.OUT_OF_BOUNDS, 1L);
  }

  @Test
  void sampleOlderThanTheBlocks_isRefused_withTheLimit() throws Exception {
    Tsdb tsdb = open();
    fill(tsdb, 30, 10_000);
    tsdb.maintain(clock.wallMillis());
    try (Appender appender = tsdb.appender()) {
      assertThatThrownBy(() -> appender.append(0, B, START, 1))
          .isInstanceOf(AppendException.class)
          .hasMessageContaining("out of bounds: timestamp " + START + " is older than ");
    }
  }

  @Test
  void outOfOrder_namesBothTimestamps() throws Exception {
    Tsdb tsdb = open();
    write(tsdb, A, START + 5, 1);
    try (Appender appender = tsdb.appender()) {
      assertThatThrownBy(() -> appender.append(0, A, START, 1))
          .hasMessageContaining("timestamp " + START)
          .hasMessageContaining(Long.toString(START + 5));
    }
  }

  @Test
  void newSeries_isRefused_pastTheLimit_whileOldOnesGoOn() throws Exception {
    config = config.withLimits(1, 600_000, 0);
    Tsdb tsdb = open();
    write(tsdb, A, START, 1);
    try (Appender appender = tsdb.appender()) {
      assertThatThrownBy(() -> appender.append(0, B, START, 1))
          .hasMessageContaining("series limit reached: at most 1 are allowed; refused {__name__");
      appender.append(0, A, START + 1, 2);
      appender.commit();
    }
    assertThat(Samples.all(tsdb).get(A)).hasSize(2);
  }

  @Test
  void config_refusesWhatCannotWork_namingTheLimits() {
    assertThatThrownBy(() -> config.withBlockRangeMillis(5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("storage block range is 5, allowed are 1000 to 2073600000");
  }

  // Blocks.

  @Test
  void blocksAndHead_giveTheSameSamples_asTheHeadAlone() throws Exception {
    Tsdb tsdb = open();
    fill(tsdb, 50, 7_000);
    Map<Labels, TreeMap<Long, Long>> before = Samples.all(tsdb);
    tsdb.maintain(clock.wallMillis());
    assertThat(tsdb.stats().blocks()).isGreaterThan(3);
    assertThat(tsdb.stats().headSamples()).isLessThan(tsdb.stats().samplesAppended() / 2);
    assertThat(Samples.all(tsdb)).isEqualTo(before);
    tsdb.close();
    Tsdb again = open();
    assertThat(Samples.all(again)).isEqualTo(before);
    assertThat(Samples.all(again, START + 70_001, START + 140_000).get(A).firstKey())
        .isEqualTo(START + 77_000);
  }

  @Test
  void openView_keepsItsSamples_whileABlockIsMade() throws Exception {
    Tsdb tsdb = open();
    fill(tsdb, 30, 10_000);
    Map<Labels, TreeMap<Long, Long>> before = Samples.all(tsdb);
    try (Querier querier = tsdb.querier(0, Long.MAX_VALUE)) {
      SeriesSet set =
          querier.select(List.of(Matcher.equal("job", "a")), SelectHints.samples(0, 1), false);
      tsdb.maintain(clock.wallMillis());
      fill(tsdb, 30, 10_000);
      tsdb.maintain(clock.wallMillis());
      assertThat(set.next()).isTrue();
      assertThat(Samples.read(set.samples())).isEqualTo(before.get(A));
    }
    tsdb.maintain(clock.wallMillis());
    assertThat(tsdb.stats().headSamples()).isLessThan(40);
  }

  @Test
  void logBehindBlocks_isFreed() throws Exception {
    config = config.withWal(1000, TsdbConfig.MIN_SEGMENT_BYTES);
    Tsdb tsdb = open();
    for (int i = 0; i < 40; i++) {
      clock.advanceMillis(10_000);
      try (Appender appender = tsdb.appender()) {
        for (int s = 0; s < 400; s++) {
          Labels labels = Labels.of("__name__", "m", "s", Integer.toString(s));
          appender.append(0, labels, clock.wallMillis(), SampleValue.bits(Math.sqrt(i * s)));
        }
        appender.commit();
      }
    }
    int segments = tsdb.stats().log().segments();
    Map<Labels, TreeMap<Long, Long>> before = Samples.all(tsdb);
    tsdb.maintain(clock.wallMillis());
    assertThat(tsdb.stats().log().segments()).isLessThan(segments / 2 + 1);
    tsdb.close();
    assertThat(Samples.all(open())).isEqualTo(before);
  }

  @Test
  void seriesThatEnded_leaveMemory_andStayInBlocks() throws Exception {
    Tsdb tsdb = open();
    write(tsdb, B, START, 1);
    fill(tsdb, 30, 10_000);
    tsdb.maintain(clock.wallMillis());
    assertThat(tsdb.stats().headSeries()).isEqualTo(1);
    assertThat(Samples.all(tsdb)).containsKey(B);
    write(tsdb, B, clock.wallMillis(), 2);
    assertThat(Samples.all(tsdb).get(B)).hasSize(2);
  }

  @Test
  void retention_deletesWholeBlocks_countedFromTheNewestSample() throws Exception {
    config = config.withRetentionMillis(3 * RANGE);
    Tsdb tsdb = open();
    fill(tsdb, 60, 10_000);
    // A clock that ran ahead by years must not empty the store.
    tsdb.maintain(clock.wallMillis() + 10L * 365 * 86_400_000);
    long oldest = Samples.all(tsdb).get(A).firstKey();
    assertThat(clock.wallMillis() - oldest).isBetween(3 * RANGE, 4 * RANGE + 10_000);
  }

  @Test
  void damagedFooter_setsTheBlockAside_andTheRestIsUsed() throws Exception {
    Tsdb tsdb = open();
    fill(tsdb, 50, 10_000);
    tsdb.maintain(clock.wallMillis());
    int blocks = tsdb.stats().blocks();
    tsdb.close();
    String victim = block();
    byte[] bytes = disk.content(victim);
    bytes[bytes.length - 10] ^= 1;
    disk.setContent(victim, bytes);
    Tsdb again = open();
    assertThat(again.stats().blocks()).isEqualTo(blocks - 1);
    assertThat(again.stats().damages().getFirst().what()).contains("damaged footer; set aside");
    assertThat(disk.files()).contains(victim + ".corrupt").doesNotContain(victim);
    assertThat(Samples.all(again).get(A)).isNotEmpty();
  }

  @Test
  void everyDamagedByteOfABlock_isFound_andNeverGivesWrongSamples() throws Exception {
    Tsdb tsdb = open();
    fill(tsdb, 25, 10_000);
    Map<Labels, TreeMap<Long, Long>> before = Samples.all(tsdb);
    tsdb.maintain(clock.wallMillis());
    tsdb.close();
    String victim = block();
    byte[] good = disk.content(victim);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      FaultyDisk damaged = disk.afterKill();
      damaged.setContent(victim, bad);
      Tsdb again = Tsdb.open(config, clock, damaged);
      boolean found = again.stats().damageCount() > 0;
      try {
        TreeMap<Long, Long> samples = Samples.all(again).get(A);
        assertThat(before.get(A)).as("byte %d", at).containsAllEntriesOf(samples);
      } catch (StorageException e) {
        assertThat(e).hasMessageContaining(victim);
        found = true;
      }
      assertThat(found).as("byte %d is checked", at).isTrue();
    }
  }

  @Test
  void unfinishedBlock_isRemovedAtTheStart() throws Exception {
    disk.setContent("blocks/0_1.blk.tmp", new byte[10]);
    open();
    assertThat(disk.files()).isEmpty();
  }

  // A full disk.

  @Test
  void everyFailingWrite_leavesNothingVisible_andTheStoreGoesOn() throws Exception {
    for (int write = 0; write < 12; write++) {
      FaultyDisk full = new FaultyDisk();
      Tsdb tsdb = Tsdb.open(config, clock, full);
      full.failWriteAfter(write);
      int committed = 0;
      for (int i = 0; i < 12; i++) {
        try {
          write(tsdb, A, START + i, i);
          committed++;
        } catch (StorageException e) {
          assertThat(e)
              .hasMessageStartingWith("cannot commit: cannot ")
              .hasMessageContaining("wal/0000000")
              .hasMessageContaining("No space left on device");
        }
        TreeMap<Long, Long> visible = Samples.all(tsdb).getOrDefault(A, new TreeMap<>());
        assertThat(visible).hasSize(committed);
      }
      assertThat(committed).isEqualTo(11);
      assertThat(Samples.all(Tsdb.open(config, clock, full.afterKill())))
          .isEqualTo(Samples.all(tsdb));
    }
  }

  @Test
  void store_isReadOnly_whileTheDiskIsNearlyFull_andRecoversByItself() throws Exception {
    Tsdb tsdb = open();
    write(tsdb, A, START, 1);
    disk.setFree(1000);
    clock.advanceMillis(2000);
    tsdb.maintain(clock.wallMillis());
    try (Appender appender = tsdb.appender()) {
      assertThatThrownBy(() -> appender.append(0, A, START + 1, 2))
          .hasMessage(
              "storage is read-only: the disk of data has 1000 bytes left, 16777216 must stay"
                  + " free");
    }
    assertThat(tsdb.stats().readOnlyReason()).contains("1000 bytes left");
    disk.setFree(1L << 30);
    clock.advanceMillis(2000);
    write(tsdb, A, START + 2000, 3);
    assertThat(Samples.all(tsdb).get(A)).hasSize(2);
  }

  @Test
  void failedSync_movesTheRecordsToTheNextSegment_andIsNotRetriedOnTheFile() throws Exception {
    Tsdb tsdb = open();
    write(tsdb, A, START, 1);
    disk.failForceAfter(0, 1);
    tsdb.sync();
    assertThat(tsdb.stats().log().syncFailures()).isEqualTo(1);
    assertThat(tsdb.stats().log().segments()).isEqualTo(2);
    Tsdb after = Tsdb.open(config, clock, disk.afterPowerLoss(new Random(1)));
    assertThat(Samples.all(after)).isEqualTo(Samples.all(tsdb));
  }

  @Test
  void secondFailedSync_makesTheStoreReadOnly_withTheReason() throws Exception {
    Tsdb tsdb = open();
    write(tsdb, A, START, 1);
    disk.failForceAfter(0, 2);
    tsdb.sync();
    try (Appender appender = tsdb.appender()) {
      assertThatThrownBy(() -> appender.append(0, A, START + 1, 2))
          .hasMessageContaining("the log cannot be made durable: syncing wal/00000001.wal failed")
          .hasMessageContaining("check the disk and restart");
    }
    assertThat(Samples.all(tsdb).get(A)).hasSize(1);
  }

  // Folders.

  @Test
  void folderInUse_isRefused_withTheRemedy(@TempDir Path dir) throws Exception {
    try (Tsdb first = Tsdb.open(TsdbConfig.of(dir), clock, (done, total) -> {})) {
      assertThat(first.stats().headSeries()).isZero();
      assertThatThrownBy(() -> Tsdb.open(TsdbConfig.of(dir), clock, (done, total) -> {}))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("data folder " + dir + " is in use by another process")
          .hasMessageContaining("stop that process or choose another folder");
    }
  }

  @Test
  void fileInPlaceOfTheFolder_isRefused_withTheRemedy(@TempDir Path dir) throws Exception {
    Path file = Files.createFile(dir.resolve("data"));
    assertThatThrownBy(() -> Tsdb.open(TsdbConfig.of(file), clock, (done, total) -> {}))
        .isInstanceOf(StorageException.class)
        .hasMessage("data folder " + file + " is a file; name a folder instead");
  }

  private Tsdb open() throws StorageException {
    return Tsdb.open(config, clock, disk);
  }

  private String block() {
    return disk.files().stream().filter(f -> f.endsWith(".blk")).findFirst().orElseThrow();
  }

  private void fill(Tsdb tsdb, int count, long stepMillis) throws Exception {
    for (int i = 0; i < count; i++) {
      write(tsdb, A, clock.wallMillis(), i * 0.5);
      clock.advanceMillis(stepMillis);
    }
  }

  private static void write(Tsdb tsdb, Labels labels, long time, double value) throws Exception {
    try (Appender appender = tsdb.appender()) {
      appender.append(0, labels, time, SampleValue.bits(value));
      appender.commit();
    }
  }
}
