/**
 * Collect: turns scrape jobs into targets, fetches every target on its own steady beat and writes
 * what it answers to the store.
 *
 * <p>Start with {@link dev.goldcrest.scrape.ScrapeJob}, which says what to collect, then {@link
 * dev.goldcrest.scrape.ScrapeEngine}, which does it. The package reads no configuration file, no
 * environment and no system clock; it knows the store only by {@link
 * dev.goldcrest.storage.AppendableStore} and never sees YAML: discovery files come through {@link
 * dev.goldcrest.scrape.TargetFileReader}.
 */
@NullMarked
package dev.goldcrest.scrape;

import org.jspecify.annotations.NullMarked;
