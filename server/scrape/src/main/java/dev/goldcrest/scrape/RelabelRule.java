package dev.goldcrest.scrape;

import dev.goldcrest.model.Quoting;
import dev.goldcrest.model.Regex;
import java.util.List;
import java.util.Locale;

/**
 * One relabelling step: an entry of {@code relabel_configs} or {@code metric_relabel_configs}.
 *
 * @param sourceLabels labels whose values, joined, are what the rule looks at
 * @param modulus unsigned; 0 when not given
 * @param targetLabel the label to write, possibly empty
 */
public record RelabelRule(
    List<String> sourceLabels,
    String separator,
    Regex regex,
    long modulus,
    String targetLabel,
    String replacement,
    Action action) {
  /** Prometheus's default of {@code separator}. */
  public static final String DEFAULT_SEPARATOR = ";";

  /** Prometheus's default of {@code regex}. */
  public static final Regex DEFAULT_REGEX = Regex.compile("(.*)");

  /** Prometheus's default of {@code replacement}. */
  public static final String DEFAULT_REPLACEMENT = "$1";

  /** What a rule does. */
  public enum Action {
    REPLACE,
    KEEP,
    DROP,
    KEEPEQUAL,
    DROPEQUAL,
    HASHMOD,
    LABELMAP,
    LABELDROP,
    LABELKEEP,
    LOWERCASE,
    UPPERCASE;

    private final String text = name().toLowerCase(Locale.ROOT);

    /** Returns the action as configuration files spell it. */
    public String text() {
      return text;
    }

    /**
     * Returns the action of a configuration value; upper and lower case are the same.
     *
     * @throws IllegalArgumentException in Prometheus's words
     */
    public static Action parse(String text) {
      if (text.isEmpty()) {
        throw new IllegalArgumentException("relabel action cannot be empty");
      }
      for (Action action : values()) {
        if (action.text.equalsIgnoreCase(text)) {
          return action;
        }
      }
      throw new IllegalArgumentException("unknown relabel action " + Quoting.quote(text));
    }
  }

  /**
   * Copies the names and checks that the fields fit the action.
   *
   * @throws IllegalArgumentException in Prometheus's words
   */
  public RelabelRule {
    sourceLabels = List.copyOf(sourceLabels);
    if (sourceLabels.contains("")) {
      throw new IllegalArgumentException("\"\" is not a valid label name");
    }
    if (action == Action.HASHMOD && modulus == 0) {
      throw new IllegalArgumentException(
          "relabel configuration for hashmod requires non-zero modulus");
    }
    if (writesOrComparesTarget(action) && targetLabel.isEmpty()) {
      throw new IllegalArgumentException(
          "relabel configuration for " + action.text + " action requires 'target_label' value");
    }
    boolean otherReplacement = !replacement.equals(DEFAULT_REPLACEMENT);
    if (ignoresReplacement(action) && otherReplacement) {
      throw new IllegalArgumentException(
          "'replacement' can not be set for " + action.text + " action");
    }
    if (action == Action.LABELMAP && replacement.isEmpty()) {
      throw new IllegalArgumentException("\"\" is invalid 'replacement' for labelmap action");
    }
    boolean otherJoin = modulus != 0 || !separator.equals(DEFAULT_SEPARATOR) || otherReplacement;
    if ((action == Action.KEEPEQUAL || action == Action.DROPEQUAL)
        && (otherJoin || !regex.equals(DEFAULT_REGEX))) {
      throw new IllegalArgumentException(
          action.text
              + " action requires only 'source_labels' and `target_label`, and no other fields");
    }
    if ((action == Action.LABELDROP || action == Action.LABELKEEP)
        && (otherJoin || !sourceLabels.isEmpty() || !targetLabel.isEmpty())) {
      throw new IllegalArgumentException(
          action.text + " action requires only 'regex', and no other fields");
    }
  }

  private static boolean writesOrComparesTarget(Action action) {
    return switch (action) {
      case REPLACE, HASHMOD, LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL -> true;
      case KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
    };
  }

  private static boolean ignoresReplacement(Action action) {
    return switch (action) {
      case LOWERCASE, UPPERCASE, KEEPEQUAL, DROPEQUAL -> true;
      case REPLACE, HASHMOD, KEEP, DROP, LABELMAP, LABELDROP, LABELKEEP -> false;
    };
  }
}
