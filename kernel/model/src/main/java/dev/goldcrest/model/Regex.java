package dev.goldcrest.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;

/**
 * A regular expression in RE2 syntax that must match a whole string, as every regular expression in
 * Prometheus does.
 *
 * <p>Matching takes time linear in the input. Instances are immutable and safe for use by several
 * threads.
 */
public final class Regex {
  private final String text;
  private final Pattern pattern;
  // Set when the expression holds no operator, so that matching is string equality.
  private final boolean literal;

  private Regex(String text, Pattern pattern) {
    this.text = text;
    this.pattern = pattern;
    this.literal = isLiteral(text);
  }

  /**
   * Compiles an expression; the dot matches newlines, as in Prometheus.
   *
   * @throws IllegalArgumentException with the reason and the offending part when the syntax is
   *     wrong
   */
  public static Regex compile(String text) {
    try {
      return new Regex(text, Pattern.compile("^(?s:" + text + ")$"));
    } catch (PatternSyntaxException e) {
      String part = e.getPattern();
      throw new IllegalArgumentException(
          "invalid regular expression \""
              + text
              + "\": "
              + e.getDescription()
              + (part == null || part.isEmpty() ? "" : ": `" + part + "`"),
          e);
    }
  }

  /** Tells whether the expression matches all of {@code input}. */
  public boolean matches(String input) {
    return literal ? text.equals(input) : pattern.matches(input);
  }

  /**
   * Expands {@code template} with the groups of a match over all of {@code input}, by Go's rules:
   * {@code $1}, {@code ${1}}, {@code $name}, {@code ${name}}, {@code $$}; an unknown group is
   * empty.
   *
   * @return the expansion, or empty when the expression does not match
   */
  public Optional<String> expand(String input, String template) {
    Matcher matcher = pattern.matcher(input);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(GoTemplateExpansion.expand(template, matcher, pattern));
  }

  /** Tells whether the expression is a plain string, so that it equals what it matches. */
  public boolean isLiteral() {
    return literal;
  }

  /** Returns the expression as written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Regex that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }

  private static boolean isLiteral(String text) {
    for (int i = 0; i < text.length(); i++) {
      if ("\\.+*?()|[]{}^$".indexOf(text.charAt(i)) >= 0) {
        return false;
      }
    }
    return true;
  }
}
