package dev.goldcrest.server.config;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.Yaml;
import dev.goldcrest.runtime.config.YamlNode;
import dev.goldcrest.runtime.config.YamlReader;
import dev.goldcrest.scrape.TargetFileReader;
import dev.goldcrest.scrape.TargetGroup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of targets: {@code static_configs} and discovery files, whose JSON is YAML too. */
public final class TargetGroupReader implements TargetFileReader {
  @Override
  public List<TargetGroup> read(Path file) throws IOException {
    String text = SmallFile.read(file);
    try {
      return switch (Yaml.parse(file.toString(), text)) {
        case YamlNode.Sequence s -> groups(s.items(), "target group");
        case YamlNode.Mapping m when m.entries().isEmpty() -> List.of();
        case YamlNode other ->
            throw new ConfigException(
                other.position(), "a discovery file must be a list, found " + other.kind());
      };
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static List<TargetGroup> groups(List<YamlNode> items, String what) throws ConfigException {
    List<TargetGroup> groups = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      YamlReader reader = ReadContext.item(items.get(i), what + "[" + i + "]");
      List<String> targets = reader.strings("targets");
      Labels labels = ReadContext.labels(reader, "labels");
      reader.finish();
      for (String target : targets) {
        if (target.contains("/")) {
          throw new ConfigException(
              reader.position(),
              "\"" + target + "\" is not a valid hostname; write host:port without scheme or path");
        }
      }
      groups.add(new TargetGroup(targets, labels));
    }
    return groups;
  }
}
