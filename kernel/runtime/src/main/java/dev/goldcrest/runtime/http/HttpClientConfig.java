package dev.goldcrest.runtime.http;

import java.time.Duration;

/**
 * What the client keeps and allows.
 *
 * @param maxConnections open at one time to all hosts
 * @param maxIdlePerHost connections kept open for reuse, for each host and port
 * @param idle how long they are kept
 * @param maxHeaderBytes of one answer
 * @param maxBufferedBytes of all answers being received, decompressed
 * @param userAgent sent with requests that bring none
 */
public record HttpClientConfig(
    int maxConnections,
    int maxIdlePerHost,
    Duration idle,
    int maxHeaderBytes,
    long maxBufferedBytes,
    String userAgent) {
  /** Returns the limits for a small box; a process with a larger heap may allow more bytes. */
  public static HttpClientConfig defaults() {
    return new HttpClientConfig(512, 2, Duration.ofMinutes(2), 64 << 10, 64L << 20, "Goldcrest");
  }
}
