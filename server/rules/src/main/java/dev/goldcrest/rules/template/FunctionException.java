package dev.goldcrest.rules.template;

/** A function or method refused its arguments or failed. */
final class FunctionException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean inBody;

  private FunctionException(String message, boolean inBody) {
    super(message, null, false, false);
    this.inBody = inBody;
  }

  /** Returns a failure of the function itself. */
  static FunctionException failed(String message) {
    return new FunctionException(message, true);
  }

  /** Returns a call with arguments of the wrong number or type. */
  static FunctionException badCall(String message) {
    return new FunctionException(message, false);
  }

  static FunctionException wrongType(String expected, Value got) {
    return badCall("wrong type for value; expected " + expected + "; got " + got.goType());
  }

  /** Tells whether the function was entered. */
  boolean inBody() {
    return inBody;
  }

  @Override
  public String getMessage() {
    return String.valueOf(super.getMessage());
  }
}
