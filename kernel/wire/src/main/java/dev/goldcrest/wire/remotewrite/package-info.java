/**
 * Prometheus remote write 1.0: protobuf messages in snappy's block format.
 *
 * <p>Start with {@link dev.goldcrest.wire.remotewrite.WriteRequestReader} for what others send and
 * {@link dev.goldcrest.wire.remotewrite.WriteRequestWriter} for what we send; the bytes of a
 * request's body go through {@link dev.goldcrest.wire.remotewrite.SnappyDecoder} first or {@link
 * dev.goldcrest.wire.remotewrite.SnappyEncoder} last. Nothing here knows HTTP or a store.
 */
@NullMarked
package dev.goldcrest.wire.remotewrite;

import org.jspecify.annotations.NullMarked;
