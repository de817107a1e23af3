package dev.goldcrest.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.lifecycle.VirtualScheduler;
import dev.goldcrest.testkit.InMemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Several workers store answers at once while targets come and go. */
final class ScrapeConcurrencyTest {
  private static final int TARGETS = 60;
  private static final int ROUNDS = 30;

  @Test
  void everySeries_isWrittenInOrderAndInFull_byFourWorkers() throws Exception {
    VirtualScheduler scheduler = new VirtualScheduler(ScrapeFixture.START);
    InMemoryStore store = new InMemoryStore();
    FakeTargets targets = new FakeTargets();
    List<String> addresses = new ArrayList<>();
    for (int i = 0; i < TARGETS; i++) {
      addresses.add("h:" + i);
      targets.answer("http://h:" + i + "/metrics", "a 1\nb{x=\"" + i + "\"} 2\n");
    }
    Semaphore finished = new Semaphore(0);
    ExecutorService workers = Executors.newFixedThreadPool(4);
    ScrapeEngine engine =
        new ScrapeEngine(
            new ScrapePorts(
                scheduler,
                targets,
                store,
                work ->
                    workers.execute(() -> {
                      work.run();
                      finished.release();
                    }),
                file -> List.of()),
            new ScrapeSettings("1", 0, "", new ScrapeLimits(100, 10, 8, 1 << 20, 10)));
    ScrapeJob job = ScrapeFixture.job().groups(new TargetGroup(addresses, Labels.empty())).build();
    engine.apply(List.of(job));
    CountDownLatch reading = new CountDownLatch(1);
    Thread reader = Thread.ofPlatform().start(() -> readUntil(reading, engine));
    int done = 0;
    for (int round = 0; round < ROUNDS; round++) {
      // Small steps, so that no target is due again before its workers are done.
      for (int step = 0; step < 10; step++) {
        scheduler.advance(Duration.ofSeconds(1));
        // A scrape that waited for a slot is asked before the one it waited for is counted here.
        while (done < targets.requests.size()) {
          assertThat(finished.tryAcquire(10, TimeUnit.SECONDS)).isTrue();
          done++;
        }
      }
      engine.apply(List.of(job));
    }
    reading.countDown();
    reader.join();
    engine.close();
    workers.shutdown();
    assertThat(engine.stats().scrapes()).isEqualTo(TARGETS * ROUNDS);
    assertThat(engine.stats().outOfOrder()).isZero();
    assertThat(engine.stats().skippedTicks()).isZero();
    assertThat(store.series()).hasSize(TARGETS * 7);
    for (Labels series : store.series()) {
      assertThat(store.history(series)).hasSize(ROUNDS);
    }
  }

  private static void readUntil(CountDownLatch end, ScrapeEngine engine) {
    while (end.getCount() > 0) {
      engine.targets();
      engine.metadata();
      engine.stats();
    }
  }
}
