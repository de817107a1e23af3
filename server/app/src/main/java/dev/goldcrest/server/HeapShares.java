package dev.goldcrest.server;

/**
 * What parts of the heap the bytes that come over the network may take, so that no client and no
 * target can end the process.
 *
 * <p>Series and queries have their shares in {@link ServerSettings}. At the ends of the ranges, a
 * heap of 16 MB still takes an ordinary request, and a large one waits for no more than it did.
 */
public final class HeapShares {
  private static final int REQUESTS = 8;
  private static final int WRITE = 16;
  private static final int ANSWERS = 4;
  private static final long LEAST_BYTES = 1 << 20;
  private static final long MOST_REQUEST_BYTES = 32 << 20;
  private static final long MOST_ANSWER_BYTES = 64 << 20;

  private HeapShares() {}

  /** Returns how many bytes the bodies of all requests together may take. */
  static long requestBytes(long heapBytes) {
    return Math.clamp(heapBytes / REQUESTS, LEAST_BYTES, MOST_REQUEST_BYTES);
  }

  /**
   * Returns how many bytes one remote write may have, compressed and decompressed. Several are
   * taken at once, each with the transaction that it becomes.
   */
  static int remoteWriteBytes(long heapBytes) {
    return (int) Math.clamp(heapBytes / WRITE, LEAST_BYTES, MOST_REQUEST_BYTES);
  }

  /** Returns how many bytes the answers to our own requests, scrapes above all, may take. */
  public static long answerBytes(long heapBytes) {
    return Math.clamp(heapBytes / ANSWERS, LEAST_BYTES, MOST_ANSWER_BYTES);
  }
}
