/**
 * Columns of numbers as bits: what chunks in memory and in blocks are made of.
 *
 * <p>Start with {@link dev.goldcrest.tsdb.codec.ColumnWriter}. Everything works on byte arrays and
 * is lossless for all 64 bits of a value; nothing here knows series, files or locks.
 */
@NullMarked
package dev.goldcrest.tsdb.codec;

import org.jspecify.annotations.NullMarked;
