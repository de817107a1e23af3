package dev.goldcrest.runtime.http;

/** An address that cannot be listened on. The operator's to solve: the message says how. */
public final class HttpListenException extends Exception {
  private static final long serialVersionUID = 1L;

  HttpListenException(String message) {
    super(message, null, false, false);
  }
}
