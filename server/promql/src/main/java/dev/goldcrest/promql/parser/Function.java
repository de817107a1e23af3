package dev.goldcrest.promql.parser;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The functions of the language with their signatures.
 *
 * <p>A signature is written as one letter for each argument: {@code V}ector, {@code M}atrix, {@code
 * S}calar, {@code T}ext. A trailing {@code ?} makes the last one optional, {@code *} lets it occur
 * any number of times.
 */
public enum Function {
  ABS(Family.SAMPLE, "V"),
  ABSENT(Family.OTHER, "V"),
  ABSENT_OVER_TIME(Family.OTHER, "M"),
  ACOS(Family.SAMPLE, "V"),
  ACOSH(Family.SAMPLE, "V"),
  ASIN(Family.SAMPLE, "V"),
  ASINH(Family.SAMPLE, "V"),
  ATAN(Family.SAMPLE, "V"),
  ATANH(Family.SAMPLE, "V"),
  AVG_OVER_TIME(Family.WINDOW, "M"),
  CEIL(Family.SAMPLE, "V"),
  CHANGES(Family.WINDOW, "M"),
  CLAMP(Family.SAMPLE, "VSS"),
  CLAMP_MAX(Family.SAMPLE, "VS"),
  CLAMP_MIN(Family.SAMPLE, "VS"),
  COS(Family.SAMPLE, "V"),
  COSH(Family.SAMPLE, "V"),
  COUNT_OVER_TIME(Family.WINDOW, "M"),
  DAY_OF_MONTH(Family.DATE, "V?"),
  DAY_OF_WEEK(Family.DATE, "V?"),
  DAY_OF_YEAR(Family.DATE, "V?"),
  DAYS_IN_MONTH(Family.DATE, "V?"),
  DEG(Family.SAMPLE, "V"),
  DELTA(Family.WINDOW, "M"),
  DERIV(Family.WINDOW, "M"),
  DOUBLE_EXPONENTIAL_SMOOTHING(Family.WINDOW, "MSS"),
  END(Family.CONSTANT, ""),
  EXP(Family.SAMPLE, "V"),
  FIRST_OVER_TIME(Family.WINDOW, "M"),
  FLOOR(Family.SAMPLE, "V"),
  HISTOGRAM_FRACTION(Family.OTHER, "SSV"),
  HISTOGRAM_QUANTILE(Family.OTHER, "SV"),
  HOUR(Family.DATE, "V?"),
  IDELTA(Family.WINDOW, "M"),
  INCREASE(Family.WINDOW, "M"),
  IRATE(Family.WINDOW, "M"),
  LABEL_JOIN(Family.OTHER, "VTTT*"),
  LABEL_REPLACE(Family.OTHER, "VTTTT"),
  LAST_OVER_TIME(Family.WINDOW, "M"),
  LN(Family.SAMPLE, "V"),
  LOG10(Family.SAMPLE, "V"),
  LOG2(Family.SAMPLE, "V"),
  MAD_OVER_TIME(Family.WINDOW, "M"),
  MAX_OF(Family.CONSTANT, "SS"),
  MAX_OVER_TIME(Family.WINDOW, "M"),
  MIN_OF(Family.CONSTANT, "SS"),
  MIN_OVER_TIME(Family.WINDOW, "M"),
  MINUTE(Family.DATE, "V?"),
  MONTH(Family.DATE, "V?"),
  PI(Family.CONSTANT, ""),
  PREDICT_LINEAR(Family.WINDOW, "MS"),
  PRESENT_OVER_TIME(Family.WINDOW, "M"),
  QUANTILE_OVER_TIME(Family.WINDOW, "SM"),
  RAD(Family.SAMPLE, "V"),
  RANGE(Family.CONSTANT, ""),
  RATE(Family.WINDOW, "M"),
  RESETS(Family.WINDOW, "M"),
  ROUND(Family.SAMPLE, "VS?"),
  SCALAR(Family.OTHER, "V"),
  SGN(Family.SAMPLE, "V"),
  SIN(Family.SAMPLE, "V"),
  SINH(Family.SAMPLE, "V"),
  SORT(Family.OTHER, "V"),
  SORT_BY_LABEL(Family.OTHER, "VT*"),
  SORT_BY_LABEL_DESC(Family.OTHER, "VT*"),
  SORT_DESC(Family.OTHER, "V"),
  SQRT(Family.SAMPLE, "V"),
  START(Family.CONSTANT, ""),
  STDDEV_OVER_TIME(Family.WINDOW, "M"),
  STDVAR_OVER_TIME(Family.WINDOW, "M"),
  STEP(Family.CONSTANT, ""),
  SUM_OVER_TIME(Family.WINDOW, "M"),
  TAN(Family.SAMPLE, "V"),
  TANH(Family.SAMPLE, "V"),
  TIME(Family.CONSTANT, ""),
  TIMESTAMP(Family.OTHER, "V"),
  TS_OF_FIRST_OVER_TIME(Family.WINDOW, "M"),
  TS_OF_LAST_OVER_TIME(Family.WINDOW, "M"),
  TS_OF_MAX_OVER_TIME(Family.WINDOW, "M"),
  TS_OF_MIN_OVER_TIME(Family.WINDOW, "M"),
  VECTOR(Family.OTHER, "S"),
  YEAR(Family.DATE, "V?");

