package dev.goldcrest.device.sensor;

/**
 * What the device measured at one moment.
 *
 * @param timestampMillis Unix milliseconds
 * @param temperature degrees Celsius, to a hundredth
 * @param humidity relative, in per cent, to a tenth
 */
record Reading(long timestampMillis, double temperature, double humidity) {}
