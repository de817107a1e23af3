package dev.goldcrest.model;

import java.util.Optional;

/**
 * One condition on a label, as in a selector: equal, not equal, matching or not matching a regular
 * expression.
 *
 * <p>An absent label has the empty value, so {@code a=""} and {@code a!~".+"} accept label sets
 * without {@code a}.
 *
 * @param regex the compiled value for the two regular expression types, otherwise empty
 */
public record Matcher(Type type, String name, String value, Optional<Regex> regex) {
  /** The four comparisons. */
  public enum Type {
    EQUAL("="),
    NOT_EQUAL("!="),
    REGEX("=~"),
    NOT_REGEX("!~");

    private final String operator;

    Type(String operator) {
      this.operator = operator;
    }

    /** Returns the operator as written in a selector. */
    public String operator() {
      return operator;
    }
  }

  /** Checks that the expression is there exactly when the type needs it. */
  public Matcher {
    boolean wanted = type == Type.REGEX || type == Type.NOT_REGEX;
    if (wanted != regex.isPresent()) {
      throw new IllegalStateException("BUG: matcher type " + type + " with regex " + regex);
    }
  }

  /**
   * Returns a matcher, compiling the value when the type is a regular expression.
   *
   * @throws IllegalArgumentException with the reason when the expression's syntax is wrong
   */
  public static Matcher of(Type type, String name, String value) {
    return switch (type) {
      case EQUAL, NOT_EQUAL -> new Matcher(type, name, value, Optional.empty());
      case REGEX, NOT_REGEX -> new Matcher(type, name, value, Optional.of(Regex.compile(value)));
    };
  }

  /** Returns the matcher {@code name="value"}. */
  public static Matcher equal(String name, String value) {
    return of(Type.EQUAL, name, value);
  }

  /**
   * Tells whether a label value satisfies the condition; absent labels are passed as the empty
   * string.
   */
  public boolean matches(String labelValue) {
    return switch (type) {
      case EQUAL -> value.equals(labelValue);
      case NOT_EQUAL -> !value.equals(labelValue);
      case REGEX -> regex.orElseThrow().matches(labelValue);
      case NOT_REGEX -> !regex.orElseThrow().matches(labelValue);
    };
  }

  /** Tells whether label sets without this label satisfy the condition. */
  public boolean matchesEmpty() {
    return matches("");
  }

  @Override
  public String toString() {
    String shownName = LabelNames.isLegacy(name) ? name : Quoting.quote(name);
    return shownName + type.operator() + Quoting.quote(value);
  }
}
