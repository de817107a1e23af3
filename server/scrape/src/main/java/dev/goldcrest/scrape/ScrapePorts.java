package dev.goldcrest.scrape;

import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.lifecycle.Scheduler;
import dev.goldcrest.storage.AppendableStore;
import java.util.concurrent.Executor;

/**
 * What the engine works with; all are the caller's to close, after the engine.
 *
 * @param scheduler keeps the beat
 * @param store where samples go
 * @param worker parses and appends, reads discovery files; may have one thread or several
 * @param fileReader reads discovery files
 */
public record ScrapePorts(
    Scheduler scheduler,
    HttpFetcher fetcher,
    AppendableStore store,
    Executor worker,
    TargetFileReader fileReader) {}
