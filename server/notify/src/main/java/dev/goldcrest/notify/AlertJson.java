package dev.goldcrest.notify;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.Labels;
import dev.goldcrest.wire.UtcTime;
import dev.goldcrest.wire.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Alerts as the JSON of Alertmanager's API v2 and of its webhook. */
final class AlertJson {
  static final String ALERT_NAME = "alertname";

  private static final String WEBHOOK_VERSION = "4";

  /** How Go writes the time that is not set; a firing alert has no end yet. */
  private static final String NO_TIME = "0001-01-01T00:00:00Z";

  private AlertJson() {}

  /** Returns the body for {@code POST /api/v2/alerts}. */
  static byte[] alertmanager(List<Alert> alerts) {
    JsonWriter json = JsonWriter.toMemory().beginArray();
    for (Alert alert : alerts) {
      json.beginObject();
      labels(json.name("labels"), alert.labels());
      labels(json.name("annotations"), alert.annotations());
      json.member("startsAt", UtcTime.text(alert.startsAtMillis()));
      if (alert.endsAtMillis().isPresent()) {
        json.member("endsAt", UtcTime.text(alert.endsAtMillis().getAsLong()));
      }
      json.member("generatorURL", alert.generatorUrl()).endObject();
    }
    return json.endArray().toByteArray();
  }

  /**
   * Returns the body for a webhook.
   *
   * @param alerts at least one, all of the same name
   */
  static byte[] webhook(List<Alert> alerts, NotifySettings settings) {
    Alert first = alerts.get(0);
    Labels commonLabels = first.labels();
    Labels commonAnnotations = first.annotations();
    boolean firing = false;
    for (Alert alert : alerts) {
      commonLabels = common(commonLabels, alert.labels());
      commonAnnotations = common(commonAnnotations, alert.annotations());
      firing |= !alert.resolved();
    }
    Labels group = Labels.of(ALERT_NAME, first.labels().get(ALERT_NAME));
    JsonWriter json = JsonWriter.toMemory().beginObject();
    json.member("version", WEBHOOK_VERSION);
    json.member("groupKey", "{}:" + group);
    json.member("truncatedAlerts", 0);
    json.member("status", firing ? "firing" : "resolved");
    json.member("receiver", settings.receiver());
    labels(json.name("groupLabels"), group);
    labels(json.name("commonLabels"), commonLabels);
    labels(json.name("commonAnnotations"), commonAnnotations);
    json.member("externalURL", settings.externalUrl());
    json.name("alerts").beginArray();
    for (Alert alert : alerts) {
      webhookAlert(json, alert);
    }
    return json.endArray().endObject().toByteArray();
  }

  private static void webhookAlert(JsonWriter json, Alert alert) {
    json.beginObject().member("status", alert.resolved() ? "resolved" : "firing");
    labels(json.name("labels"), alert.labels());
    labels(json.name("annotations"), alert.annotations());
    json.member("startsAt", UtcTime.text(alert.startsAtMillis()));
    boolean ended = alert.resolved() && alert.endsAtMillis().isPresent();
    json.member("endsAt", ended ? UtcTime.text(alert.endsAtMillis().getAsLong()) : NO_TIME);
    json.member("generatorURL", alert.generatorUrl());
    json.member("fingerprint", fingerprint(alert.labels())).endObject();
  }

  private static void labels(JsonWriter json, Labels labels) {
    json.beginObject();
    for (int i = 0; i < labels.size(); i++) {
      json.member(labels.name(i), labels.value(i));
    }
    json.endObject();
  }

  private static Labels common(Labels a, Labels b) {
    Labels.Builder shared = Labels.builder();
    for (int i = 0; i < a.size(); i++) {
      if (b.get(a.name(i)).equals(a.value(i))) {
        shared.add(a.name(i), a.value(i));
      }
    }
    return shared.build();
  }

  /** Returns Alertmanager's name of a label set: 64-bit FNV-1a over names and values, in hex. */
  static String fingerprint(Labels labels) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < labels.size(); i++) {
      hash = add(add(hash, labels.name(i)), labels.value(i));
    }
    String hex = Long.toHexString(hash);
    return "0".repeat(16 - hex.length()) + hex;
  }

  private static long add(long hash, String text) {
    long result = hash;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      result = (result ^ (b & 0xff)) * 0x100000001b3L;
    }
    return (result ^ 0xff) * 0x100000001b3L;
  }
}
