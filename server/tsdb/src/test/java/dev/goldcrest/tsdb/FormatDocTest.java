package dev.goldcrest.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.testkit.ManualClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The hex dumps in the format documents are what the store writes, and it reads them. */
class FormatDocTest {
  private static final long START = 1_700_000_040_000L;
  private static final Labels A = Labels.of("__name__", "up", "job", "a");
  private static final Labels B = Labels.of("__name__", "up", "job", "b");

  private final TsdbConfig config =
      TsdbConfig.of(Path.of("unused")).withBlockRangeMillis(60_000).withRetentionMillis(0);
  private final ManualClock clock = new ManualClock(START + 200_000);

  @Test
  void logInTheDocument_isWhatIsWritten_andCanBeRead() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Tsdb tsdb = Tsdb.open(config, clock, disk);
    write(tsdb, START, 0);
    tsdb.close();
    assertDocument("wal.md", "wal/00000001.wal", disk.content("wal/00000001.wal"));
  }

  @Test
  void blockInTheDocument_isWhatIsWritten_andCanBeRead() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Tsdb tsdb = Tsdb.open(config, clock, disk);
    for (int i = 0; i < 4; i++) {
      write(tsdb, START + 15_000 * i, i);
    }
    try (Appender appender = tsdb.appender()) {
      appender.append(0, Labels.of("__name__", "later"), START + 100_000, 1);
      appender.commit();
    }
    tsdb.maintain(clock.wallMillis());
    tsdb.close();
    String name = "blocks/" + START + "_" + (START + 60_000) + ".blk";
    assertDocument("block.md", name, disk.content(name));
  }

  private void assertDocument(String document, String name, byte[] written) throws Exception {
    Path root = Path.of(System.getProperty("goldcrest.root", "../.."));
    String text = Files.readString(root.resolve("docs/formats").resolve(document));
    String dump = text.substring(text.indexOf("```hex\n") + 7);
    StringBuilder hex = new StringBuilder();
    for (String line : dump.substring(0, dump.indexOf("```")).split("\n")) {
      // What stands behind the bytes explains them.
      hex.append(line.split("  ")[0].replace(" ", ""));
    }
    assertThat(hex).hasToString(HexFormat.of().formatHex(written));
    FaultyDisk disk = new FaultyDisk();
    disk.setContent(name, HexFormat.of().parseHex(hex));
    Tsdb tsdb = Tsdb.open(config, clock, disk);
    Map<Labels, TreeMap<Long, Long>> found = Samples.all(tsdb);
    assertThat(found).containsOnlyKeys(A, B);
    assertThat(found.get(A)).containsEntry(START, SampleValue.bits(1));
    assertThat(found.get(B)).containsEntry(START, SampleValue.bits(0.25));
    assertThat(tsdb.stats().damageCount()).isZero();
  }

  private static void write(Tsdb tsdb, long time, double value) throws Exception {
    try (Appender appender = tsdb.appender()) {
      appender.append(0, A, time, SampleValue.bits(1));
      appender.append(0, B, time, SampleValue.bits(value + 0.25));
      appender.commit();
    }
  }
}
