/**
 * Files through the operating system.
 *
 * <p>Start with {@link dev.goldcrest.tsdb.disk.FileDisk}. It knows paths and channels, and nothing
 * of what is in the files.
 */
@NullMarked
package dev.goldcrest.tsdb.disk;

import org.jspecify.annotations.NullMarked;
