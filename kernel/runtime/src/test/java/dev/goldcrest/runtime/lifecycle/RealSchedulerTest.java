package dev.goldcrest.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RealSchedulerTest {
  private final RealScheduler scheduler = new RealScheduler(new SystemClock());
  private final List<String> ran = new CopyOnWriteArrayList<>();
  private final CountDownLatch done = new CountDownLatch(1);

  @AfterEach
  void close() {
    scheduler.close();
  }

  @Test
  void tasks_runInOrderOfDueTime_whenScheduledInAnother() throws InterruptedException {
    scheduler.schedule(Duration.ofMillis(60), done::countDown);
    scheduler.schedule(Duration.ofMillis(30), () -> ran.add("second"));
    scheduler.schedule(Duration.ofMillis(-1), () -> ran.add("first"));
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).containsExactly("first", "second");
  }

  @Test
  void task_startsNoEarlierThanItsDelay_whenTheSchedulerIsIdle() throws InterruptedException {
    long begin = scheduler.clock().monotonicNanos();
    scheduler.schedule(Duration.ofMillis(50), done::countDown);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(scheduler.clock().monotonicNanos() - begin).isGreaterThanOrEqualTo(50_000_000);
  }

  @Test
  void scheduler_goesOn_whenATaskThrows() throws InterruptedException {
    scheduler.schedule(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("thrown on purpose by a test");
        });
    scheduler.schedule(Duration.ofMillis(1), done::countDown);
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void task_neverRuns_whenCancelledInTime() throws InterruptedException {
    Scheduler.Cancellable task = scheduler.schedule(Duration.ofMillis(20), () -> ran.add("task"));
    scheduler.schedule(Duration.ofMillis(40), done::countDown);
    task.cancel();
    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(ran).isEmpty();
  }

  @Test
  void task_isDropped_whenTheSchedulerIsClosed() {
    scheduler.schedule(Duration.ofMillis(1), () -> ran.add("before"));
    scheduler.close();
    ran.clear();
    scheduler.schedule(Duration.ZERO, () -> ran.add("after"));
    assertThat(ran).isEmpty();
  }
}
