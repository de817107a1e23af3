/**
 * Blocks: immutable files that hold every sample of a range of time, with their own index.
 *
 * <p>Start with {@link dev.goldcrest.tsdb.block.Block}; {@code docs/formats/block.md} is the
 * format. Nothing here knows the log or the head.
 */
@NullMarked
package dev.goldcrest.tsdb.block;

import org.jspecify.annotations.NullMarked;
