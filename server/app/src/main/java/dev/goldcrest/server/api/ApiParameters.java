package dev.goldcrest.server.api;

import dev.goldcrest.model.Matcher;
import dev.goldcrest.model.PromDuration;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.runtime.http.HttpRequest;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads parameters as Prometheus reads them; a bad one is {@code bad_data} that names the
 * parameter.
 */
final class ApiParameters {
  /**
   * The times that stand for "no bound". Far enough from the ends of a long to add and subtract.
   */
  static final long MIN_MILLIS = Long.MIN_VALUE / 4;

  static final long MAX_MILLIS = Long.MAX_VALUE / 4;

  private ApiParameters() {}

  /** Reads series selectors, from {@code match[]}. */
  @FunctionalInterface
  interface SelectorParser {
    List<Matcher> parse(String selector) throws QueryException;
  }

  static QueryException invalid(String name, String reason) {
    return new QueryException(
        QueryException.Kind.BAD_DATA, "invalid parameter \"" + name + "\": " + reason);
  }

  /** Returns a time in Unix milliseconds, given as seconds or in RFC 3339. */
  static long time(HttpRequest request, String name, long otherwise) throws QueryException {
    Optional<String> text = request.parameter(name).filter(v -> !v.isEmpty());
    return text.isEmpty()
        ? otherwise
        : parseTime(name, text.get(), "Invalid time value for '" + name + "': ");
  }

  static long requiredTime(HttpRequest request, String name) throws QueryException {
    return parseTime(name, request.parameter(name).orElse(""), "");
  }

  private static long parseTime(String name, String text, String prefix) throws QueryException {
    OptionalDouble seconds = seconds(text);
    if (seconds.isPresent() && Math.abs(seconds.getAsDouble()) < 9e15) {
      // As Prometheus rounds: whole seconds first, halves away from zero.
      long whole = (long) seconds.getAsDouble();
      double millis = (seconds.getAsDouble() - whole) * 1000;
      long rounded = millis < 0 ? -Math.round(-millis) : Math.round(millis);
      return whole * 1000 + rounded;
    }
    if (seconds.isEmpty()) {
      try {
        return OffsetDateTime.parse(text).toInstant().toEpochMilli();
      } catch (DateTimeException | ArithmeticException notTime) {
        // Falls through to the common message: neither form fits.
      }
    }
    throw invalid(name, prefix + "cannot parse \"" + text + "\" to a valid timestamp");
  }

  /** Returns a duration in milliseconds, given as seconds or like {@code 1m30s}. */
  static long duration(String name, String text) throws QueryException {
    OptionalDouble seconds = seconds(text);
    if (seconds.isPresent()) {
      double nanos = seconds.getAsDouble() * 1e9;
      if (Math.abs(nanos) >= 0x1p63) {
        throw invalid(
            name, "cannot parse \"" + text + "\" to a valid duration. It overflows int64");
      }
      return (long) nanos / 1_000_000;
    }
    try {
      return PromDuration.parseMillis(text);
    } catch (IllegalArgumentException notDuration) {
      throw invalid(name, "cannot parse \"" + text + "\" to a valid duration");
    }
  }

  /**
   * Reads a number of seconds, empty when the text is none. Java also takes spaces around a number
   * and a type behind it, by which {@code 1d} would be one second.
   */
  private static OptionalDouble seconds(String text) {
    if (text.isEmpty() || "0123456789.".indexOf(text.charAt(text.length() - 1)) < 0) {
      return OptionalDouble.empty();
    }
    try {
      double seconds = Double.parseDouble(text);
      boolean isNumber = Double.isFinite(seconds) && text.charAt(0) > ' ';
      return isNumber ? OptionalDouble.of(seconds) : OptionalDouble.empty();
    } catch (NumberFormatException notSeconds) {
      return OptionalDouble.empty();
    }
  }

  /** Returns the most results wanted, 0 for no limit. */
  static int limit(HttpRequest request) throws QueryException {
    Optional<String> text = request.parameter("limit").filter(v -> !v.isEmpty());
    if (text.isEmpty()) {
      return 0;
    }
    try {
      int limit = Integer.parseInt(text.get());
      if (limit >= 0) {
        return limit;
      }
    } catch (NumberFormatException notANumber) {
      throw invalid("limit", "\"" + text.get() + "\" is not a whole number");
    }
    throw invalid("limit", "limit must be non-negative");
  }

  /** Returns the selectors of {@code match[]}, each a list of matchers. */
  static List<List<Matcher>> selectors(HttpRequest request, SelectorParser parser)
      throws QueryException {
    List<List<Matcher>> selectors = new ArrayList<>();
    for (String selector : request.parameters("match[]")) {
      try {
        selectors.add(parser.parse(selector));
      } catch (QueryException e) {
        throw invalid("match[]", String.valueOf(e.getMessage()));
      }
    }
    return selectors;
  }
}
