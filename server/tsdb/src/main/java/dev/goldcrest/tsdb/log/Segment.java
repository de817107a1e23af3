package dev.goldcrest.tsdb.log;

/** One file of the log. Guarded by the log. */
public final class Segment {
  final long number;
  long bytes;
  // The newest timestamp of its samples; the segment can go once blocks hold all before it.
  long maxMillis = Long.MIN_VALUE;

  Segment(long number) {
    this.number = number;
  }

  String fileName() {
    return LogFormat.fileName(number);
  }
}
