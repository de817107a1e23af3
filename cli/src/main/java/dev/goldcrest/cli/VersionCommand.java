package dev.goldcrest.cli;

import dev.goldcrest.runtime.config.FlagSet;
import dev.goldcrest.runtime.config.ParsedFlags;
import java.io.PrintStream;
import java.util.List;

/** {@code goldcrest version}. */
final class VersionCommand implements Command {
  @Override
  public String summary() {
    return "print the version";
  }

  @Override
  public FlagSet flags() {
    return new FlagSet("version", List.of());
  }

  @Override
  public int run(ParsedFlags flags, PrintStream out) {
    out.println("goldcrest " + Version.TEXT + " (Java " + Runtime.version() + ")");
    return 0;
  }
}
