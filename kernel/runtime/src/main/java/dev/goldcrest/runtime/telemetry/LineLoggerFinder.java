package dev.goldcrest.runtime.telemetry;

/** Makes {@link System#getLogger} return a {@link LineLogger}; the JDK finds it as a service. */
public final class LineLoggerFinder extends System.LoggerFinder {
  /** For the service loader. */
  public LineLoggerFinder() {}

  @Override
  public System.Logger getLogger(String name, Module module) {
    return new LineLogger(name);
  }
}
