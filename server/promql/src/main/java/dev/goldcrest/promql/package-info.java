/**
 * The query engine: PromQL over the storage ports.
 *
 * <p>Start with {@link dev.goldcrest.promql.PromqlEngine}; {@code parser} turns text into a tree,
 * {@code eval} turns a tree into operators and runs them. Knows the ports in the model and nothing
 * else: no storage engine, no configuration, no HTTP.
 */
@NullMarked
package dev.goldcrest.promql;

import org.jspecify.annotations.NullMarked;
