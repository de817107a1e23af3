/**
 * JSON, written as a stream and read as a tree.
 *
 * <p>Start with {@link dev.goldcrest.wire.json.JsonWriter}. The HTTP API and the notifier write
 * with it; small documents that others send are read by {@link dev.goldcrest.wire.json.JsonReader}.
 */
@NullMarked
package dev.goldcrest.wire.json;

import org.jspecify.annotations.NullMarked;
