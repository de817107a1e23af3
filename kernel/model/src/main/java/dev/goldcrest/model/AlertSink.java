package dev.goldcrest.model;

import java.util.List;

/** Where rules hand over alerts that fire or have resolved. Safe for use by several threads. */
public interface AlertSink {
  /**
   * Takes alerts for delivery and returns at once; a full queue drops the oldest alerts and counts
   * them.
   */
  void send(List<Alert> alerts);
}
