package dev.goldcrest.server.api;

import java.util.Map;

/** What the status pages tell about the process. Safe for use by several threads. */
public interface ServerFacts {
  /** Returns the version. */
  String version();

  /** Returns when the process started, Unix milliseconds. */
  long startMillis();

  /** Returns the time of day, Unix milliseconds. */
  long nowMillis();

  /** Returns the working folder. */
  String workingFolder();

  /** Returns this machine's name. */
  String hostname();

  /** Tells whether the last attempt to load the configuration succeeded. */
  boolean isConfigLoaded();

  /** Returns when the configuration in force was loaded, Unix milliseconds. */
  long configMillis();

  /** Returns the configuration in force, with secrets hidden. */
  String configText();

  /** Returns every flag with its value in force. */
  Map<String, String> flags();

  /** Returns how long samples are kept, in Prometheus's notation. */
  String retention();

  /** Returns the resident memory of the process. */
  long residentBytes();

  /** Returns the memory limit, 0 for none. */
  long memoryLimitBytes();
}
