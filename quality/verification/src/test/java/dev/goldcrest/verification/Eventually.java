package dev.goldcrest.verification;

import java.time.Duration;
import java.util.function.Supplier;

/** Polls until something holds, with a deadline. */
final class Eventually {
  private static final long PAUSE_MILLIS = 50;

  private Eventually() {}

  /** A condition that may fail with an exception, which counts as not yet. */
  @FunctionalInterface
  interface Condition {
    boolean holds() throws Exception;
  }

  static void holds(String what, Duration atMost, Condition condition, Supplier<String> otherwise)
      throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    Exception last = null;
    while (System.nanoTime() < deadline) {
      try {
        if (condition.holds()) {
          return;
        }
        last = null;
      } catch (InterruptedException e) {
        throw e;
      } catch (Exception e) {
        last = e;
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    AssertionError error =
        new AssertionError("not within " + atMost + ": " + what + "\n" + otherwise.get());
    if (last != null) {
      error.initCause(last);
    }
    throw error;
  }
}
