package dev.goldcrest.promql.parser;

import java.util.Locale;

/** The aggregation operators. */
public enum AggregateOp {
  SUM,
  AVG,
  MIN,
  MAX,
  COUNT,
  GROUP,
  STDDEV,
  STDVAR,
  TOPK,
  BOTTOMK,
  QUANTILE,
  COUNT_VALUES,
  LIMITK,
  LIMIT_RATIO;

  private final String text = name().toLowerCase(Locale.ROOT);

  /** Returns the operator as written. */
  public String text() {
    return text;
  }

  /** Tells whether the operator takes an argument before the vector. */
  public boolean hasParameter() {
    return switch (this) {
      case TOPK, BOTTOMK, QUANTILE, COUNT_VALUES, LIMITK, LIMIT_RATIO -> true;
      case SUM, AVG, MIN, MAX, COUNT, GROUP, STDDEV, STDVAR -> false;
    };
  }

  /** Returns the type of that argument. */
  public ValueType parameterType() {
    return this == COUNT_VALUES ? ValueType.STRING : ValueType.SCALAR;
  }

  /** Tells whether the results are a choice of the input series, with their own labels. */
  public boolean selectsSeries() {
    return this == TOPK || this == BOTTOMK || this == LIMITK || this == LIMIT_RATIO;
  }

  /** Tells whether the language calls the operator experimental. */
  public boolean isExperimental() {
    return this == LIMITK || this == LIMIT_RATIO;
  }
}
