package dev.goldcrest.tsdb;

/** Hears how far the loading of the log has come, on the thread that opens the store. */
@FunctionalInterface
public interface ReplayProgress {
  /** Called now and then; {@code doneBytes} reaches {@code totalBytes} at the end. */
  void report(long doneBytes, long totalBytes);
}
