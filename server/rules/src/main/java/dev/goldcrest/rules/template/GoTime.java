package dev.goldcrest.rules.template;

import dev.goldcrest.model.GoFloat;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** Go's {@code time.Time} in UTC and {@code time.Duration}: their texts and common methods. */
final class GoTime {
  private static final long NANOS = 1_000_000_000L;
  private static final String PLAIN_LAYOUT = "2006-01-02 15:04:05.999999999 -0700 MST";

  // Longer elements first where one begins another. Each has its meaning in element().
  private static final String[] ELEMENTS = {
    "January", "Jan", "Monday", "Mon", "MST", "2006", "Z07:00", "-07:00", "-0700", "-07", "01",
    "02", "03", "04", "05", "06", "002", "15", "PM", "pm", "_2", "1", "2", "3", "4", "5"
  };

  private GoTime() {}

  /**
   * Returns the nanoseconds of a number of seconds.
   *
   * @param kind what is made, for the message
   */
  static long nanos(double seconds, String kind) throws FunctionException {
    double nanos = seconds * 1e9;
    if (Double.isNaN(nanos) || nanos >= 0x1p63 || nanos < -0x1p63) {
      throw FunctionException.failed(
          GoFloat.general(seconds)
              + " cannot be represented as a nanoseconds "
              + kind
              + " since it overflows int64");
    }
    return (long) nanos;
  }

  /** Returns the time of Unix seconds, in whole milliseconds as Prometheus keeps times. */
  static Value.Time time(double seconds) throws FunctionException {
    return new Value.Time(Math.floorDiv(nanos(seconds, "timestamp"), 1_000_000L) * 1_000_000L);
  }

  /** Returns a time as {@code fmt.Print} shows it. */
  static String show(long unixNanos) {
    return format(unixNanos, PLAIN_LAYOUT);
  }

  /** Returns a duration as {@code fmt.Print} shows it, such as {@code 1h2m3.5s}. */
  static String showSpan(long nanos) {
    if (nanos == 0) {
      return "0s";
    }
    String sign = nanos < 0 ? "-" : "";
    // The most negative value has no positive counterpart.
    long size = nanos == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(nanos);
    if (size < 1_000) {
      return sign + size + "ns";
    }
    if (size < 1_000_000) {
      return sign + GoFloat.plain(size / 1e3) + "µs";
    }
    if (size < NANOS) {
      return sign + GoFloat.plain(size / 1e6) + "ms";
    }
    long minutes = size / (60 * NANOS);
    StringBuilder out = new StringBuilder(sign);
    if (minutes >= 60) {
      out.append(minutes / 60).append('h');
    }
    if (minutes > 0) {
      out.append(minutes % 60).append('m');
    }
    long rest = size % (60 * NANOS);
    out.append(rest / NANOS);
    appendFraction(out, (int) (rest % NANOS), 9, true, '.');
    return out.append('s').toString();
  }

  /** Calls a method of a time or a duration. */
  static Value method(Value receiver, String name, List<Value> arguments) throws FunctionException {
    if (receiver instanceof Value.Time time) {
      return timeMethod(time, name, arguments);
    }
    double nanos = ((Value.Span) receiver).nanos();
    return switch (name) {
      case "Seconds" -> new Value.Decimal(nanos / 1e9);
      case "Minutes" -> new Value.Decimal(nanos / 60e9);
      case "Hours" -> new Value.Decimal(nanos / 3600e9);
      case "Milliseconds" -> new Value.Int(((Value.Span) receiver).nanos() / 1_000_000);
      case "String" -> new Value.Text(receiver.text());
      default -> throw unknown(receiver, name);
    };
  }

  private static Value timeMethod(Value.Time time, String name, List<Value> arguments)
      throws FunctionException {
    long nanos = time.unixNanos();
    LocalDateTime date = date(nanos);
    return switch (name) {
      case "Format" -> new Value.Text(format(nanos, Functions.text(arguments, 0)));
      case "Add" -> {
        if (arguments.isEmpty() || !(arguments.get(0) instanceof Value.Span span)) {
          throw FunctionException.badCall("Add wants a time.Duration");
        }
        yield new Value.Time(nanos + span.nanos());
      }
      case "Sub" -> new Value.Span(nanos - other(name, arguments));
      case "Before" -> new Value.Bool(nanos < other(name, arguments));
      case "After" -> new Value.Bool(nanos > other(name, arguments));
      case "Unix" -> new Value.Int(Math.floorDiv(nanos, NANOS));
      case "UnixMilli" -> new Value.Int(Math.floorDiv(nanos, 1_000_000L));
      case "UnixNano" -> new Value.Int(nanos);
      case "UTC" -> time;
      case "String" -> new Value.Text(time.text());
      case "Year" -> new Value.Int(date.getYear());
      case "Month" -> new Value.Text(format(nanos, "January"));
      case "Weekday" -> new Value.Text(format(nanos, "Monday"));
      case "Day" -> new Value.Int(date.getDayOfMonth());
      case "YearDay" -> new Value.Int(date.getDayOfYear());
      case "Hour" -> new Value.Int(date.getHour());
      case "Minute" -> new Value.Int(date.getMinute());
      case "Second" -> new Value.Int(date.getSecond());
      default -> throw unknown(time, name);
    };
  }

