package dev.goldcrest.storage;

import org.jspecify.annotations.Nullable;

/**
 * The store failed to do what was asked because the world beneath it failed: disk full, I/O error,
 * damaged file.
 */
public final class StorageException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates the failure; the message names the file and what was attempted. */
  public StorageException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
