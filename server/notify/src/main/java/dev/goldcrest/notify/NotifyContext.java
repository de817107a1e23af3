package dev.goldcrest.notify;

import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.lifecycle.Scheduler;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** What all senders share. */
record NotifyContext(
    HttpFetcher http,
    Scheduler scheduler,
    Executor executor,
    RandomGenerator random,
    NotifySettings settings) {
  long now() {
    return scheduler.clock().wallMillis();
  }
}
