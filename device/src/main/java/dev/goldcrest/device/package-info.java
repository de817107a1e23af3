/**
 * What the two sensors share: the page that shows their metrics.
 *
 * <p>The device service is in {@code sensor}, the host's figures are in {@code host}; neither knows
 * the other.
 */
@NullMarked
package dev.goldcrest.device;

import org.jspecify.annotations.NullMarked;
