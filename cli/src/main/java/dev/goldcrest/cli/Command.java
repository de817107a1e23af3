package dev.goldcrest.cli;

import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.FlagSet;
import dev.goldcrest.runtime.config.FlagSet.UsageException;
import dev.goldcrest.runtime.config.ParsedFlags;
import dev.goldcrest.runtime.http.HttpListenException;
import dev.goldcrest.storage.StorageException;
import java.io.PrintStream;

/** One role or tool of the {@code goldcrest} command. */
interface Command {
  /** Returns what it does, in one line. */
  String summary();

  /** Returns its flags. */
  FlagSet flags();

  /**
   * Runs until its end and returns the exit status.
   *
   * @param out for what was asked for; failures are thrown
   */
  int run(ParsedFlags flags, PrintStream out)
      throws UsageException,
          ConfigException,
          HttpListenException,
          StorageException,
          InterruptedException;
}
