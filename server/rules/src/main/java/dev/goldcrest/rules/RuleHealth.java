package dev.goldcrest.rules;

/** How the latest evaluation of a rule went. */
public enum RuleHealth {
  UNKNOWN("unknown"),
  OK("ok"),
  ERR("err");

  private final String text;

  RuleHealth(String text) {
    this.text = text;
  }

  /** Returns the health as the HTTP API spells it. */
  public String text() {
    return text;
  }
}
