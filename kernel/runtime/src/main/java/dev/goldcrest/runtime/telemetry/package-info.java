/**
 * What a Goldcrest process says about itself: metrics and log lines.
 *
 * <p>Start with {@link dev.goldcrest.runtime.telemetry.MetricRegistry}. Engines do not come here:
 * they return records of numbers, and the application writes those through a {@link
 * dev.goldcrest.runtime.telemetry.Collector}. Nothing here knows how a document travels.
 */
@NullMarked
package dev.goldcrest.runtime.telemetry;

import org.jspecify.annotations.NullMarked;
