package dev.goldcrest.runtime.config;

/**
 * A mistake in what an operator wrote. The message begins with the place, {@code file:line:column}.
 */
public final class ConfigException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the error for a place in a file. */
  public ConfigException(Position position, String message) {
    super(position + ": " + message);
  }

  /** Creates the error where there is no place in a file; the message names what was read. */
  public ConfigException(String message) {
    super(message);
  }
}
