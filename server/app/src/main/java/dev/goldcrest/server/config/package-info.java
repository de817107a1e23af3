/**
 * {@code prometheus.yml}, read into the settings of the engines.
 *
 * <p>Start with {@link dev.goldcrest.server.config.ServerConfig}. Keys that Prometheus knows and
 * this server does not yet act on are warnings with their place; keys that nobody knows are errors.
 * Nothing here opens a connection.
 */
@NullMarked
package dev.goldcrest.server.config;

import org.jspecify.annotations.NullMarked;
