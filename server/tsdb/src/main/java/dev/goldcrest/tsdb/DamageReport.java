package dev.goldcrest.tsdb;

/** Receives what was found damaged. */
@FunctionalInterface
public interface DamageReport {
  /** Reports the bytes from {@code from}, inclusive, to {@code to}, exclusive. */
  void damaged(String file, long from, long to, String what);
}
