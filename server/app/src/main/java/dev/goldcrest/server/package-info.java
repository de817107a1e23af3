/**
 * The server: collect, store, query, act and show in one process, put together from the engines.
 *
 * <p>Start with {@link dev.goldcrest.server.GoldcrestServer}, which opens everything in flow order
 * and closes it in reverse. The engines know nothing of each other; what connects them stands here.
 */
@NullMarked
package dev.goldcrest.server;

import org.jspecify.annotations.NullMarked;
