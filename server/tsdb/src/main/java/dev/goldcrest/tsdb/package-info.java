/**
 * The store: a write-ahead log, the newest hours in memory, older blocks on disk, behind the
 * storage ports.
 *
 * <p>Start with {@link dev.goldcrest.tsdb.Tsdb}; file formats are in {@code docs/formats}. The
 * subpackages are private to this module: {@code codec} (columns of numbers as bits), {@code head}
 * (memory), {@code log}, {@code block} and {@code disk}. Nothing here reads configuration, a system
 * clock or a metrics registry, or knows who writes and who reads.
 */
@NullMarked
package dev.goldcrest.tsdb;

import org.jspecify.annotations.NullMarked;
