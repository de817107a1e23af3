package dev.goldcrest.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.testkit.ManualClock;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A small log is damaged at every byte: it must open, report the loss, and never lie. */
class LogDamageTest {
  private static final long START = 1_700_000_000_000L;
  private static final String LOG = "wal/00000001.wal";

  private final TsdbConfig config = TsdbConfig.of(Path.of("unused"));
  private final ManualClock clock = new ManualClock(START);
  private final FaultyDisk disk = new FaultyDisk();
  private Map<Labels, TreeMap<Long, Long>> whole;

  @BeforeEach
  void writeLog() throws Exception {
    Tsdb tsdb = Tsdb.open(config, clock, disk);
    for (int round = 0; round < 5; round++) {
      try (Appender appender = tsdb.appender()) {
        for (int i = 0; i <= round; i++) {
          Labels labels = Labels.of("__name__", "m", "i", Integer.toString(i));
          appender.append(0, labels, START + round * 1000L, SampleValue.bits(round + i / 4.0));
        }
        appender.commit();
      }
    }
    tsdb.close();
    whole = Samples.all(Tsdb.open(config, clock, disk.afterKill()));
    assertThat(whole).hasSize(5);
  }

  @Test
  void flippedBit_losesItsRecordAlone_andIsReported_whereverItIs() throws Exception {
    byte[] good = disk.content(LOG);
    for (int at = 0; at < good.length; at++) {
      byte[] bad = good.clone();
      bad[at] ^= (byte) (1 << at % 8);
      Tsdb tsdb = openWith(bad);
      assertHonest(tsdb, "flip at " + at);
      assertThat(tsdb.stats().damageCount()).as("flip at %d", at).isPositive();
      TsdbStats.Damage damage = tsdb.stats().damages().getFirst();
      assertThat(damage.fromByte()).as("flip at %d", at).isLessThanOrEqualTo(at);
      assertThat(damage.toByte()).as("flip at %d", at).isGreaterThan(at);
    }
  }

  @Test
  void zeroedRange_losesItsRecordsAlone_whereverItIs() throws Exception {
    byte[] good = disk.content(LOG);
    for (int at = 0; at < good.length - 20; at += 3) {
      byte[] bad = good.clone();
      Arrays.fill(bad, at, at + 20, (byte) 0);
      Tsdb tsdb = openWith(bad);
      assertHonest(tsdb, "zeros at " + at);
      assertThat(tsdb.stats().damageCount()).isPositive();
    }
  }

  @Test
  void cutOffLog_keepsEverythingBefore_whereverItEnds() throws Exception {
    byte[] good = disk.content(LOG);
    // The sample that proves that the store goes on is counted too.
    long before = 0;
    for (int size = 0; size <= good.length; size++) {
      Tsdb tsdb = openWith(Arrays.copyOf(good, size));
      assertHonest(tsdb, "cut at " + size);
      long samples = tsdb.stats().headSamples();
      assertThat(samples).as("cut at %d", size).isGreaterThanOrEqualTo(before);
      before = samples;
    }
    assertThat(before).isEqualTo(16);
  }

  @Test
  void recordInTheWrongPlace_isNoRecord() throws Exception {
    byte[] good = disk.content(LOG);
    int header = 28;
    byte[] shifted = new byte[good.length + 1];
    System.arraycopy(good, 0, shifted, 0, header);
    System.arraycopy(good, header, shifted, header + 1, good.length - header);
    assertThat(openWith(shifted).stats().headSamples()).isZero();
  }

  @Test
  void otherwiseUndamagedSegments_areKept_whenOneIsMissing() throws Exception {
    FaultyDisk later = disk.afterKill();
    Tsdb second = Tsdb.open(config, clock, later);
    clock.advanceMillis(10_000);
    try (Appender appender = second.appender()) {
      appender.append(0, Labels.of("__name__", "m", "i", "0"), START + 10_000, 7);
      appender.commit();
    }
    second.close();
    later.delete(LOG);
    Map<Labels, TreeMap<Long, Long>> left = Samples.all(Tsdb.open(config, clock, later));
    assertThat(left).hasToString("{{__name__=\"m\", i=\"0\"}={" + (START + 10_000) + "=7}}");
  }

  private Tsdb openWith(byte[] log) throws StorageException {
    FaultyDisk damaged = new FaultyDisk();
    damaged.setContent(LOG, log);
    return Tsdb.open(config, clock, damaged);
  }

  // Whatever is found is what was written; and the store goes on.
  private void assertHonest(Tsdb tsdb, String what) throws Exception {
    Samples.all(tsdb)
        .forEach((labels, samples) -> {
          assertThat(whole).as(what).containsKey(labels);
          assertThat(whole.get(labels)).as(what).containsAllEntriesOf(samples);
        });
    try (Appender appender = tsdb.appender()) {
      appender.append(0, Labels.of("__name__", "next"), START + 5000, 1);
      appender.commit();
    }
    assertThat(Samples.all(tsdb)).containsKey(Labels.of("__name__", "next"));
  }
}
