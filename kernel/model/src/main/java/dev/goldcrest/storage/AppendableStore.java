package dev.goldcrest.storage;

/** Something samples can be written to. Safe for use by several threads. */
public interface AppendableStore {
  /** Starts a transaction; the caller commits or rolls it back, then closes it. */
  Appender appender();
}
