package dev.goldcrest.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VirtualSchedulerTest {
  private final VirtualScheduler scheduler = new VirtualScheduler(1_000_000);
  private final List<String> ran = new ArrayList<>();

  @Test
  void tasks_runInOrderOfDueTimeThenOfCall_whenTimeAdvances() {
    schedule(20, "late");
    schedule(10, "first of two");
    schedule(10, "second of two");
    scheduler.advance(Duration.ofMillis(20));
    assertThat(ran)
        .containsExactly("first of two at 1000010", "second of two at 1000010", "late at 1000020");
  }

  @Test
  void task_waits_whenItsTimeHasNotCome() {
    schedule(10, "task");
    scheduler.advance(Duration.ofMillis(9));
    assertThat(ran).isEmpty();
    assertThat(scheduler.pending()).isEqualTo(1);
    assertThat(scheduler.clock().wallMillis()).isEqualTo(1_000_009);
    assertThat(scheduler.clock().monotonicNanos()).isEqualTo(9_000_000);
  }

  @Test
  void task_runsWithoutTimePassing_whenItsDelayIsZeroOrLess() {
    schedule(0, "zero");
    schedule(-5, "negative");
    scheduler.runDue();
    assertThat(ran).containsExactly("zero at 1000000", "negative at 1000000");
  }

  @Test
  void repetition_runsEachTime_whenATaskSchedulesItself() {
    repeat();
    scheduler.advance(Duration.ofSeconds(10));
    assertThat(ran).hasSize(11);
    assertThat(scheduler.pending()).isEqualTo(1);
  }

  @Test
  void task_neverRuns_whenCancelled() {
    Scheduler.Cancellable task = schedule(10, "task");
    task.cancel();
    task.cancel();
    scheduler.advance(Duration.ofSeconds(1));
    assertThat(ran).isEmpty();
    assertThat(scheduler.pending()).isZero();
  }

  @Test
  void failure_reachesTheTest_whenATaskThrows() {
    scheduler.schedule(
        Duration.ZERO,
        () -> {
          throw new IllegalStateException("broken");
        });
    assertThatThrownBy(scheduler::runDue).hasMessage("broken");
  }

  @Test
  void delays_keepTheirLength_whenTheTimeOfDayJumps() {
    schedule(10, "task");
    scheduler.jumpToWallMillis(5);
    scheduler.advance(Duration.ofMillis(10));
    assertThat(ran).containsExactly("task at 15");
  }

  private void repeat() {
    ran.add("tick");
    scheduler.schedule(Duration.ofSeconds(1), this::repeat);
  }

  private Scheduler.Cancellable schedule(long millis, String name) {
    return scheduler.schedule(
        Duration.ofMillis(millis), () -> ran.add(name + " at " + scheduler.clock().wallMillis()));
  }
}
