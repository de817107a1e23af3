package dev.goldcrest.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Shows that the other tests would notice. */
class LeakDetectionTest {
  @AfterEach
  void forget() {
    LeakDetection.LEAKS.clear();
  }

  @Test
  void leak_isReported_whenABufferIsDropped() {
    drop();
    ServerFixture.await(
        "the leak is reported",
        () -> {
          LeakDetection.collect();
          return !LeakDetection.LEAKS.isEmpty();
        });
    assertThat(LeakDetection.LEAKS.getFirst()).contains("LeakDetectionTest");
  }

  private static void drop() {
    HeapAllocator.INSTANCE.heapBuffer(10).writeByte(1);
  }
}
