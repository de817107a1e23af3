/**
 * The storage ports: how samples go into a store and come out of one.
 *
 * <p>Writers use {@link dev.goldcrest.storage.AppendableStore}, readers {@link
 * dev.goldcrest.storage.Queryable}. Scraping, rules, remote write and PromQL know only these ports;
 * the engine behind them may change without their notice.
 */
@NullMarked
package dev.goldcrest.storage;

import org.jspecify.annotations.NullMarked;
