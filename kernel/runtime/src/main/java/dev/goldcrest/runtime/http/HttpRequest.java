package dev.goldcrest.runtime.http;

import java.util.List;
import java.util.Optional;

/**
 * One received request, complete with its body. Immutable but for cancellation; safe for use by
 * several threads.
 */
public interface HttpRequest {
  /** Returns the method in upper case. */
  String method();

  /** Returns the decoded, normalised path, beginning with a slash. */
  String path();

  /** Returns the raw query string without the question mark, possibly empty. */
  String rawQuery();

  /**
   * Returns the decoded value of a placeholder in the route's pattern.
   *
   * @throws IllegalStateException when the route has no such placeholder
   */
  String pathParameter(String name);

  /** Returns the first value of a parameter from the query or, for a form POST, the body. */
  Optional<String> parameter(String name);

  /**
   * Returns all values of a parameter in order, form body first as Go's {@code r.Form} has it;
   * possibly empty.
   */
  List<String> parameters(String name);

  /** Returns the first value of a header; names are case-insensitive. */
  Optional<String> header(String name);

  /**
   * Returns the body, decompressed when it came with a content encoding we know; possibly empty.
   * Not to be changed.
   */
  byte[] body();

  /** Returns the peer's address as text, for logs. */
  String remoteAddress();

  /** Tells whether the client is gone or the server is stopping, so that work for it may end. */
  boolean isCancelled();
}
