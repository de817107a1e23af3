package dev.goldcrest.storage;

/** A sample was not taken. Carries no stack trace: rejections are ordinary and may be frequent. */
public final class AppendException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a sample was not taken. */
  public enum Reason {
    /** Older than the newest sample of its series. */
    OUT_OF_ORDER("out of order sample"),
    /** Same timestamp as the newest sample, other value. */
    DUPLICATE("duplicate sample for timestamp"),
    /** Older than the store accepts, or too far in the future. */
    OUT_OF_BOUNDS("out of bounds"),
    /** A label set without a metric, or with invalid names. */
    INVALID_LABELS("invalid label set"),
    /** A new series would pass the limit on series. */
    TOO_MANY_SERIES("series limit reached"),
    /** The store takes no writes at present, for instance because the disk is full. */
    READ_ONLY("storage is read-only");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    /** Returns the reason in words. */
    public String text() {
      return text;
    }
  }

  private final Reason reason;

  /** Creates the rejection; {@code detail} names the value received and what is allowed. */
  public AppendException(Reason reason, String detail) {
    super(detail.isEmpty() ? reason.text() : reason.text() + ": " + detail, null, false, false);
    this.reason = reason;
  }

  /** Returns why the sample was not taken. */
  public Reason reason() {
    return reason;
  }
}
