package dev.goldcrest.rules.template;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.model.Quoting;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Go's {@code fmt.Sprintf} for the values of a template. Used once per call. */
final class GoFormat {
  /** The largest width or precision that is obeyed; larger ones are reported as bad. */
  private static final int MAX_NUMBER = 10_000;

  private final String format;
  private final List<Value> arguments;
  private final StringBuilder out = new StringBuilder();
  private int at;
  private int nextArgument;

  // The directive being written.
  private boolean minus;
  private boolean plus;
  private boolean sharp;
  private boolean space;
  private boolean zero;
  private int width;
  private int precision;

  private GoFormat(String format, List<Value> arguments) {
    this.format = format;
    this.arguments = arguments;
  }

  static String sprintf(String format, List<Value> arguments) {
    return new GoFormat(format, arguments).run();
  }

  /** Returns arguments as {@code fmt.Sprint}: spaces only between two that are not strings. */
  static String sprint(List<Value> arguments) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < arguments.size(); i++) {
      boolean between =
          i > 0
              && !(arguments.get(i) instanceof Value.Text)
              && !(arguments.get(i - 1) instanceof Value.Text);
      text.append(between ? " " : "");
      arguments.get(i).show(text);
    }
    return text.toString();
  }

  private String run() {
    while (at < format.length()) {
      int percent = format.indexOf('%', at);
      if (percent < 0) {
        out.append(format, at, format.length());
        break;
      }
      out.append(format, at, percent);
      at = percent + 1;
      directive();
    }
    if (nextArgument < arguments.size()) {
      extraArguments();
    }
    return out.toString();
  }

  private void extraArguments() {
    out.append("%!(EXTRA ");
    for (int i = nextArgument; i < arguments.size(); i++) {
      out.append(i > nextArgument ? ", " : "").append(arguments.get(i).goType()).append('=');
      arguments.get(i).show(out);
    }
    out.append(')');
  }

  private void directive() {
    flags();
    width = number(0);
    precision = -1;
    if (at < format.length() && format.charAt(at) == '.') {
      at++;
      precision = number(0);
    }
    if (at >= format.length()) {
      out.append("%!(NOVERB)");
      return;
    }
    int verb = format.codePointAt(at);
    at += Character.charCount(verb);
    if (verb == '%') {
      out.append('%');
      return;
    }
    if (nextArgument >= arguments.size()) {
      out.append("%!").appendCodePoint(verb).append("(MISSING)");
      return;
    }
    write(verb, arguments.get(nextArgument++));
  }

  private void flags() {
    minus = plus = sharp = space = zero = false;
    for (; at < format.length(); at++) {
      switch (format.charAt(at)) {
        case '-' -> minus = true;
        case '+' -> plus = true;
        case '#' -> sharp = true;
        case ' ' -> space = true;
        case '0' -> zero = true;
        default -> {
          return;
        }
      }
    }
  }

  /** Reads a width or precision; {@code *} takes it from the next argument. */
  private int number(int otherwise) {
    if (at < format.length() && format.charAt(at) == '*') {
      at++;
      boolean usable =
          nextArgument < arguments.size()
              && arguments.get(nextArgument) instanceof Value.Int i
              && Math.abs(i.value()) <= MAX_NUMBER;
      if (!usable) {
        out.append("%!(BADWIDTH)");
        return otherwise;
      }
      long given = ((Value.Int) arguments.get(nextArgument++)).value();
      minus |= given < 0;
      return (int) Math.abs(given);
    }
    int value = otherwise;
    while (at < format.length() && format.charAt(at) >= '0' && format.charAt(at) <= '9') {
      value = Math.min(MAX_NUMBER, value * 10 + (format.charAt(at++) - '0'));
    }
    return value;
  }

  private void write(int verb, Value value) {
    switch (verb) {
      case 'v' -> {
        if (value instanceof Value.Decimal n) {
          writeFloat('g', n.value());
        } else if (sharp && value instanceof Value.Text t) {
          pad(Quoting.quote(t.value()));
        } else {
          pad(value == Value.Nothing.INSTANCE ? "<nil>" : value.text());
        }
      }
      case 'T' -> pad(value.goType());
      default -> {
        if (!writeTyped(verb, value)) {
          out.append("%!").appendCodePoint(verb).append('(').append(value.goType()).append('=');
          value.show(out);
          out.append(')');
        }
      }
    }
  }

  /** Writes a value by a verb of its type, or returns false when the verb is not for it. */
  private boolean writeTyped(int verb, Value value) {
    if (value instanceof Value.Decimal n) {
      boolean known = "eEfFgG".indexOf(verb) >= 0;
      if (known) {
        writeFloat((char) verb, n.value());
      }
      return known;
    }
    if (value instanceof Value.Int i) {
      return writeInt(verb, i.value());
    }
    if (value instanceof Value.Bool b) {
      if (verb == 't') {
        pad(b.text());
      }
      return verb == 't';
    }
    return writeText(verb, value.text());
  }

  private boolean writeText(int verb, String text) {
    String cut = text;
    if (precision >= 0 && text.codePointCount(0, text.length()) > precision) {
      cut = text.substring(0, text.offsetByCodePoints(0, precision));
    }
    switch (verb) {
      case 's' -> pad(cut);
      case 'q' -> pad(sharp && !cut.contains("`") ? "`" + cut + "`" : Quoting.quote(cut));
      case 'x', 'X' -> {
        StringBuilder hex = new StringBuilder();
        for (byte b : cut.getBytes(StandardCharsets.UTF_8)) {
          hex.append(Character.forDigit((b >> 4) & 15, 16)).append(Character.forDigit(b & 15, 16));
        }
        pad(verb == 'X' ? hex.toString().toUpperCase(Locale.ROOT) : hex.toString());
      }
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean writeInt(int verb, long value) {
    String digits;
    switch (verb) {
      case 'd' -> digits = Long.toString(value);
      case 'b' -> digits = Long.toString(value, 2);
      case 'o' -> digits = Long.toString(value, 8);
      case 'x' -> digits = (sharp ? "0x" : "") + Long.toString(value, 16);
      case 'X' -> digits = (sharp ? "0X" : "") + Long.toString(value, 16).toUpperCase(Locale.ROOT);
      case 'c', 'q', 'U' -> {
        if (!Character.isValidCodePoint((int) value)) {
          digits = "\ufffd";
        } else if (verb == 'U') {
          String hex = Long.toString(value, 16).toUpperCase(Locale.ROOT);
          digits = "U+" + "0".repeat(Math.max(0, 4 - hex.length())) + hex;
        } else {
          String character = Character.toString((int) value);
          digits = verb == 'c' ? character : "'" + character + "'";
        }
        pad(digits);
        return true;
      }
      default -> {
        return false;
      }
    }
    padNumber(signed(digits));
    return true;
  }

  private void writeFloat(char verb, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      zero = false;
      padNumber(signed(GoFloat.plain(value)));
      return;
    }
    String text =
        switch (Character.toLowerCase(verb)) {
          case 'f' -> fixed(value, precision < 0 ? 6 : precision);
          case 'e' -> exponent(value, precision < 0 ? 6 : precision);
          default -> precision < 0 ? GoFloat.general(value) : general(value, precision);
        };
    padNumber(signed(verb == 'E' || verb == 'G' ? text.toUpperCase(Locale.ROOT) : text));
  }

  private String signed(String number) {
    boolean unsigned = !number.startsWith("-") && !number.startsWith("+");
    return unsigned && plus ? "+" + number : unsigned && space ? " " + number : number;
  }

  private void padNumber(String text) {
    if (!zero || minus || text.length() >= width) {
      pad(text);
      return;
    }
    boolean sign = text.startsWith("-") || text.startsWith("+") || text.startsWith(" ");
    out.append(text, 0, sign ? 1 : 0)
        .repeat("0", width - text.length())
        .append(text, sign ? 1 : 0, text.length());
  }

  private void pad(String text) {
    int missing = Math.max(0, width - text.codePointCount(0, text.length()));
    if (minus) {
      out.append(text).repeat(" ", missing);
    } else {
      out.repeat(" ", missing).append(text);
    }
  }

  /** Returns {@code %.Nf}; the decimal expansion of the double is rounded half to even. */
  private static String fixed(double value, int digits) {
    String sign = isNegative(value) ? "-" : "";
    return sign
        + new BigDecimal(Math.abs(value)).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
  }

  private static String exponent(double value, int digits) {
    String sign = isNegative(value) ? "-" : "";
    BigDecimal rounded = rounded(value, digits + 1);
    String all = rounded.unscaledValue().toString();
    int power = all.length() - 1 - rounded.scale();
    StringBuilder text = new StringBuilder(sign).append(all.charAt(0));
    if (digits > 0) {
      String rest = all.substring(1);
      text.append('.').append(rest, 0, Math.min(digits, rest.length()));
      text.repeat("0", Math.max(0, digits - rest.length()));
    }
    return appendPower(text, value == 0 ? 0 : power).toString();
  }

  /** Returns {@code %.Ng}: N significant digits without trailing zeros. */
  static String general(double value, int digits) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      return GoFloat.plain(value);
    }
    String sign = isNegative(value) ? "-" : "";
    if (value == 0) {
      return sign + "0";
    }
    int wanted = Math.max(1, digits);
    BigDecimal rounded = rounded(value, wanted).stripTrailingZeros();
    String all = rounded.unscaledValue().toString();
    int power = all.length() - 1 - rounded.scale();
    if (power >= -4 && power < wanted) {
      return sign + rounded.toPlainString();
    }
    StringBuilder text = new StringBuilder(sign).append(all.charAt(0));
    if (all.length() > 1) {
      text.append('.').append(all, 1, all.length());
    }
    return appendPower(text, power).toString();
  }

  private static BigDecimal rounded(double value, int digits) {
    return new BigDecimal(Math.abs(value), new MathContext(digits, RoundingMode.HALF_EVEN));
  }

  private static boolean isNegative(double value) {
    return value < 0 || (value == 0 && 1 / value < 0);
  }

  private static StringBuilder appendPower(StringBuilder text, int power) {
    text.append(power < 0 ? "e-" : "e+");
    int size = Math.abs(power);
    return text.append(size < 10 ? "0" : "").append(size);
  }
}
