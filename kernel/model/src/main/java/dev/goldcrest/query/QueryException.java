package dev.goldcrest.query;

import org.jspecify.annotations.Nullable;

/** A query could not be answered. */
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1L;

  /** The error types of Prometheus's HTTP API, with the status each is answered with. */
  public enum Kind {
    BAD_DATA("bad_data", 400),
    EXECUTION("execution", 422),
    TIMEOUT("timeout", 503),
    CANCELED("canceled", 499),
    INTERNAL("internal", 500),
    UNAVAILABLE("unavailable", 503),
    NOT_FOUND("not_found", 404);

    private final String text;
    private final int httpStatus;

    Kind(String text, int httpStatus) {
      this.text = text;
      this.httpStatus = httpStatus;
    }

    /** Returns the value of {@code errorType}. */
    public String text() {
      return text;
    }

    /** Returns the HTTP status. */
    public int httpStatus() {
      return httpStatus;
    }
  }

  private final Kind kind;

  /** Creates the error. */
  public QueryException(Kind kind, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Creates the error without a cause. */
  public QueryException(Kind kind, String message) {
    this(kind, message, null);
  }

  /** Returns what kind of error it is. */
  public Kind kind() {
    return kind;
  }
}
