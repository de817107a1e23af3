package dev.goldcrest.runtime.http;

import io.netty.util.internal.logging.AbstractInternalLogger;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import org.jspecify.annotations.Nullable;

/**
 * Passes Netty's warnings and errors to our log and drops the rest. Without it Netty would load
 * java.util.logging.
 */
final class NettyLog extends AbstractInternalLogger {
  private static final long serialVersionUID = 1L;

  private static final System.Logger log = System.getLogger("dev.goldcrest.runtime.netty");

  private NettyLog() {
    super("netty");
  }

  /** Makes Netty use this log; to be called before any other class of Netty is used. */
  static void install() {
    InternalLogger only = new NettyLog();
    InternalLoggerFactory.setDefaultFactory(
        new InternalLoggerFactory() {
          @Override
          protected InternalLogger newInstance(String name) {
            return only;
          }
        });
  }

  private static void report(
      System.Logger.Level level, @Nullable String format, @Nullable Object... arguments) {
    StringBuilder text = new StringBuilder();
    Throwable cause = null;
    int from = 0;
    String pattern = String.valueOf(format);
    for (Object argument : arguments) {
      int place = pattern.indexOf("{}", from);
      if (place >= 0) {
        text.append(pattern, from, place).append(argument);
        from = place + 2;
      } else if (argument instanceof Throwable thrown) {
        cause = thrown;
      }
    }
    log.log(level, text.append(pattern, from, pattern.length()).toString(), cause);
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public void trace(String message) {}

  @Override
  public void trace(String format, Object a) {}

  @Override
  public void trace(String format, Object a, Object b) {}

  @Override
  public void trace(String format, Object... all) {}

  @Override
  public void trace(String message, Throwable cause) {}

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public void debug(String message) {}

  @Override
  public void debug(String format, Object a) {}

  @Override
  public void debug(String format, Object a, Object b) {}

  @Override
  public void debug(String format, Object... all) {}

  @Override
  public void debug(String message, Throwable cause) {}

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public void info(String message) {}

  @Override
  public void info(String format, Object a) {}

  @Override
  public void info(String format, Object a, Object b) {}

  @Override
  public void info(String format, Object... all) {}

  @Override
  public void info(String message, Throwable cause) {}

  @Override
  public boolean isWarnEnabled() {
    return true;
  }

  @Override
  public void warn(String message) {
    report(System.Logger.Level.WARNING, message);
  }

  @Override
  public void warn(String format, Object a) {
    report(System.Logger.Level.WARNING, format, a);
  }

  @Override
  public void warn(String format, Object a, Object b) {
    report(System.Logger.Level.WARNING, format, a, b);
  }

  @Override
  public void warn(String format, Object... all) {
    report(System.Logger.Level.WARNING, format, all);
  }

  @Override
  public void warn(String message, Throwable cause) {
    report(System.Logger.Level.WARNING, message, cause);
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  public void error(String message) {
    report(System.Logger.Level.ERROR, message);
  }

  @Override
  public void error(String format, Object a) {
    report(System.Logger.Level.ERROR, format, a);
  }

  @Override
  public void error(String format, Object a, Object b) {
    report(System.Logger.Level.ERROR, format, a, b);
  }

  @Override
  public void error(String format, Object... all) {
    report(System.Logger.Level.ERROR, format, all);
  }

  @Override
  public void error(String message, Throwable cause) {
    report(System.Logger.Level.ERROR, message, cause);
  }
}
