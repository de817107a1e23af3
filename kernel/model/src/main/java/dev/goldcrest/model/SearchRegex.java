package dev.goldcrest.model;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/**
 * A regular expression in RE2 syntax that looks for its matches anywhere in a text, as Go's regexp
 * package does; {@link Regex} is the one of selectors.
 *
 * <p>Instances are immutable and safe for use by several threads.
 */
public final class SearchRegex {
  private final Pattern pattern;

  private SearchRegex(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles an expression.
   *
   * @throws IllegalArgumentException in the words of Go's regexp package when the syntax is wrong
   */
  public static SearchRegex compile(String text) {
    try {
      return new SearchRegex(Pattern.compile(text));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Tells whether the expression matches anywhere in {@code input}. */
  public boolean find(String input) {
    return pattern.matcher(input).find();
  }

  /** Replaces every match by {@code template}, expanded as {@link Regex#expand} does. */
  public String replaceAll(String input, String template) {
    Matcher matcher = pattern.matcher(input);
    StringBuilder out = new StringBuilder(input.length() + 16);
    int from = 0;
    while (matcher.find()) {
      out.append(input, from, matcher.start());
      out.append(GoTemplateExpansion.expand(template, matcher, pattern));
      from = matcher.end();
    }
    return out.append(input, from, input.length()).toString();
  }
}
