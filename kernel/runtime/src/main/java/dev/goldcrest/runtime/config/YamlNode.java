package dev.goldcrest.runtime.config;

import java.util.List;

/** A node of a YAML document with its place. Immutable. */
public sealed interface YamlNode {
  /** Returns where the node begins. */
  Position position();

  /**
   * A scalar as written, with quotes and escapes resolved; what type it has is up to the reader of
   * the key.
   */
  record Scalar(Position position, String text, boolean quoted) implements YamlNode {
    /** Tells whether the scalar stands for nothing: empty, {@code ~} or {@code null}, unquoted. */
    public boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equalsIgnoreCase("null"));
    }
  }

  /** A list. */
  record Sequence(Position position, List<YamlNode> items) implements YamlNode {
    /** Copies the list. */
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** Keys and values in the order of the file; keys are unique. */
  record Mapping(Position position, List<Entry> entries) implements YamlNode {
    /** Copies the list. */
    public Mapping {
      entries = List.copyOf(entries);
    }
  }

  /** One key with its value. */
  record Entry(Position keyPosition, String key, YamlNode value) {}

  /** Returns the kind of node in words, for messages. */
  default String kind() {
    return switch (this) {
      case Scalar s -> s.isNull() ? "nothing" : "the scalar \"" + s.text() + "\"";
      case Sequence s -> "a list";
      case Mapping m -> "a mapping";
    };
  }
}
