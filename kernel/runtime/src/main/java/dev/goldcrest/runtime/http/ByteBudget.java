package dev.goldcrest.runtime.http;

import java.util.concurrent.atomic.AtomicLong;

/** A number of bytes that many bodies share. Safe for use by several threads. */
final class ByteBudget {
  private final long limitBytes;
  private final AtomicLong usedBytes = new AtomicLong();

  ByteBudget(long limitBytes) {
    this.limitBytes = limitBytes;
  }

  /** Takes the bytes if that many are left. */
  boolean take(long bytes) {
    if (usedBytes.addAndGet(bytes) <= limitBytes) {
      return true;
    }
    usedBytes.addAndGet(-bytes);
    return false;
  }

  void give(long bytes) {
    usedBytes.addAndGet(-bytes);
  }

  long limitBytes() {
    return limitBytes;
  }

  long usedBytes() {
    return usedBytes.get();
  }
}
