package dev.goldcrest.rules.template;

/** Numbers for people, as Prometheus's template functions of the same names write them. */
final class Humanize {
  private static final String[] LARGE = {"k", "M", "G", "T", "P", "E", "Z", "Y"};
  private static final String[] SMALL = {"m", "u", "n", "p", "f", "a", "z", "y"};
  private static final String[] BINARY = {"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};

  private Humanize() {}

  static String decimal(double value) {
    if (value == 0 || isSpecial(value)) {
      return fourDigits(value);
    }
    return Math.abs(value) >= 1 ? scaleDown(value, 1000, LARGE) : scaleUp(value);
  }

  static String binary(double value) {
    return Math.abs(value) <= 1 || isSpecial(value)
        ? fourDigits(value)
        : scaleDown(value, 1024, BINARY);
  }

  static String percentage(double value) {
    return fourDigits(value * 100) + "%";
  }

  /** Writes seconds as days to seconds, or with a prefix below one second. */
  static String duration(double value) {
    if (isSpecial(value)) {
      return fourDigits(value);
    }
    if (value == 0) {
      return fourDigits(value) + "s";
    }
    if (Math.abs(value) < 1) {
      return scaleUp(value) + "s";
    }
    String sign = value < 0 ? "-" : "";
    double size = Math.abs(value);
    long whole = (long) size;
    long seconds = whole % 60;
    long minutes = whole / 60 % 60;
    long hours = whole / 3600 % 24;
    long days = whole / 86_400;
    if (days != 0) {
      return sign + days + "d " + hours + "h " + minutes + "m " + seconds + "s";
    }
    if (hours != 0) {
      return sign + hours + "h " + minutes + "m " + seconds + "s";
    }
    if (minutes != 0) {
      return sign + minutes + "m " + seconds + "s";
    }
    return sign + fourDigits(size) + "s";
  }

  private static boolean isSpecial(double value) {
    return Double.isNaN(value) || Double.isInfinite(value);
  }

  private static String scaleDown(double value, double factor, String[] prefixes) {
    double rest = value;
    String prefix = "";
    for (String next : prefixes) {
      if (Math.abs(rest) < factor) {
        break;
      }
      prefix = next;
      rest /= factor;
    }
    return fourDigits(rest) + prefix;
  }

  private static String scaleUp(double value) {
    double rest = value;
    String prefix = "";
    for (String next : SMALL) {
      if (Math.abs(rest) >= 1) {
        break;
      }
      prefix = next;
      rest *= 1000;
    }
    return fourDigits(rest) + prefix;
  }

  private static String fourDigits(double value) {
    return GoFormat.general(value, 4);
  }
}
