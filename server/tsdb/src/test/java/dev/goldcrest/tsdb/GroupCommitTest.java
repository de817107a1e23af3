package dev.goldcrest.tsdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.testkit.ManualClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class GroupCommitTest {
  private static final long START = 1_700_000_000_000L;
  private static final int WAITING = 5;

  private final TsdbConfig config =
      TsdbConfig.of(Path.of("unused")).withWal(0, TsdbConfig.MIN_SEGMENT_BYTES);

  @Test
  @Timeout(20)
  void commitsThatWaitForASync_areMadeDurableByOneMore() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Tsdb tsdb = Tsdb.open(config, new ManualClock(START), disk);
    CountDownLatch inForce = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    disk.onForce(() -> {
      inForce.countDown();
      await(goOn);
    });
    FutureTask<Void> first = commitInThread(tsdb, "first", new ArrayList<>());
    await(inForce);
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<Void>> others = new ArrayList<>();
    for (int i = 0; i < WAITING; i++) {
      others.add(commitInThread(tsdb, "other" + i, threads));
    }
    for (Thread thread : threads) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    goOn.countDown();
    first.get();
    for (FutureTask<Void> other : others) {
      other.get();
    }
    assertThat(tsdb.stats().log().syncs()).isEqualTo(2);
    assertThat(Samples.all(Tsdb.open(config, new ManualClock(START), disk.afterKill())))
        .hasSize(1 + WAITING);
  }

  @Test
  void commit_isDurableWhenItReturns_withoutASyncInterval() throws Exception {
    FaultyDisk disk = new FaultyDisk();
    Tsdb tsdb = Tsdb.open(config, new ManualClock(START), disk);
    commit(tsdb, "m");
    FaultyDisk after = disk.afterPowerLoss(new Random(3));
    assertThat(Samples.all(Tsdb.open(config, new ManualClock(START), after))).hasSize(1);
  }

  private static FutureTask<Void> commitInThread(Tsdb tsdb, String name, List<Thread> threads) {
    Callable<Void> work =
        () -> {
          commit(tsdb, name);
          return null;
        };
    FutureTask<Void> task = new FutureTask<>(work);
    Thread thread = new Thread(task, name);
    threads.add(thread);
    thread.start();
    return task;
  }

  private static void commit(Tsdb tsdb, String name) throws Exception {
    try (Appender appender = tsdb.appender()) {
      appender.append(0, Labels.of("__name__", name), START, 1);
      appender.commit();
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
