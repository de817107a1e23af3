package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import dev.goldcrest.query.QueryEngine;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.rules.template.TemplateException;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.Position;
import dev.goldcrest.runtime.config.Yaml;
import dev.goldcrest.runtime.config.YamlNode;
import dev.goldcrest.runtime.config.YamlReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Turns a rule file into groups, refusing what Prometheus refuses: unknown keys, groups named
 * twice, broken expressions and templates, invalid names, fields that do not belong together.
 *
 * <p>Names of labels and annotations may be any UTF-8, as in Prometheus 3. Safe for use by several
 * threads.
 */
public final class RuleFileReader {
  private final QueryEngine queries;
  private final Duration defaultInterval;
  private final Duration defaultQueryOffset;

  /**
   * Creates a reader.
   *
   * @param queries checks expressions
   * @param defaultInterval for groups without an interval: {@code global.evaluation_interval}
   * @param defaultQueryOffset for groups without one: {@code global.rule_query_offset}
   */
  public RuleFileReader(
      QueryEngine queries, Duration defaultInterval, Duration defaultQueryOffset) {
    this.queries = queries;
    this.defaultInterval = defaultInterval;
    this.defaultQueryOffset = defaultQueryOffset;
  }

  /**
   * Reads one file.
   *
   * @param file the name by which groups and messages call it
   * @throws ConfigException that points at the first mistake
   */
  public List<RuleGroup> read(String file, String text) throws ConfigException {
    YamlReader root = new YamlReader(Yaml.parse(file, text), "the rule file");
    List<YamlNode> nodes = root.list("groups");
    root.finish();
    List<RuleGroup> groups = new ArrayList<>(nodes.size());
    Map<String, Position> names = new HashMap<>();
    for (YamlNode node : nodes) {
      RuleGroup group = group(file, text, new YamlReader(node, "the group"));
      Position earlier = names.put(group.name(), node.position());
      if (earlier != null) {
        throw new ConfigException(
            node.position(),
            "group name \""
                + group.name()
                + "\" is repeated in the same file, first in line "
                + earlier.line());
      }
      groups.add(group);
    }
    return groups;
  }

  private RuleGroup group(String file, String text, YamlReader keys) throws ConfigException {
    String name = keys.required("name");
    if (name.isEmpty()) {
      throw new ConfigException(keys.position(), "the group's name must not be empty");
    }
    long interval = keys.durationMillis("interval", 0);
    long limit = keys.count("limit", 0);
    if (limit < 0 || limit > Integer.MAX_VALUE) {
      throw new ConfigException(
          keys.position(), "limit must be at most " + Integer.MAX_VALUE + " in group " + name);
    }
    Duration offset =
        Duration.ofMillis(keys.durationMillis("query_offset", defaultQueryOffset.toMillis()));
    Labels labels = names(keys, "labels", "label").values();
    List<Rule> rules = new ArrayList<>();
    for (YamlNode node : keys.list("rules")) {
      rules.add(rule(new YamlReader(node, "the rule"), name, text));
    }
    keys.finish();
    Duration every = interval == 0 ? defaultInterval : Duration.ofMillis(interval);
    return new RuleGroup(file, name, every, (int) limit, offset, labels, rules);
  }

  private Rule rule(YamlReader keys, String group, String text) throws ConfigException {
    String record = keys.string("record", "");
    String alert = keys.string("alert", "");
    String where = " in group \"" + group + "\"";
    if (!record.isEmpty() && !alert.isEmpty()) {
      throw new ConfigException(
          keys.position(), "only one of \"record\" and \"alert\" must be set" + where);
    }
    if (record.isEmpty() && alert.isEmpty()) {
      throw new ConfigException(
          keys.position(), "one of \"record\" or \"alert\" must be set" + where);
    }
    String expr = expression(keys, where, text);
    Names labels = names(keys, "labels", "label");
    int line = keys.position().line();
    if (alert.isEmpty()) {
      checkRecording(keys, record);
      return new Rule.Recording(record, expr, labels.values(), line);
    }
    Duration hold = Duration.ofMillis(keys.durationMillis("for", 0));
    Duration keep = Duration.ofMillis(keys.durationMillis("keep_firing_for", 0));
    Names annotations = names(keys, "annotations", "annotation");
    keys.finish();
    checkTemplates(alert, labels, "label");
    checkTemplates(alert, annotations, "annotation");
    return new Rule.Alerting(alert, expr, hold, keep, labels.values(), annotations.values(), line);
  }

  private static void checkRecording(YamlReader keys, String name) throws ConfigException {
    for (String key : new String[] {"for", "keep_firing_for", "annotations"}) {
      Optional<YamlNode> node = keys.node(key);
      if (node.isPresent()) {
        throw new ConfigException(
            node.get().position(),
            "\"" + key + "\" does not belong in the recording rule \"" + name + "\"");
      }
    }
    keys.finish();
    if (name.indexOf('{') >= 0 || name.indexOf('}') >= 0) {
      throw new ConfigException(
          keys.position(),
          "braces in the recording rule name \""
              + name
              + "\"; give labels under \"labels\" and selectors in \"expr\"");
    }
  }

  private String expression(YamlReader keys, String where, String text) throws ConfigException {
    Optional<YamlNode.Scalar> node = keys.scalar("expr");
    if (node.isEmpty() || node.get().text().isBlank()) {
      throw new ConfigException(keys.position(), "field \"expr\" must be set" + where);
    }
    String expr = node.get().text();
    try {
      queries.prepare(expr);
      return expr;
    } catch (QueryException e) {
      String message = String.valueOf(e.getMessage());
      throw new ConfigException(
          ExpressionPlace.find(node.get(), message, text),
          "could not parse expression" + where + ": " + message);
    }
  }

  /** Names with values and where they stand. */
  private record Names(Labels values, Position position) {}

  private static Names names(YamlReader keys, String key, String what) throws ConfigException {
    Optional<YamlNode> node = keys.node(key);
    if (node.isEmpty()) {
      return new Names(Labels.empty(), keys.position());
    }
    if (!(node.get() instanceof YamlNode.Mapping mapping)) {
      throw new ConfigException(
          node.get().position(),
          "\"" + key + "\" must be a mapping of names to values, found " + node.get().kind());
    }
    Labels.Builder values = Labels.builder();
    for (YamlNode.Entry entry : mapping.entries()) {
      boolean metricName = what.equals("label") && entry.key().equals(Labels.METRIC_NAME);
      if (entry.key().isEmpty() || metricName) {
        throw new ConfigException(
            entry.keyPosition(), "invalid " + what + " name: \"" + entry.key() + "\"");
      }
      if (!(entry.value() instanceof YamlNode.Scalar scalar)) {
        throw new ConfigException(
            entry.value().position(),
            "the "
                + what
                + " \""
                + entry.key()
                + "\" must be a single value, found "
                + entry.value().kind());
      }
      values.set(entry.key(), scalar.isNull() ? "" : scalar.text());
    }
    return new Names(values.build(), mapping.position());
  }

  private static void checkTemplates(String alert, Names names, String what)
      throws ConfigException {
    Labels values = names.values();
    for (int i = 0; i < values.size(); i++) {
      try {
        TemplatedLabels.parse(alert, values.value(i));
      } catch (TemplateException e) {
        throw new ConfigException(
            names.position(), what + " \"" + values.name(i) + "\": " + e.getMessage());
      }
    }
  }
}
