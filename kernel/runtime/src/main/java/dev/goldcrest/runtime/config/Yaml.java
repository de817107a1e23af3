package dev.goldcrest.runtime.config;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Reads YAML (and so JSON) into {@link YamlNode} trees with the place of every node.
 *
 * <p>Scalars keep their text: a reader asks for the type that its key has, which avoids YAML's
 * guesses (such as {@code no} as a label value). Aliases are followed within {@link #MAX_NODES}, so
 * a small file cannot grow without bound.
 */
public final class Yaml {
  /** The largest document read, in characters. */
  public static final int MAX_CHARACTERS = 8 << 20;

  /** The most nodes of a document, aliases counted each time they are used. */
  public static final int MAX_NODES = 500_000;

  private static final int MAX_DEPTH = 64;

  /** The key of YAML 1.1 that takes over the entries of another mapping. */
  private static final String MERGE_KEY = "<<";

  private final String file;
  private int nodes;

  private Yaml(String file) {
    this.file = file;
  }

  /**
   * Parses one document; an empty text is an empty mapping.
   *
   * @param file the name to give in messages
   */
  public static YamlNode parse(String file, String text) throws ConfigException {
    if (text.length() > MAX_CHARACTERS) {
      throw new ConfigException(
          file
              + ": the document has "
              + text.length()
              + " characters; at most "
              + MAX_CHARACTERS
              + " are read");
    }
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setUseMarks(true)
            .setAllowDuplicateKeys(true) // reported below with both places
            .setCodePointLimit(MAX_CHARACTERS)
            .setMaxAliasesForCollections(MAX_NODES) // MAX_NODES bounds what they grow to
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty()) {
        return new YamlNode.Mapping(new Position(file, 1, 1), List.of());
      }
      return new Yaml(file).convert(root.get(), 0);
    } catch (MarkedYamlEngineException e) {
      Position place =
          e.getProblemMark().map(m -> position(file, m)).orElse(new Position(file, 1, 1));
      String context = e.getContext() == null ? "" : e.getContext() + ": ";
      throw new ConfigException(place, "broken YAML: " + context + e.getProblem());
    } catch (YamlEngineException e) {
      throw new ConfigException(new Position(file, 1, 1), "broken YAML: " + e.getMessage());
    }
  }

  private YamlNode convert(Node node, int depth) throws ConfigException {
    Position place = place(node);
    nodes++;
    if (nodes > MAX_NODES || depth > MAX_DEPTH) {
      throw new ConfigException(
          place,
          "the document is too large: more than "
              + MAX_NODES
              + " nodes or "
              + MAX_DEPTH
              + " levels");
    }
    return switch (node) {
      case ScalarNode s ->
          new YamlNode.Scalar(place, s.getValue(), s.getScalarStyle() != ScalarStyle.PLAIN);
      case SequenceNode s -> {
        List<YamlNode> items = new ArrayList<>(s.getValue().size());
        for (Node item : s.getValue()) {
          items.add(convert(item, depth + 1));
        }
        yield new YamlNode.Sequence(place, items);
      }
      case MappingNode m -> mapping(m, place, depth);
      default -> throw new IllegalStateException("BUG: YAML node " + node.getNodeType());
    };
  }

  private YamlNode.Mapping mapping(MappingNode node, Position place, int depth)
      throws ConfigException {
    List<YamlNode.Entry> entries = new ArrayList<>(node.getValue().size());
    Map<String, Position> seen = new HashMap<>();
    List<YamlNode> merged = new ArrayList<>();
    for (NodeTuple tuple : node.getValue()) {
      Position keyPlace = place(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new ConfigException(keyPlace, "a key must be a scalar, found a list or a mapping");
      }
      @Nullable Position earlier = seen.put(key.getValue(), keyPlace);
      if (earlier != null) {
        throw new ConfigException(
            keyPlace, "key \"" + key.getValue() + "\" is already set in line " + earlier.line());
      }
      YamlNode value = convert(tuple.getValueNode(), depth + 1);
      if (key.getScalarStyle() == ScalarStyle.PLAIN && key.getValue().equals(MERGE_KEY)) {
        merged.add(value);
        continue;
      }
      entries.add(new YamlNode.Entry(keyPlace, key.getValue(), value));
    }
    for (YamlNode source : merged) {
      merge(source, entries, seen);
    }
    return new YamlNode.Mapping(place, entries);
  }

  /** Adds the entries of a mapping, or of several, whose keys are not set yet. */
  private static void merge(
      YamlNode source, List<YamlNode.Entry> entries, Map<String, Position> seen)
      throws ConfigException {
    switch (source) {
      case YamlNode.Mapping m -> {
        for (YamlNode.Entry entry : m.entries()) {
          if (seen.putIfAbsent(entry.key(), entry.keyPosition()) == null) {
            entries.add(entry);
          }
        }
      }
      case YamlNode.Sequence several -> {
        for (YamlNode item : several.items()) {
          merge(item, entries, seen);
        }
      }
      case YamlNode.Scalar s ->
          throw new ConfigException(
              s.position(), "\"<<\" must be a mapping or a list of mappings, found " + s.kind());
    }
  }

  private Position place(Node node) {
    return node.getStartMark().map(m -> position(file, m)).orElse(new Position(file, 1, 1));
  }

  private static Position position(String file, Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }
}
