package dev.goldcrest.query;

import java.util.function.BooleanSupplier;

/**
 * What one evaluation may use.
 *
 * @param timeoutMillis how long it may run
 * @param maxSamples how many samples it may hold in memory at once
 * @param lookbackMillis how far back an instant selector looks; 0 means the engine's default
 * @param cancelled asked now and then; {@code true} ends the evaluation with {@link
 *     QueryException.Kind#CANCELED}
 */
public record QueryLimits(
    long timeoutMillis, long maxSamples, long lookbackMillis, BooleanSupplier cancelled) {}
