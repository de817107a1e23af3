package dev.goldcrest.runtime.http;

/** Told about each request that a server has answered. Called on the event loop: must be quick. */
@FunctionalInterface
public interface HttpObserver {
  /**
   * Takes one answered request.
   *
   * @param routePattern as the route was added, or {@link HttpServer#NO_ROUTE}
   * @param method as received, or {@link HttpServer#NO_METHOD} when it is not a known one
   * @param status as sent, or {@link HttpServer#STATUS_CLIENT_GONE}
   * @param nanos from the first byte of the request to the last of the answer
   * @param responseBytes body bytes sent, as they went over the wire
   */
  void onRequest(String routePattern, String method, int status, long nanos, long responseBytes);
}
