package dev.goldcrest.promql;

import java.util.Random;

/** Writes random expressions that parse, from a seed. */
final class RandomExpressions {
  private static final String[] METRICS = {"a_total", "b", "c", "d_bucket"};
  private static final String[] LABELS = {"x", "y", "le", "__name__"};
  private static final String[] ARITHMETIC = {"+", "-", "*", "/", "%", "^", "atan2"};
  private static final String[] COMPARISONS = {"==", "!=", "<", "<=", ">", ">="};
  private static final String[] SETS = {"and", "or", "unless"};
  private static final String[] AGGREGATIONS = {
    "sum", "avg", "min", "max", "count", "group", "stddev", "stdvar"
  };
  private static final String[] WINDOWS = {
    "rate",
    "irate",
    "increase",
    "delta",
    "idelta",
    "deriv",
    "changes",
    "resets",
    "sum_over_time",
    "avg_over_time",
    "min_over_time",
    "max_over_time",
    "count_over_time",
    "last_over_time",
    "first_over_time",
    "present_over_time",
    "stddev_over_time",
    "stdvar_over_time",
    "mad_over_time",
    "absent_over_time",
    "ts_of_max_over_time"
  };
  private static final String[] SAMPLES = {
    "abs",
    "ceil",
    "floor",
    "sgn",
    "sqrt",
    "exp",
    "ln",
    "round",
    "timestamp",
    "hour",
    "day_of_year",
    "deg",
    "atan",
    "sort",
    "absent"
  };
  private static final String[] DURATIONS = {"20s", "45s", "1m", "90s", "2m10s", "33"};

  private final Random random;

  RandomExpressions(long seed) {
    this.random = new Random(seed);
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  /** Returns an instant vector expression at most so deep. */
  String vector(int depth) {
    if (depth <= 0) {
      return selector() + modifiers();
    }
    return switch (random.nextInt(12)) {
      case 0 -> selector() + modifiers();
      case 1 -> pick(WINDOWS) + "(" + matrix(depth - 1) + ")";
      case 2 -> pick(SAMPLES) + "(" + vector(depth - 1) + ")";
      case 3 -> pick(AGGREGATIONS) + grouping() + "(" + vector(depth - 1) + ")";
      case 4 -> parameterised(depth - 1);
      case 5 -> operand(depth) + " " + pick(ARITHMETIC) + " " + scalar(depth - 1);
      case 6 -> operand(depth) + " " + pick(COMPARISONS) + bool() + scalar(depth - 1);
      case 7 -> operand(depth) + " " + pick(ARITHMETIC) + matching(true) + operand(depth);
      case 8 -> operand(depth) + " " + pick(COMPARISONS) + bool() + matching(true) + operand(depth);
      case 9 -> operand(depth) + " " + pick(SETS) + matching(false) + operand(depth);
      case 10 -> "-" + operand(depth);
      default -> labels(depth - 1);
    };
  }

  private String operand(int depth) {
    return "(" + vector(depth - 1) + ")";
  }

  // Rankings are of plain selectors, whose order is the same in an instant and in a range: the
  // order
  // decides between equal values.
  private String parameterised(int depth) {
    String inner = vector(depth);
    return switch (random.nextInt(7)) {
      case 0 -> "topk" + grouping() + "(2, " + selector() + modifiers() + ")";
      case 1 -> "bottomk" + grouping() + "(1, abs(" + selector() + "))";
      case 2 -> "quantile" + grouping() + "(0.3, " + inner + ")";
      case 3 -> "count_values" + grouping() + "(\"v\", " + inner + ")";
      case 4 -> "clamp(" + inner + ", -1, " + scalar(depth) + ")";
      case 5 -> "limit_ratio(0.5, " + inner + ")";
      default -> "histogram_quantile(0.7, " + inner + ")";
    };
  }

  private String labels(int depth) {
    String inner = vector(depth);
    return chance(50)
        ? "label_replace(" + inner + ", \"z\", \"$1-\", \"" + pick(LABELS) + "\", \"(.*)\")"
        : "label_join(" + inner + ", \"z\", \"/\", \"x\", \"y\")";
  }

  private String scalar(int depth) {
    return switch (random.nextInt(6)) {
      case 0 -> "scalar(" + (depth > 0 ? vector(depth - 1) : selector()) + ")";
      case 1 -> "time()";
      case 2 -> "-0.5";
      case 3 -> "(2 * 3)";
      case 4 -> "1m";
      default -> Integer.toString(random.nextInt(5));
    };
  }

  private String matrix(int depth) {
    if (depth > 0 && chance(35)) {
      String step = chance(50) ? pick(DURATIONS) : "";
      return "(" + vector(depth - 1) + ")[" + pick(DURATIONS) + ":" + step + "]" + modifiers();
    }
    return selector() + "[" + pick(DURATIONS) + "]" + modifiers();
  }

  private String selector() {
    return switch (random.nextInt(5)) {
      case 0 -> "{__name__=~\"a_total|b\"}";
      case 1 -> pick(METRICS) + "{x=\"1\"}";
      case 2 -> pick(METRICS) + "{y!~\"2|3\"}";
      default -> pick(METRICS);
    };
  }

  // Without start() and end(), which differ between an instant and a range.
  private String modifiers() {
    return switch (random.nextInt(10)) {
      case 0 -> " offset " + pick(DURATIONS);
      case 1 -> " offset -" + pick(DURATIONS);
      case 2 -> " @ 150";
      case 3 -> " @ 210.5 offset 30s";
      default -> "";
    };
  }

  private String bool() {
    return chance(40) ? " bool " : " ";
  }

  private String grouping() {
    return switch (random.nextInt(4)) {
      case 0 -> " by (" + pick(LABELS) + ")";
      case 1 -> " by (x, y)";
      case 2 -> " without (" + pick(LABELS) + ")";
      default -> "";
    };
  }

  private String matching(boolean groupAllowed) {
    String group =
        groupAllowed && chance(50) ? (chance(50) ? "group_left (y) " : "group_right () ") : "";
    return switch (random.nextInt(4)) {
      case 0 -> " on (x) " + group;
      case 1 -> " ignoring (y) " + group;
      case 2 -> " ignoring (le, __name__) " + group;
      default -> " ";
    };
  }
}
