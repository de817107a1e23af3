package dev.goldcrest.scrape;

/** A scrape that failed as a whole, with the reason in words. Carries no stack trace. */
final class ScrapeException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ScrapeFailure failure;
  private final String reason;

  ScrapeException(ScrapeFailure failure, String reason) {
    super(reason, null, false, false);
    this.failure = failure;
    this.reason = reason;
  }

  String reason() {
    return reason;
  }

  ScrapeFailure failure() {
    return failure;
  }
}
