/**
 * The newest hours in memory: series, their labels, and their samples as compressed chunks.
 *
 * <p>Start with {@link dev.goldcrest.tsdb.head.Head}, whose overview says how memory is laid out
 * and who may touch it. Nothing here reads or writes files.
 */
@NullMarked
package dev.goldcrest.tsdb.head;

import org.jspecify.annotations.NullMarked;
