package dev.goldcrest.runtime.http;

import java.util.List;

/**
 * What a server has done so far; a copy that does not change.
 *
 * @param inFlightRequests being handled or answered
 * @param bufferedBodyBytes held for requests being received or handled
 * @param bufferedResponseBytes taken from handlers of streams and not yet taken by the sockets
 * @param routes one entry for each route, method and status seen
 */
public record HttpServerStats(
    int openConnections,
    long acceptedConnections,
    long rejectedConnections,
    int inFlightRequests,
    long bufferedBodyBytes,
    long bufferedResponseBytes,
    List<Requests> routes) {
  /**
   * Requests of one route, method and status.
   *
   * @param bucketCounts requests within each of {@link HttpServerStats#bucketNanos} and above, not
   *     cumulative
   */
  @SuppressWarnings("ArrayRecordComponent") // A copy made for the snapshot.
  public record Requests(
      String routePattern,
      String method,
      int status,
      long count,
      long sumNanos,
      long responseBytes,
      long[] bucketCounts) {}

  /** Returns the upper bounds of the duration buckets, ascending; a last one has no bound. */
  public static long[] bucketNanos() {
    return RequestTally.BUCKET_NANOS.clone();
  }
}
