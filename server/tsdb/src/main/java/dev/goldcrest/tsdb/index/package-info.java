/**
 * Which series satisfy a selector, the same way for memory and for blocks.
 *
 * <p>Start with {@link dev.goldcrest.tsdb.index.Selection}. It knows label indexes by interface
 * only.
 */
@NullMarked
package dev.goldcrest.tsdb.index;

import org.jspecify.annotations.NullMarked;
