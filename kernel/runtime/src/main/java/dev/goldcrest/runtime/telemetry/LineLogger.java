package dev.goldcrest.runtime.telemetry;

import dev.goldcrest.model.Clock;
import dev.goldcrest.runtime.lifecycle.SystemClock;
import dev.goldcrest.wire.UtcTime;
import java.io.PrintStream;
import java.text.MessageFormat;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/**
 * A logger that prints each record as one line of keys and values, as Prometheus's own logs look:
 *
 * <pre>ts=2026-01-31T10:00:00.000Z level=warn component=scrape msg="target is down" err="…"</pre>
 *
 * <p>{@link System#getLogger} returns it, through {@link LineLoggerFinder}; so the logging package
 * of the JDK, with its configuration files and handlers, is never loaded. Safe for use by several
 * threads.
 */
public final class LineLogger implements System.Logger {
  private static final String OWN_PREFIX = "dev.goldcrest.";

  /** How many frames of a stack trace one line shows. */
  private static final int MAX_FRAMES = 12;

  /** How long a message may be before it is cut: a line must not fill a journal. */
  private static final int MAX_MESSAGE_CHARS = 4096;

  private static volatile Level threshold = Level.INFO;
  private static volatile Output output = new Output(new SystemClock(), System.err);

  private final String component;

  private record Output(Clock clock, PrintStream stream) {}

  LineLogger(String name) {
    this.component = name.startsWith(OWN_PREFIX) ? name.substring(OWN_PREFIX.length()) : name;
  }

  /** Prints from now on records of this level and above, for all loggers. */
  public static void setLevel(Level level) {
    threshold = level;
  }

  /** Sends the lines of all loggers to {@code stream}, stamped with the time of {@code clock}. */
  public static void writeTo(Clock clock, PrintStream stream) {
    output = new Output(clock, stream);
  }

  @Override
  public String getName() {
    return component;
  }

  @Override
  public boolean isLoggable(Level level) {
    return level != Level.OFF && level.getSeverity() >= threshold.getSeverity();
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String message,
      @Nullable Throwable thrown) {
    if (isLoggable(level)) {
      print(level, message == null ? "" : message, thrown);
    }
  }

  @Override
  public void log(
      Level level,
      @Nullable ResourceBundle bundle,
      @Nullable String format,
      Object @Nullable ... values) {
    if (!isLoggable(level)) {
      return;
    }
    String message = format == null ? "" : format;
    // Our own messages are complete; libraries use the JDK's patterns.
    boolean pattern = values != null && values.length > 0 && message.indexOf('{') >= 0;
    print(level, pattern ? MessageFormat.format(message, values) : message, null);
  }

  private void print(Level level, String message, @Nullable Throwable thrown) {
    Output now = output;
    StringBuilder line = new StringBuilder(128 + message.length());
    line.append("ts=");
    UtcTime.append(line, now.clock.wallMillis());
    line.append(" level=").append(levelText(level)).append(" component=");
    appendValue(line, component);
    line.append(" msg=");
    appendQuoted(line, message);
    if (thrown != null) {
      line.append(" err=");
      appendQuoted(line, errorText(thrown));
      if (thrown instanceof RuntimeException || thrown instanceof Error) {
        line.append(" at=");
        appendQuoted(line, frames(thrown));
      }
    }
    // One call, so that lines of several threads do not mix.
    now.stream.print(line.append('\n'));
    now.stream.flush();
  }

  private static String levelText(Level level) {
    return switch (level) {
      case ALL, TRACE, DEBUG -> "debug";
      case INFO -> "info";
      case WARNING -> "warn";
      case ERROR, OFF -> "error";
    };
  }

  /** Returns the messages of an exception and of its causes, the outermost first. */
  private static String errorText(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < MAX_FRAMES; depth++) {
      text.append(depth == 0 ? "" : ": caused by ").append(cause.getClass().getSimpleName());
      if (cause.getMessage() != null) {
        text.append(": ").append(cause.getMessage());
      }
      cause = cause.getCause();
    }
    return text.toString();
  }

  private static String frames(Throwable thrown) {
    StackTraceElement[] frames = thrown.getStackTrace();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
      String className = frames[i].getClassName();
      text.append(i == 0 ? "" : " < ")
          .append(className, className.lastIndexOf('.') + 1, className.length());
      text.append('.').append(frames[i].getMethodName());
      text.append(':').append(frames[i].getLineNumber());
    }
    return text.toString();
  }

  private static void appendValue(StringBuilder line, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c <= ' ' || c == '"' || c == '=' || c == 0x7f) {
        appendQuoted(line, value);
        return;
      }
    }
    line.append(value);
  }

  private static void appendQuoted(StringBuilder line, String value) {
    line.append('"');
    for (int i = 0; i < Math.min(value.length(), MAX_MESSAGE_CHARS); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> line.append('\\').append(c);
        case '\n' -> line.append("\\n");
        case '\r' -> line.append("\\r");
        case '\t' -> line.append("\\t");
        // Other control characters could steer the terminal that shows the log.
        default -> line.append(Character.isISOControl(c) ? '?' : c);
      }
    }
    line.append(value.length() > MAX_MESSAGE_CHARS ? "…\"" : "\"");
  }
}
