package dev.goldcrest.runtime.telemetry;

import dev.goldcrest.wire.exposition.MetricSink;

/**
 * Writes metrics that are read when somebody asks, not counted as they happen: host statistics,
 * engine statistics, the size of a queue. Called by one thread at a time, on every exposition, so
 * it must be quick and must not block.
 */
@FunctionalInterface
public interface Collector {
  /** Writes the present values into {@code sink}. */
  void collect(MetricSink sink);
}
