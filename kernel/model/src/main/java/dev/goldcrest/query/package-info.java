/**
 * The query port: how rules and the HTTP API ask for evaluated expressions, and the values that
 * come back.
 *
 * <p>Start with {@link dev.goldcrest.query.QueryEngine}. The language itself lives in the PromQL
 * module.
 */
@NullMarked
package dev.goldcrest.query;

import org.jspecify.annotations.NullMarked;
