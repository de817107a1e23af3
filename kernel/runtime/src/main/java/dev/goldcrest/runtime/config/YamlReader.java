package dev.goldcrest.runtime.config;

import dev.goldcrest.model.NearestName;
import dev.goldcrest.model.PromDuration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reads the keys of one mapping with their types and, at {@link #finish}, refuses keys nobody asked
 * for.
 *
 * <p>A key whose value is nothing counts as absent, as in Go's YAML. Owned by one thread.
 */
public final class YamlReader {
  private final YamlNode.Mapping mapping;
  private final String what;
  private final Map<String, YamlNode> remaining = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /**
   * Starts reading a node that must be a mapping (or nothing).
   *
   * @param what the section's name for messages, such as {@code global} or {@code
   *     scrape_configs[0]}
   */
  public YamlReader(YamlNode node, String what) throws ConfigException {
    this.what = what;
    this.mapping =
        switch (node) {
          case YamlNode.Mapping m -> m;
          case YamlNode.Scalar s when s.isNull() -> new YamlNode.Mapping(s.position(), List.of());
          default ->
              throw new ConfigException(
                  node.position(),
                  what + " must be a mapping of keys to values, found " + node.kind());
        };
    for (YamlNode.Entry entry : mapping.entries()) {
      remaining.put(entry.key(), entry.value());
    }
  }

  /** Returns where the mapping begins. */
  public Position position() {
    return mapping.position();
  }

  /** Returns the section's name. */
  public String what() {
    return what;
  }

  /** Returns the node of a key unless it is absent or nothing. */
  public Optional<YamlNode> node(String key) {
    known.add(key);
    YamlNode node = remaining.remove(key);
    return node == null || (node instanceof YamlNode.Scalar s && s.isNull())
        ? Optional.empty()
        : Optional.of(node);
  }

  /** Returns a scalar's text, or the given value when the key is absent. */
  public String string(String key, String otherwise) throws ConfigException {
    Optional<YamlNode.Scalar> scalar = scalar(key);
    return scalar.isPresent() ? scalar.get().text() : otherwise;
  }

  /** Returns a scalar's text; the key must be there. */
  public String required(String key) throws ConfigException {
    Optional<YamlNode.Scalar> scalar = scalar(key);
    if (scalar.isEmpty()) {
      throw new ConfigException(position(), what + " needs the key \"" + key + "\"");
    }
    return scalar.get().text();
  }

  /** Returns a scalar with its place. */
  public Optional<YamlNode.Scalar> scalar(String key) throws ConfigException {
    Optional<YamlNode> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof YamlNode.Scalar s) {
      return Optional.of(s);
    }
    throw wrong(node.get(), key, "a single value");
  }

  /** Returns a duration in milliseconds, or the given value. */
  public long durationMillis(String key, long otherwise) throws ConfigException {
    Optional<YamlNode.Scalar> scalar = scalar(key);
    if (scalar.isEmpty()) {
      return otherwise;
    }
    try {
      return PromDuration.parseMillis(scalar.get().text());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(scalar.get().position(), key + ": " + e.getMessage());
    }
  }

  /** Returns a size in bytes ({@code 512}, {@code 10MB}, {@code 64MiB}), or the given value. */
  public long bytes(String key, long otherwise) throws ConfigException {
    Optional<YamlNode.Scalar> scalar = scalar(key);
    if (scalar.isEmpty()) {
      return otherwise;
    }
    OptionalLong parsed = ByteSize.parse(scalar.get().text());
    if (parsed.isEmpty()) {
      throw wrong(scalar.get(), key, "a size such as 512KB, 10MB or 1GB");
    }
    return parsed.getAsLong();
  }

  /** Returns a boolean as YAML 1.1 knows them (true, yes, on …), or the given value. */
  public boolean bool(String key, boolean otherwise) throws ConfigException {
    Optional<YamlNode.Scalar> scalar = scalar(key);
    if (scalar.isEmpty()) {
      return otherwise;
    }
    return switch (scalar.get().text().toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on", "y" -> true;
      case "false", "no", "off", "n" -> false;
      default -> throw wrong(scalar.get(), key, "true or false");
    };
  }

  /** Returns a whole number, not negative, or the given value. */
  public long count(String key, long otherwise) throws ConfigException {
    Optional<YamlNode.Scalar> scalar = scalar(key);
    if (scalar.isEmpty()) {
      return otherwise;
    }
    try {
      return Long.parseUnsignedLong(scalar.get().text());
    } catch (NumberFormatException e) {
      throw wrong(scalar.get(), key, "a whole number of at least 0");
    }
  }

  /** Returns the items of a list, or no items when the key is absent. */
  public List<YamlNode> list(String key) throws ConfigException {
    Optional<YamlNode> node = node(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof YamlNode.Sequence s) {
      return s.items();
    }
    throw wrong(node.get(), key, "a list");
  }

  /** Returns the texts of a list of scalars, or no texts when the key is absent. */
  public List<String> strings(String key) throws ConfigException {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : list(key)) {
      if (!(item instanceof YamlNode.Scalar s)) {
        throw wrong(item, key, "a list of single values");
      }
      texts.add(s.text());
    }
    return texts;
  }

  /** Returns a mapping of texts to texts in file order, or an empty one when the key is absent. */
  public Map<String, String> stringMap(String key) throws ConfigException {
    Map<String, String> texts = new LinkedHashMap<>();
    Optional<YamlNode> node = node(key);
    if (node.isEmpty()) {
      return texts;
    }
    if (!(node.get() instanceof YamlNode.Mapping m)) {
      throw wrong(node.get(), key, "a mapping of names to values");
    }
    for (YamlNode.Entry entry : m.entries()) {
      if (!(entry.value() instanceof YamlNode.Scalar s)) {
        throw wrong(entry.value(), key + "." + entry.key(), "a single value");
      }
      texts.put(entry.key(), s.isNull() ? "" : s.text());
    }
    return texts;
  }

  /** Returns a reader of a nested mapping, empty when the key is absent. */
  public Optional<YamlReader> section(String key) throws ConfigException {
    Optional<YamlNode> node = node(key);
    return node.isEmpty() ? Optional.empty() : Optional.of(new YamlReader(node.get(), key));
  }

  /** Returns a reader of a nested mapping, one without keys when the key is absent. */
  public YamlReader sectionOrEmpty(String key) throws ConfigException {
    YamlNode nothing = new YamlNode.Mapping(position(), List.of());
    return new YamlReader(node(key).orElse(nothing), key);
  }

  /** Returns the keys that nobody has asked for so far, with their values, in file order. */
  public Map<String, YamlNode> unread() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(remaining));
  }

  /** Refuses keys that nobody has asked for, naming the nearest known one. */
  public void finish() throws ConfigException {
    for (YamlNode.Entry entry : mapping.entries()) {
      if (remaining.containsKey(entry.key())) {
        String hint =
            NearestName.among(known, entry.key())
                .map(n -> "; did you mean \"" + n + "\"?")
                .orElse("; known keys: " + String.join(", ", known));
        throw new ConfigException(
            entry.keyPosition(), "unknown key \"" + entry.key() + "\" in " + what + hint);
      }
    }
  }

  private static ConfigException wrong(YamlNode node, String key, String allowed) {
    return new ConfigException(
        node.position(), "\"" + key + "\" must be " + allowed + ", found " + node.kind());
  }
}
