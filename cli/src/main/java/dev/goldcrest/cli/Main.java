package dev.goldcrest.cli;

import dev.goldcrest.model.NearestName;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.FlagSet.UsageException;
import dev.goldcrest.runtime.http.HttpListenException;
import dev.goldcrest.storage.StorageException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The entry point: picks the command and turns its failures into one line and an exit status. */
public final class Main {
  private static final int STATUS_FAILED = 1;
  private static final int STATUS_USAGE = 2;

  private Main() {}

  /** Runs the command named first, with the arguments behind it. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), System.getenv(), System.out, System.err));
  }

  private static Map<String, Command> commands() {
    Map<String, Command> commands = new LinkedHashMap<>();
    commands.put("demo", new DemoCommand());
    commands.put("server", new ServerCommand());
    commands.put("sensor", new SensorCommand());
    commands.put("host", new HostCommand());
    commands.put("version", new VersionCommand());
    return commands;
  }

  /**
   * Runs a command and returns its exit status: 0, 1 when it failed, 2 when it was asked wrongly.
   */
  static int run(
      List<String> arguments, Map<String, String> environment, PrintStream out, PrintStream err) {
    Map<String, Command> commands = commands();
    String name = arguments.isEmpty() ? "help" : arguments.getFirst();
    if (name.equals("help") || name.equals("--help") || name.equals("-h")) {
      out.print(help(commands));
      return 0;
    }
    Command command = commands.get(name.equals("--version") ? "version" : name);
    if (command == null) {
      String hint =
          NearestName.among(commands.keySet(), name)
              .map(n -> "; did you mean \"" + n + "\"?")
              .orElse("");
      return fail(
          err, STATUS_USAGE, "unknown command \"" + name + "\"" + hint + " See: goldcrest --help");
    }
    List<String> rest = arguments.subList(1, arguments.size());
    if (rest.contains("--help") || rest.contains("-h")) {
      out.print("goldcrest " + name + ": " + command.summary() + "\n\n" + command.flags().help());
      return 0;
    }
    try {
      return command.run(command.flags().parse(rest, environment), out);
    } catch (UsageException e) {
      return fail(err, STATUS_USAGE, String.valueOf(e.getMessage()));
    } catch (ConfigException | HttpListenException | StorageException e) {
      return fail(err, STATUS_FAILED, String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      return STATUS_FAILED;
    }
  }

  private static int fail(PrintStream err, int status, String message) {
    err.println("goldcrest: " + message);
    return status;
  }

  private static String help(Map<String, Command> commands) {
    StringBuilder out = new StringBuilder();
    out.append("Goldcrest ").append(Version.TEXT);
    out.append(
        ": real-time observability in one process.\n\nUsage: goldcrest <command> [flags]\n\n");
    commands.forEach((name, command) -> {
      out.append("  ").append(name).append(" ".repeat(Math.max(1, 10 - name.length())));
      out.append(command.summary()).append('\n');
    });
    return out.append("\nFlags of a command: goldcrest <command> --help\n").toString();
  }
}
