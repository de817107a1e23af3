package dev.goldcrest.runtime.http;

/**
 * A request that cannot be answered as asked, with the status and one line for the client. Carries
 * no stack trace.
 */
public final class HttpProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private final int status;

  /** Creates the problem; the message says what was received and what is allowed. */
  public HttpProblem(int status, String message) {
    super(message, null, false, false);
    this.status = status;
  }

  /** Returns the HTTP status, 400 to 599. */
  public int status() {
    return status;
  }
}
