package dev.goldcrest.promql.parser;

/**
 * Where a piece of an expression stands in its text.
 *
 * @param start index of its first character
 * @param end index after its last character
 */
public record Span(int start, int end) {
  /** Returns the span from the start of this to the end of {@code other}. */
  public Span to(Span other) {
    return new Span(start, other.end);
  }
}
