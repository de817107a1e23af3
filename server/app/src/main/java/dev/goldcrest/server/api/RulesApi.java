package dev.goldcrest.server.api;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.rules.AlertSnapshot;
import dev.goldcrest.rules.GroupSnapshot;
import dev.goldcrest.rules.Rule;
import dev.goldcrest.rules.RuleEngine;
import dev.goldcrest.rules.RuleSnapshot;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.wire.UtcTime;
import dev.goldcrest.wire.json.JsonWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** {@code rules}, {@code alerts} and {@code alertmanagers}. */
final class RulesApi {
  private final RuleEngine rules;
  private final Supplier<List<String>> alertmanagers;

  /**
   * Creates the endpoints.
   *
   * @param alertmanagers where alerts are posted, as URLs
   */
  RulesApi(RuleEngine rules, Supplier<List<String>> alertmanagers) {
    this.rules = rules;
    this.alertmanagers = alertmanagers;
  }

  HttpResponse rules(HttpRequest request) throws QueryException {
    String type = request.parameter("type").orElse("").toLowerCase(Locale.ROOT);
    if (!type.isEmpty() && !type.equals("alert") && !type.equals("record")) {
      throw ApiParameters.invalid("type", "not supported value \"" + type + "\"");
    }
    List<String> names = request.parameters("rule_name[]");
    List<String> groupNames = request.parameters("rule_group[]");
    List<String> files = request.parameters("file[]");
    boolean withAlerts = !request.parameter("exclude_alerts").orElse("").equals("true");
    List<GroupSnapshot> groups = rules.groups();
    return ApiAnswer.success(json -> {
      json.beginObject().name("groups").beginArray();
      for (GroupSnapshot group : groups) {
        boolean wanted =
            isWanted(groupNames, group.group().name()) && isWanted(files, group.group().file());
        List<RuleSnapshot> shown =
            group.rules().stream()
                .filter(r -> isWanted(names, r.rule().name()) && isOfType(type, r.rule()))
                .toList();
        boolean filtered = shown.size() < group.rules().size();
        if (wanted && !(filtered && shown.isEmpty())) {
          group(json, group, shown, withAlerts);
        }
      }
      json.endArray().endObject();
    });
  }

  private static boolean isWanted(List<String> wanted, String name) {
    return wanted.isEmpty() || wanted.contains(name);
  }

  private static boolean isOfType(String type, Rule rule) {
    return switch (rule) {
      case Rule.Alerting alerting -> !type.equals("record");
      case Rule.Recording recording -> !type.equals("alert");
    };
  }

  private static void group(
      JsonWriter json, GroupSnapshot group, List<RuleSnapshot> rules, boolean withAlerts) {
    json.beginObject().member("name", group.group().name()).member("file", group.group().file());
    json.name("rules").beginArray();
    for (RuleSnapshot rule : rules) {
      rule(json, rule, withAlerts);
    }
    json.endArray();
    json.name("interval").value(seconds(group.group().interval()));
    json.member("limit", group.group().limit());
    json.name("evaluationTime").value(group.evaluationNanos() / 1e9);
    json.member("lastEvaluation", TargetsApi.time(group.lastEvaluationMillis())).endObject();
  }

  private static void rule(JsonWriter json, RuleSnapshot rule, boolean withAlerts) {
    json.beginObject();
    switch (rule.rule()) {
      case Rule.Alerting alerting -> {
        json.member("state", rule.state().text());
        json.member("name", alerting.name()).member("query", rule.query());
        json.name("duration").value(seconds(alerting.holdDuration()));
        json.name("keepFiringFor").value(seconds(alerting.keepFiringFor()));
        TargetsApi.labelMember(json, "labels", rule.labels());
        TargetsApi.labelMember(json, "annotations", alerting.annotations());
        json.name("alerts").beginArray();
        if (withAlerts) {
          rule.alerts().forEach(alert -> alert(json, alert));
        }
        json.endArray();
      }
      case Rule.Recording recording -> {
        json.member("name", recording.name()).member("query", rule.query());
        TargetsApi.labelMember(json, "labels", rule.labels());
      }
    }
    json.member("health", rule.health().text());
    if (!rule.lastError().isEmpty()) {
      json.member("lastError", rule.lastError());
    }
    json.name("evaluationTime").value(rule.evaluationNanos() / 1e9);
    json.member("lastEvaluation", TargetsApi.time(rule.lastEvaluationMillis()));
    json.member("type", rule.rule() instanceof Rule.Alerting ? "alerting" : "recording");
    json.endObject();
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  HttpResponse alerts(HttpRequest request) {
    List<AlertSnapshot> alerts = rules.alerts();
    return ApiAnswer.success(json -> {
      json.beginObject().name("alerts").beginArray();
      alerts.forEach(alert -> alert(json, alert));
      json.endArray().endObject();
    });
  }

  private static void alert(JsonWriter json, AlertSnapshot alert) {
    json.beginObject();
    TargetsApi.labelMember(json, "labels", alert.labels());
    TargetsApi.labelMember(json, "annotations", alert.annotations());
    json.member("state", alert.state().text());
    json.member("activeAt", UtcTime.text(alert.activeAtMillis()));
    if (alert.keepFiringSinceMillis().isPresent()) {
      json.member("keepFiringSince", UtcTime.text(alert.keepFiringSinceMillis().getAsLong()));
    }
    json.member("value", GoFloat.scientific(alert.value())).endObject();
  }

  HttpResponse alertmanagers(HttpRequest request) {
    return ApiAnswer.success(json -> {
      json.beginObject().name("activeAlertmanagers").beginArray();
      alertmanagers.get().forEach(url -> json.beginObject().member("url", url).endObject());
      json.endArray().name("droppedAlertmanagers").beginArray().endArray().endObject();
    });
  }
}
