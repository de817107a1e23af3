package dev.goldcrest.promql.parser;

import org.jspecify.annotations.Nullable;

/**
 * Where in time a selector or subquery looks.
 *
 * @param offset how far back from the evaluation time, or null
 * @param atMillis the time to evaluate at when {@code at} is {@link At#TIME}, otherwise 0
 */
public record Modifiers(@Nullable DurationExpr offset, At at, long atMillis) {
  /** No modifier. */
  public static final Modifiers NONE = new Modifiers(null, At.NONE, 0);

  /** The forms of the {@code @} modifier. */
  public enum At {
    NONE,
    TIME,
    START,
    END
  }

  Modifiers withOffset(DurationExpr newOffset) {
    return new Modifiers(newOffset, at, atMillis);
  }

  Modifiers withAt(At newAt, long newAtMillis) {
    return new Modifiers(offset, newAt, newAtMillis);
  }
}
