package dev.goldcrest.rules;

/** Where an alert, or the rule that raises it, stands. Later constants are more severe. */
public enum AlertState {
  /** The rule has not been evaluated yet. */
  UNKNOWN("unknown"),
  /** The expression does not hold. */
  INACTIVE("inactive"),
  /** The expression holds, but not for long enough. */
  PENDING("pending"),
  /** The expression has held for long enough. */
  FIRING("firing");

  private final String text;

  AlertState(String text) {
    this.text = text;
  }

  /** Returns the state as the HTTP API and the label {@code alertstate} spell it. */
  public String text() {
    return text;
  }
}
