/**
 * The device service: simulated readings on their own schedule, one JSON route, and its own
 * metrics; with faults that can be switched on.
 *
 * <p>Start with {@link dev.goldcrest.device.sensor.SensorService}. Nothing here opens a port or
 * knows which server serves its routes.
 */
@NullMarked
package dev.goldcrest.device.sensor;

import org.jspecify.annotations.NullMarked;
