package dev.goldcrest.model;

/**
 * The time of day and a monotonic time, injected so that tests run in virtual time. Safe for use by
 * several threads.
 */
public interface Clock {
  /** Returns milliseconds since the Unix epoch; may jump in either direction. */
  long wallMillis();

  /** Returns nanoseconds since an arbitrary origin; never goes back. */
  long monotonicNanos();
}
