package dev.goldcrest.runtime.config;

import dev.goldcrest.model.NearestName;
import dev.goldcrest.model.PromDuration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The flags of one command. A value on the command line wins over the environment variable, which
 * wins over the default.
 *
 * <p>Accepted forms: {@code --name=value}, {@code --name value}, and for switches {@code --name},
 * {@code --name=false} and {@code --no-name}.
 */
public final class FlagSet {
  /** What cannot be understood; the message is one line with the nearest match. */
  public static final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Creates the error. */
    public UsageException(String message) {
      super(message);
    }
  }

  private final String command;
  private final Map<String, Flag> flags = new LinkedHashMap<>();

  /** Creates the set of a command, whose name is used in messages. */
  public FlagSet(String command, List<Flag> flags) {
    this.command = command;
    for (Flag flag : flags) {
      if (this.flags.put(flag.name(), flag) != null) {
        throw new IllegalStateException("BUG: flag --" + flag.name() + " defined twice");
      }
    }
  }

  /** Reads arguments and environment, checking every value. */
  public ParsedFlags parse(List<String> arguments, Map<String, String> environment)
      throws UsageException {
    Map<String, String> values = new LinkedHashMap<>();
    for (Flag flag : flags.values()) {
      String fromEnvironment = environment.get(flag.environmentVariable());
      if (fromEnvironment != null) {
        values.put(flag.name(), checked(flag, fromEnvironment, flag.environmentVariable()));
      }
    }
    Map<String, String> given = new LinkedHashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (!argument.startsWith("-") || argument.equals("-") || argument.equals("--")) {
        throw new UsageException(
            "unexpected argument \"" + argument + "\"; goldcrest " + command + " takes flags only");
      }
      int equals = argument.indexOf('=');
      String name = withoutDashes(equals < 0 ? argument : argument.substring(0, equals));
      Flag flag = find(name);
      boolean negated = !flag.name().equals(name);
      String value;
      if (equals >= 0) {
        value = argument.substring(equals + 1);
      } else if (flag.kind() == Flag.Kind.SWITCH) {
        value = negated ? "false" : "true";
      } else if (i + 1 < arguments.size()) {
        value = arguments.get(++i);
      } else {
        throw new UsageException(
            "flag --" + name + " needs a value: --" + name + "=" + example(flag));
      }
      if (negated && equals >= 0) {
        throw new UsageException(
            "flag --" + name + " takes no value; write --" + flag.name() + "=" + value);
      }
      String text = checked(flag, value, "--" + flag.name());
      given.merge(flag.name(), text, (a, b) -> flag.kind() == Flag.Kind.LIST ? a + "," + b : b);
    }
    values.putAll(given);
    return new ParsedFlags(flags, values);
  }

  /** Returns the help text of all flags. */
  public String help() {
    StringBuilder out = new StringBuilder();
    for (Flag flag : flags.values()) {
      out.append("  --").append(flag.name());
      if (flag.kind() != Flag.Kind.SWITCH) {
        out.append("=<").append(flag.kind().placeholder()).append('>');
      }
      out.append("\n        ").append(flag.help());
      if (!flag.otherwise().isEmpty() && flag.kind() != Flag.Kind.SWITCH) {
        out.append(" Default: ").append(flag.otherwise()).append('.');
      }
      out.append(" (").append(flag.environmentVariable()).append(")\n");
    }
    return out.toString();
  }

  private static String withoutDashes(String argument) {
    return argument.startsWith("--") ? argument.substring(2) : argument.substring(1);
  }

  private Flag find(String name) throws UsageException {
    Flag flag = flags.get(name);
    if (flag == null && name.startsWith("no-")) {
      Flag positive = flags.get(name.substring(3));
      flag = positive != null && positive.kind() == Flag.Kind.SWITCH ? positive : null;
    }
    if (flag == null) {
      Optional<String> nearest = NearestName.among(flags.keySet(), name);
      throw new UsageException(
          "unknown flag --"
              + name
              + nearest.map(n -> "; did you mean --" + n + "?").orElse("")
              + " See: goldcrest "
              + command
              + " --help");
    }
    return flag;
  }

  private static String checked(Flag flag, String value, String source) throws UsageException {
    String problem =
        switch (flag.kind()) {
          case TEXT, LIST -> "";
          case SWITCH -> {
            String lower = value.toLowerCase(Locale.ROOT);
            yield lower.equals("true") || lower.equals("false") ? "" : "true or false";
          }
          case DURATION -> isDuration(value) ? "" : "a duration such as 15s, 12h or 7d";
          case SIZE -> ByteSize.parse(value).isPresent() ? "" : "a size such as 64MB or 1GB";
          case NUMBER -> isNumber(value) ? "" : "a whole number of at least 0";
        };
    if (!problem.isEmpty()) {
      throw new UsageException(source + " must be " + problem + ", got \"" + value + "\"");
    }
    return flag.kind() == Flag.Kind.SWITCH ? value.toLowerCase(Locale.ROOT) : value;
  }

  private static boolean isDuration(String value) {
    try {
      return PromDuration.parseMillis(value) >= 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static boolean isNumber(String value) {
    try {
      return Long.parseLong(value) >= 0;
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static String example(Flag flag) {
    return flag.otherwise().isEmpty() ? "<" + flag.kind().placeholder() + ">" : flag.otherwise();
  }
}
