package dev.goldcrest.server.config;

import dev.goldcrest.model.Regex;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.Position;
import dev.goldcrest.runtime.config.YamlNode;
import dev.goldcrest.runtime.config.YamlReader;
import dev.goldcrest.scrape.RelabelRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code relabel_configs} and its relatives. */
final class RelabelReader {
  private RelabelReader() {}

  static List<RelabelRule> read(YamlReader section, String key) throws ConfigException {
    List<RelabelRule> rules = new ArrayList<>();
    List<YamlNode> items = section.list(key);
    for (int i = 0; i < items.size(); i++) {
      rules.add(rule(ReadContext.item(items.get(i), key + "[" + i + "]")));
    }
    return rules;
  }

  private static RelabelRule rule(YamlReader reader) throws ConfigException {
    List<String> sources = reader.strings("source_labels");
    String separator = reader.string("separator", RelabelRule.DEFAULT_SEPARATOR);
    String target = reader.string("target_label", "");
    String replacement = reader.string("replacement", RelabelRule.DEFAULT_REPLACEMENT);
    long modulus = reader.count("modulus", 0);
    Optional<YamlNode.Scalar> regexNode = reader.scalar("regex");
    Optional<YamlNode.Scalar> actionNode = reader.scalar("action");
    reader.finish();
    Regex regex =
        regexNode.isPresent()
            ? ReadContext.at(
                regexNode.get().position(), () -> Regex.compile(regexNode.get().text()))
            : RelabelRule.DEFAULT_REGEX;
    Position place = actionNode.map(YamlNode.Scalar::position).orElse(reader.position());
    String action = actionNode.map(YamlNode.Scalar::text).orElse("replace");
    return ReadContext.at(
        place,
        () ->
            new RelabelRule(
                sources,
                separator,
                regex,
                modulus,
                target,
                replacement,
                RelabelRule.Action.parse(action)));
  }
}
