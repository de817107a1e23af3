package dev.goldcrest.runtime.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ProcessLifeTest {
  private final ProcessLife life = new ProcessLife(new SystemClock(), Duration.ofMillis(300));
  private final List<String> closed = new CopyOnWriteArrayList<>();

  @Test
  void parts_closeInReverseOrderAndOnce_whenClosedTwice() {
    life.opened("store", () -> closed.add("store"));
    life.opened("server", () -> closed.add("server"));
    life.close();
    life.close();
    assertThat(closed).containsExactly("server", "store");
    assertThat(life.status()).isZero();
  }

  @Test
  void otherParts_stillClose_whenOneFails() {
    life.opened("store", () -> closed.add("store"));
    life.opened(
        "server",
        () -> {
          throw new IOException("thrown on purpose by a test");
        });
    life.close();
    assertThat(closed).containsExactly("store");
    assertThat(life.status()).isEqualTo(ProcessLife.STATUS_UNCLEAN);
  }

  @Test
  void closing_givesUpAtTheDeadline_whenAPartHangs() {
    CountDownLatch never = new CountDownLatch(1);
    life.opened("store", () -> closed.add("store"));
    life.opened("server", never::await);
    life.close();
    assertThat(closed).as("nothing is closed under a part that hangs").isEmpty();
    assertThat(life.status()).isEqualTo(ProcessLife.STATUS_UNCLEAN);
    never.countDown();
  }

  @Test
  void firstReason_decidesTheStatus_whenEndedTwice() throws InterruptedException {
    life.end("a test asked for it", 3);
    life.end("another reason", 0);
    life.awaitEnd();
    assertThat(life.status()).isEqualTo(3);
  }
}
