package dev.goldcrest.rules;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.lifecycle.VirtualScheduler;
import dev.goldcrest.testkit.InMemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A rule engine in virtual time, with scripted answers to its queries and a store in memory. */
abstract class RuleEngineFixture {
  static final long START = 1_790_000_000_000L;
  static final Duration INTERVAL = Duration.ofSeconds(15);

  final ScriptedQueries queries = new ScriptedQueries();
  final InMemoryStore store = new InMemoryStore();
  final List<Alert> sent = new ArrayList<>();
  final VirtualScheduler time = new VirtualScheduler(START);
  RuleEngine engine = newEngine();

  RuleEngine newEngine() {
    return new RuleEngine(
        new RulePorts(queries, store, store, sent::addAll),
        time,
        Runnable::run,
        RuleSettings.defaults(Labels.of("site", "north"), "http://gold:9090"));
  }

  static Rule.Recording recording(String name, String expr, String... labels) {
    return new Rule.Recording(name, expr, Labels.of(labels), 3);
  }

  static Rule.Alerting alerting(String expr, Duration hold, Duration keep) {
    return new Rule.Alerting(
        "Hot",
        expr,
        hold,
        keep,
        Labels.of("severity", "page"),
        Labels.of("summary", "{{ $labels.host }} is at {{ $value }}"),
        7);
  }

  static RuleGroup group(Rule... rules) {
    return new RuleGroup(
        "rules.yml", "g", INTERVAL, 0, Duration.ZERO, Labels.empty(), List.of(rules));
  }

  /** Moves to the next evaluation and returns its timestamp. */
  long evaluate() {
    time.advance(INTERVAL);
    String last = queries.asked().get(queries.asked().size() - 1);
    return Long.parseLong(last.substring(last.lastIndexOf('@') + 1));
  }

  RuleSnapshot rule(int index) {
    return engine.groups().get(0).rules().get(index);
  }

  List<String> states() {
    return engine.alerts().stream().map(a -> a.labels().get("host") + " " + a.state()).toList();
  }
}
