package dev.goldcrest.wire.json;

/** A text that is not JSON, or passes a limit. The message names the offset. */
public final class JsonException extends Exception {
  private static final long serialVersionUID = 1L;

  JsonException(int offset, String message) {
    super("invalid JSON at offset " + offset + ": " + message, null, false, false);
  }
}
