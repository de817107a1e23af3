/**
 * Every format that crosses a process boundary: parsing and writing, nothing else.
 *
 * <p>Each subpackage is one format. This package holds what they share: {@link
 * dev.goldcrest.wire.ByteBuilder} to write with, {@link dev.goldcrest.wire.Utf8} to check text,
 * {@link dev.goldcrest.wire.UtcTime} for time stamps. Nothing here opens a file or a socket, reads
 * a clock or knows who asks.
 */
@NullMarked
package dev.goldcrest.wire;

import org.jspecify.annotations.NullMarked;
