package dev.goldcrest.tsdb;

import dev.goldcrest.testkit.ManualClock;
import dev.goldcrest.testkit.StoreContract;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

class TsdbContractTest extends StoreContract<Tsdb> {
  @TempDir Path dir;
  private Tsdb tsdb;

  @Override
  protected Tsdb openEmptyStore() throws Exception {
    ManualClock clock = new ManualClock(START_MILLIS + 3_600_000);
    tsdb = Tsdb.open(TsdbConfig.of(dir), clock, (done, total) -> {});
    return tsdb;
  }

  @AfterEach
  void close() throws Exception {
    tsdb.close();
  }
}
