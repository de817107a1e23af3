package dev.goldcrest.server.config;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.Position;
import dev.goldcrest.runtime.config.YamlNode;
import dev.goldcrest.runtime.config.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the readers of one file share: its folder and the warnings so far. */
final class ReadContext {
  private static final int MAX_SECRET_BYTES = 64 << 10;

  private final Path folder;
  private final List<String> warnings = new ArrayList<>();

  ReadContext(Path folder) {
    this.folder = folder;
  }

  List<String> warnings() {
    return warnings;
  }

  /** Resolves a path as written against the folder of the configuration file. */
  Path resolve(YamlNode.Scalar path) throws ConfigException {
    return at(path.position(), () -> folder.resolve(path.text()).normalize());
  }

  /** Returns a reader of a list's item, which must not be nothing. */
  static YamlReader item(YamlNode item, String what) throws ConfigException {
    if (item instanceof YamlNode.Scalar s && s.isNull()) {
      throw new ConfigException(item.position(), "empty or null section in " + what);
    }
    return new YamlReader(item, what);
  }

  /** Returns the scalars of a list with their places. */
  static List<YamlNode.Scalar> scalars(YamlReader reader, String key) throws ConfigException {
    List<YamlNode.Scalar> scalars = new ArrayList<>();
    for (YamlNode node : reader.list(key)) {
      if (!(node instanceof YamlNode.Scalar s) || s.isNull()) {
        throw new ConfigException(
            node.position(), "\"" + key + "\" must be a list of paths, found " + node.kind());
      }
      scalars.add(s);
    }
    return scalars;
  }

  /** Returns a duration that counts from 1 ms; 0 stands for the default, as in Prometheus. */
  static long interval(YamlReader reader, String key, long otherwise) throws ConfigException {
    long millis = reader.durationMillis(key, otherwise);
    return millis == 0 ? otherwise : millis;
  }

  /** Returns a mapping of label names to values. */
  static Labels labels(YamlReader reader, String key) throws ConfigException {
    Map<String, String> labels = reader.stringMap(key);
    if (labels.containsKey("")) {
      throw new ConfigException(reader.position(), "\"\" is not a valid label name in " + key);
    }
    return at(reader.position(), () -> Labels.of(labels));
  }

  /** Runs a constructor that checks its arguments; its complaint becomes an error at a place. */
  static <T> T at(Position place, Check<T> check) throws ConfigException {
    try {
      return check.run();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(place, String.valueOf(e.getMessage()));
    }
  }

  /** Something that validates by throwing {@link IllegalArgumentException}. */
  interface Check<T> {
    T run();
  }

  /**
   * Returns a secret given in clear or by the name of a file, whose trailing line ends do not
   * count.
   */
  Optional<String> secret(YamlReader reader, String key) throws ConfigException {
    Optional<YamlNode.Scalar> inline = reader.scalar(key);
    Optional<YamlNode.Scalar> file = reader.scalar(key + "_file");
    if (inline.isPresent() && file.isPresent()) {
      throw new ConfigException(
          file.get().position(),
          "at most one of " + key + " & " + key + "_file must be configured");
    }
    if (inline.isPresent()) {
      return Optional.of(inline.get().text());
    }
    return file.isPresent() ? Optional.of(readSecret(file.get())) : Optional.empty();
  }

  private String readSecret(YamlNode.Scalar file) throws ConfigException {
    Path path = resolve(file);
    try {
      return SmallFile.read(path, MAX_SECRET_BYTES).strip();
    } catch (IOException e) {
      throw new ConfigException(
          file.position(), "cannot read the secret in " + path + ": " + SmallFile.reason(e));
    }
  }

  /**
   * Warns about keys that Prometheus knows and this server does not act on, and refuses the rest.
   *
   * @param unsupported keys that Prometheus knows in this section
   */
  void finish(YamlReader reader, List<String> unsupported) throws ConfigException {
    for (Map.Entry<String, YamlNode> entry : reader.unread().entrySet()) {
      String key = entry.getKey();
      if (unsupported.contains(key) && reader.node(key).isPresent()) {
        warnings.add(
            entry.getValue().position()
                + ": \""
                + key
                + "\" in "
                + reader.what()
                + " is not supported yet and has no effect");
      }
    }
    // Known now, so that a misspelt key is told the nearest of these too.
    for (String key : unsupported) {
      reader.node(key);
    }
    reader.finish();
  }
}
