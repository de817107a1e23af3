package dev.goldcrest.promql.parser;

/** What an expression evaluates to. */
public enum ValueType {
  SCALAR("scalar", "scalar"),
  VECTOR("vector", "instant vector"),
  MATRIX("matrix", "range vector"),
  STRING("string", "string");

  private final String text;
  private final String documented;

  ValueType(String text, String documented) {
    this.text = text;
    this.documented = documented;
  }

  /** Returns the name in the HTTP API. */
  public String text() {
    return text;
  }

  /** Returns the name in the documentation, as used in most messages. */
  public String documented() {
    return documented;
  }
}
