package dev.goldcrest.server;

/** Where a server stands between start and end. Safe for use by several threads. */
final class Readiness {
  private static final String READY = "Goldcrest is Ready.\n";

  private volatile boolean ready;
  private volatile String text = "Service Unavailable: starting.\n";

  Readiness() {}

  void replayed(long doneBytes, long totalBytes) {
    long percent = totalBytes == 0 ? 100 : doneBytes * 100 / totalBytes;
    text = "Service Unavailable: replaying the log, " + percent + " % done.\n";
  }

  void ready() {
    text = READY;
    ready = true;
  }

  void stopping() {
    ready = false;
    text = "Service Unavailable: stopping.\n";
  }

  /** Tells whether requests are answered. */
  public boolean isReady() {
    return ready;
  }

  /** Returns where the server stands, in words. */
  public String text() {
    return text;
  }
}
