package dev.goldcrest.runtime.http;

/** Answers requests of one route. Called by several threads at once. */
@FunctionalInterface
public interface HttpHandler {
  /**
   * Answers one request. An {@link HttpProblem} thrown here becomes its status and text; anything
   * else is logged and answered with 500.
   */
  HttpResponse handle(HttpRequest request) throws Exception;
}
