package dev.goldcrest.notify;

import java.util.List;

/** What the dispatcher counted, endpoint by endpoint. */
public record NotifyStats(List<Endpoint> endpoints) {
  /** Copies the list. */
  public NotifyStats {
    endpoints = List.copyOf(endpoints);
  }

  /**
   * Counters of one endpoint since it was configured.
   *
   * @param name its address without credentials
   * @param queued alerts that wait
   * @param sent alerts that were delivered
   * @param failedPosts posts that brought no success, retried ones included
   * @param dropped alerts given up: pushed out of a full queue, refused, or too old to matter
   * @param lastError why the latest post failed, empty after a success
   * @param lastSuccessMillis when the latest post succeeded, Unix milliseconds, 0 for never
   */
  public record Endpoint(
      String name,
      int queued,
      int queueCapacity,
      long sent,
      long failedPosts,
      long dropped,
      String lastError,
      long lastSuccessMillis) {}
}
