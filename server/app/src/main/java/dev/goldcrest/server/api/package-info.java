/**
 * Prometheus's HTTP API, version 1: paths, parameters, JSON and error types.
 *
 * <p>Start with {@link dev.goldcrest.server.api.ApiRoutes}. Each class answers one group of paths
 * from the ports and snapshots that it is given; none knows how the server was put together.
 */
@NullMarked
package dev.goldcrest.server.api;

import org.jspecify.annotations.NullMarked;
