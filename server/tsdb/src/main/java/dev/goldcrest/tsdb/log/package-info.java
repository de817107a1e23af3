/**
 * The write-ahead log: what has been committed and is not in a block yet.
 *
 * <p>Start with {@link dev.goldcrest.tsdb.log.LogWriter}; {@code docs/formats/wal.md} is the
 * format. {@link dev.goldcrest.tsdb.log.LogReplay} fills the head at the start. Nothing here knows
 * blocks or queries.
 */
@NullMarked
package dev.goldcrest.tsdb.log;

import org.jspecify.annotations.NullMarked;