  private static long other(String method, List<Value> arguments) throws FunctionException {
    if (arguments.size() != 1 || !(arguments.get(0) instanceof Value.Time other)) {
      throw FunctionException.badCall(method + " wants a time.Time");
    }
    return other.unixNanos();
  }

  private static FunctionException unknown(Value receiver, String name) {
    return FunctionException.badCall(
        "can't evaluate field " + name + " in type " + receiver.goType());
  }

  /** Writes a time in a layout that shows how Go's reference time would look. */
  static String format(long unixNanos, String layout) {
    LocalDateTime date = date(unixNanos);
    StringBuilder out = new StringBuilder(layout.length() + 8);
    int i = 0;
    while (i < layout.length()) {
      int fraction = fractionLength(layout, i);
      if (fraction > 0) {
        boolean trim = layout.charAt(i + 1) == '9';
        appendFraction(
            out, (int) Math.floorMod(unixNanos, NANOS), fraction, trim, layout.charAt(i));
        i += fraction + 1;
        continue;
      }
      String element = elementAt(layout, i);
      if (element.isEmpty()) {
        out.append(layout.charAt(i++));
      } else {
        appendElement(out, element, date);
        i += element.length();
      }
    }
    return out.toString();
  }

  /** Returns how many digits a fraction such as {@code .000} or {@code ,999} has, 0 for none. */
  private static int fractionLength(String layout, int start) {
    char mark = layout.charAt(start);
    if ((mark != '.' && mark != ',') || start + 1 == layout.length()) {
      return 0;
    }
    char digit = layout.charAt(start + 1);
    if (digit != '0' && digit != '9') {
      return 0;
    }
    int end = start + 1;
    while (end < layout.length() && layout.charAt(end) == digit) {
      end++;
    }
    boolean numberGoesOn = end < layout.length() && Character.isDigit(layout.charAt(end));
    return numberGoesOn || end - start - 1 > 9 ? 0 : end - start - 1;
  }

  private static String elementAt(String layout, int start) {
    for (String element : ELEMENTS) {
      if (layout.startsWith(element, start)) {
        return element;
      }
    }
    return "";
  }

  private static void appendElement(StringBuilder out, String element, LocalDateTime date) {
    int hour12 = date.getHour() % 12 == 0 ? 12 : date.getHour() % 12;
    switch (element) {
      case "January" -> out.append(english(date.getMonth().name()));
      case "Jan" -> out.append(english(date.getMonth().name()), 0, 3);
      case "Monday" -> out.append(english(date.getDayOfWeek().name()));
      case "Mon" -> out.append(english(date.getDayOfWeek().name()), 0, 3);
      case "MST" -> out.append("UTC");
      case "Z07:00" -> out.append('Z');
      case "-07:00" -> out.append("+00:00");
      case "-0700" -> out.append("+0000");
      case "-07" -> out.append("+00");
      case "2006" -> padded(out, date.getYear(), 4, '0');
      case "06" -> padded(out, date.getYear() % 100, 2, '0');
      case "01" -> padded(out, date.getMonthValue(), 2, '0');
      case "1" -> out.append(date.getMonthValue());
      case "002" -> padded(out, date.getDayOfYear(), 3, '0');
      case "02" -> padded(out, date.getDayOfMonth(), 2, '0');
      case "_2" -> padded(out, date.getDayOfMonth(), 2, ' ');
      case "2" -> out.append(date.getDayOfMonth());
      case "15" -> padded(out, date.getHour(), 2, '0');
      case "03" -> padded(out, hour12, 2, '0');
      case "3" -> out.append(hour12);
      case "04" -> padded(out, date.getMinute(), 2, '0');
      case "4" -> out.append(date.getMinute());
      case "05" -> padded(out, date.getSecond(), 2, '0');
      case "5" -> out.append(date.getSecond());
      case "PM" -> out.append(date.getHour() < 12 ? "AM" : "PM");
      case "pm" -> out.append(date.getHour() < 12 ? "am" : "pm");
      default -> throw new IllegalStateException("BUG: layout element " + element);
    }
  }

  /** Returns a month or day in English from its constant, without any locale's data. */
  private static String english(String constant) {
    return constant.charAt(0) + constant.substring(1).toLowerCase(Locale.ROOT);
  }

  private static void padded(StringBuilder out, int number, int width, char filler) {
    String digits = Integer.toString(number);
    out.repeat(filler, Math.max(0, width - digits.length())).append(digits);
  }

  /** Appends a decimal fraction; with {@code trim}, without trailing zeros or not at all. */
  private static void appendFraction(
      StringBuilder out, int nanos, int digits, boolean trim, char mark) {
    String all = Integer.toString(1_000_000_000 + nanos).substring(1, 1 + digits);
    int end = digits;
    while (trim && end > 0 && all.charAt(end - 1) == '0') {
      end--;
    }
    if (end > 0) {
      out.append(mark).append(all, 0, end);
    }
  }

  private static LocalDateTime date(long unixNanos) {
    return LocalDateTime.ofEpochSecond(
        Math.floorDiv(unixNanos, NANOS), (int) Math.floorMod(unixNanos, NANOS), ZoneOffset.UTC);
  }
}
