/**
 * The text formats in which metrics are exposed: Prometheus text 0.0.4 and OpenMetrics 1.0.0.
 *
 * <p>Start with {@link dev.goldcrest.wire.exposition.ExpositionParser} to read and {@link
 * dev.goldcrest.wire.exposition.MetricSink} to write. Nothing here knows where a document comes
 * from, where it goes, or which metrics exist.
 */
@NullMarked
package dev.goldcrest.wire.exposition;

import org.jspecify.annotations.NullMarked;
