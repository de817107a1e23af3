package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.Function;

/** What the functions of one sample compute. */
final class SampleMath {
  private static final double LN_2 = Math.log(2);
  private static final long SECONDS_PER_DAY = 86_400;
  private static final int DAYS_TO_MARCH_0000 = 719_468;

  private SampleMath() {}

  static double compute(Function function, double x) {
    return switch (function) {
      case ABS -> Math.abs(x);
      case CEIL -> Math.ceil(x);
      case FLOOR -> Math.floor(x);
      case ROUND -> round(x, 1);
      case EXP -> Math.exp(x);
      case SQRT -> Math.sqrt(x);
      case LN -> Math.log(x);
      case LOG2 -> log2(x);
      case LOG10 -> Math.log10(x);
      case SGN -> Double.isNaN(x) || x == 0 ? x : Math.signum(x);
      case DEG -> x * 180 / Math.PI;
      case RAD -> x * Math.PI / 180;
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.tan(x);
      case ASIN -> Math.asin(x);
      case ACOS -> Math.acos(x);
      case ATAN -> Math.atan(x);
      case SINH -> Math.sinh(x);
      case COSH -> Math.cosh(x);
      case TANH -> Math.tanh(x);
      case ASINH -> asinh(x);
      case ACOSH -> acosh(x);
      case ATANH -> atanh(x);
      default -> throw new IllegalStateException("BUG: " + function + " is not of one sample");
    };
  }

  // Exact for powers of two, which the quotient of logarithms is not.
  private static double log2(double x) {
    if (x > 0 && !Double.isInfinite(x)) {
      int exponent = Math.getExponent(x);
      if (exponent >= Double.MIN_EXPONENT) {
        return exponent + Math.log(x / Math.scalb(1.0, exponent)) / LN_2;
      }
    }
    return Math.log(x) / LN_2;
  }

  static double round(double value, double toNearest) {
    // Dividing by the inverse keeps 0.1 and the like exact where multiplying would not.
    double inverse = 1 / toNearest;
    return Math.floor(value * inverse + 0.5) / inverse;
  }

  // As in Go, an infinity wins over a not-a-number value.
  static double atLeast(double value, double min) {
    boolean infinite = value == Double.POSITIVE_INFINITY || min == Double.POSITIVE_INFINITY;
    return infinite ? Double.POSITIVE_INFINITY : Math.max(value, min);
  }

  static double atMost(double value, double max) {
    boolean infinite = value == Double.NEGATIVE_INFINITY || max == Double.NEGATIVE_INFINITY;
    return infinite ? Double.NEGATIVE_INFINITY : Math.min(value, max);
  }

  private static double asinh(double x) {
    double size = Math.abs(x);
    if (Double.isNaN(x) || Double.isInfinite(x) || size < 1e-8) {
      return x;
    }
    double result =
        size > 1e8
            ? Math.log(size) + LN_2
            : Math.log1p(size + size * size / (1 + Math.sqrt(1 + size * size)));
    return Math.copySign(result, x);
  }

  private static double acosh(double x) {
    if (x < 1 || Double.isNaN(x)) {
      return Double.NaN;
    }
    if (x > 1e8) {
      return Math.log(x) + LN_2;
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  private static double atanh(double x) {
    double size = Math.abs(x);
    if (!(size <= 1)) {
      return Double.NaN;
    }
    return Math.copySign(0.5 * Math.log1p(2 * size / (1 - size)), x);
  }

  /** Returns one part of the UTC date and time that is {@code seconds} after the epoch. */
  static double datePart(Function function, double seconds) {
    if (Double.isNaN(seconds) || Double.isInfinite(seconds)) {
      return Double.NaN;
    }
    long whole = (long) seconds;
    long secondOfDay = Math.floorMod(whole, SECONDS_PER_DAY);
    long days = Math.floorDiv(whole, SECONDS_PER_DAY);
    long part =
        switch (function) {
          case MINUTE -> secondOfDay / 60 % 60;
          case HOUR -> secondOfDay / 3600;
          case DAY_OF_WEEK -> Math.floorMod(days + 4, 7);
          default -> calendarPart(function, days);
        };
    return part;
  }

  // Civil from days: years start in March, so that a leap day is the last of its year.
  private static long calendarPart(Function function, long daysSinceEpoch) {
    long days = daysSinceEpoch + DAYS_TO_MARCH_0000;
    long era = Math.floorDiv(days, 146_097);
    long dayOfEra = days - era * 146_097;
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayFromMarch = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayFromMarch + 2) / 153;
    long day = dayFromMarch - (153 * monthFromMarch + 2) / 5 + 1;
    long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    boolean leap = Math.floorMod(year, 4) == 0 && (year % 100 != 0 || year % 400 == 0);
    return switch (function) {
      case YEAR -> year;
      case MONTH -> month;
      case DAY_OF_MONTH -> day;
      case DAY_OF_YEAR -> month > 2 ? dayFromMarch + 60 + (leap ? 1 : 0) : dayFromMarch - 306 + 1;
      case DAYS_IN_MONTH -> month == 2 ? (leap ? 29 : 28) : 30 + (month + month / 8) % 2;
      default -> throw new IllegalStateException("BUG: " + function + " is no part of a date");
    };
  }
}
