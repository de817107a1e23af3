package dev.goldcrest.server;

import dev.goldcrest.runtime.config.ConfigException;
import java.util.function.Consumer;

/**
 * Replaces the configuration as a whole, or keeps the old one and says why. Safe for use by several
 * threads.
 */
final class Reload {
  private static final System.Logger log = System.getLogger("dev.goldcrest.server");

  /** Reads and checks the configuration. */
  @FunctionalInterface
  interface Reader {
    LoadedConfig read() throws ConfigException;
  }

  private final Reader reader;
  private final Consumer<LoadedConfig> target;
  private volatile LoadedConfig current;
  private volatile boolean lastSucceeded = true;

  Reload(LoadedConfig first, Reader reader, Consumer<LoadedConfig> target) {
    this.current = first;
    this.reader = reader;
    this.target = target;
  }

  LoadedConfig current() {
    return current;
  }

  boolean lastSucceeded() {
    return lastSucceeded;
  }

  /** Reads the configuration again; when it is wrong, the one in force stays. */
  synchronized void run() throws ConfigException {
    try {
      LoadedConfig next = reader.read();
      next.config().warnings().forEach(w -> log.log(System.Logger.Level.WARNING, w));
      target.accept(next);
      current = next;
      lastSucceeded = true;
      log.log(System.Logger.Level.INFO, "Configuration reloaded.");
    } catch (ConfigException e) {
      lastSucceeded = false;
      log.log(
          System.Logger.Level.ERROR,
          "Reload failed, the old configuration stays: " + e.getMessage());
      throw e;
    }
  }
}
