package dev.goldcrest.notify;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.Labels;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a webhook has been told, so that it hears of an alert when it begins, when it ends and once
 * in a while, not each time the rule sends it. Guarded by the sender.
 */
final class ToldAlerts {
  /** The most alerts remembered; the one told longest ago is forgotten, and may be told again. */
  private static final int MAX_REMEMBERED = 10_000;

  private record Told(long startsAtMillis, boolean resolved, long atMillis) {}

  private final Map<Labels, Told> told = new LinkedHashMap<>();
  private final long repeatMillis;

  ToldAlerts(long repeatMillis) {
    this.repeatMillis = repeatMillis;
  }

  /** Tells whether the alert says nothing new. */
  boolean knows(Alert alert, long now) {
    Told last = told.get(alert.labels());
    return last != null
        && last.startsAtMillis == alert.startsAtMillis()
        && last.resolved == alert.resolved()
        && (alert.resolved() || now - last.atMillis < repeatMillis);
  }

  /** Notes a delivery. */
  void remember(Alert alert, long now) {
    if (repeatMillis == 0) {
      return;
    }
    told.remove(alert.labels());
    told.put(alert.labels(), new Told(alert.startsAtMillis(), alert.resolved(), now));
    if (told.size() > MAX_REMEMBERED) {
      told.remove(told.keySet().iterator().next());
    }
  }
}
