/**
 * Time and order: the scheduler that drives every periodic task, and the start and stop order of a
 * process.
 *
 * <p>Start with {@link dev.goldcrest.runtime.lifecycle.Scheduler}. Nothing here knows what it
 * schedules.
 */
@NullMarked
package dev.goldcrest.runtime.lifecycle;

import org.jspecify.annotations.NullMarked;