  /** How a function is evaluated. */
  public enum Family {
    /** From one sample to one number. */
    SAMPLE,
    /** From a time, by default the evaluation's, to one number. */
    DATE,
    /** From the samples of one series in a window to one number. */
    WINDOW,
    /** From scalars and the query's times to a scalar. */
    CONSTANT,
    /** Each in its own way. */
    OTHER
  }

  private static final Map<String, Function> BY_NAME = byName();

  private final String text = name().toLowerCase(Locale.ROOT);
  private final Family family;
  private final String argLetters;
  private final boolean lastOptional;
  private final boolean lastRepeats;

  Function(Family family, String signature) {
    this.family = family;
    this.lastOptional = signature.endsWith("?");
    this.lastRepeats = signature.endsWith("*");
    int count = lastOptional || lastRepeats ? signature.length() - 1 : signature.length();
    this.argLetters = signature.substring(0, count);
  }

  private static ValueType typeOf(char letter) {
    return switch (letter) {
      case 'V' -> ValueType.VECTOR;
      case 'M' -> ValueType.MATRIX;
      case 'S' -> ValueType.SCALAR;
      case 'T' -> ValueType.STRING;
      default -> throw new IllegalStateException("BUG: no value type for " + letter);
    };
  }

  private static Map<String, Function> byName() {
    Map<String, Function> map = new HashMap<>();
    for (Function function : values()) {
      map.put(function.text, function);
    }
    return map;
  }

  /** Returns the function of this name, or null. */
  public static @Nullable Function named(String name) {
    return BY_NAME.get(name);
  }

  /** Returns the function's name. */
  public String text() {
    return text;
  }

  /** Returns how the function is evaluated. */
  public Family family() {
    return family;
  }

  /** Returns the type of the argument at {@code index}, which may lie in the repeated part. */
  ValueType argType(int index) {
    return typeOf(argLetters.charAt(Math.min(index, argLetters.length() - 1)));
  }

  /** Returns how many arguments are written in the signature. */
  int argCount() {
    return argLetters.length();
  }

  /** Returns the fewest arguments allowed. */
  int minArgs() {
    return lastOptional || lastRepeats ? argLetters.length() - 1 : argLetters.length();
  }

  /** Tells whether the number of arguments may differ from {@link #argCount}. */
  boolean isVariadic() {
    return lastOptional || lastRepeats;
  }

  /** Tells whether the last argument may occur any number of times. */
  boolean hasRepeatedArgument() {
    return lastRepeats;
  }

  /** Returns what the function evaluates to. */
  public ValueType returnType() {
    return family == Family.CONSTANT || this == SCALAR ? ValueType.SCALAR : ValueType.VECTOR;
  }

  /** Tells whether the result is no longer the metric it was computed from. */
  public boolean dropsMetricName() {
    return switch (this) {
      case LAST_OVER_TIME,
          FIRST_OVER_TIME,
          LABEL_REPLACE,
          LABEL_JOIN,
          SORT,
          SORT_DESC,
          SORT_BY_LABEL,
          SORT_BY_LABEL_DESC ->
          false;
      default -> true;
    };
  }

  /** Tells whether the language calls the function experimental. */
  public boolean isExperimental() {
    return switch (this) {
      case DOUBLE_EXPONENTIAL_SMOOTHING,
          END,
          MAD_OVER_TIME,
          MAX_OF,
          MIN_OF,
          RANGE,
          SORT_BY_LABEL,
          SORT_BY_LABEL_DESC,
          START,
          STEP,
          TS_OF_FIRST_OVER_TIME,
          TS_OF_LAST_OVER_TIME,
          TS_OF_MAX_OVER_TIME,
          TS_OF_MIN_OVER_TIME ->
          true;
      default -> false;
    };
  }
}
