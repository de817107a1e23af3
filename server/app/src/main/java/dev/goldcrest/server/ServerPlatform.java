package dev.goldcrest.server;

import dev.goldcrest.runtime.http.HttpEventLoops;
import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.lifecycle.Scheduler;
import dev.goldcrest.runtime.telemetry.MetricRegistry;

/**
 * What a server shares with whatever else runs in its process; all of it outlives the server.
 *
 * @param registry gets the server's metrics, and is what {@code /metrics} shows
 * @param version our version
 * @param listenFlag the flag that sets where the server listens, named when that cannot be
 * @param startMillis when the process started, Unix milliseconds
 */
public record ServerPlatform(
    Scheduler scheduler,
    HttpEventLoops loops,
    HttpFetcher fetcher,
    MetricRegistry registry,
    String version,
    String listenFlag,
    long startMillis) {}
