package dev.goldcrest.tsdb.head;

/** Unix milliseconds from {@code minMillis} to {@code maxMillis}, both inclusive. */
public record TimeRange(long minMillis, long maxMillis) {}
