package dev.goldcrest.rules.template;

import dev.goldcrest.model.PromDuration;
import dev.goldcrest.model.Quoting;
import dev.goldcrest.model.SearchRegex;
import dev.goldcrest.model.Utf8Order;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryValue;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The template functions that Prometheus adds to Go's. */
final class PrometheusFunctions {
  static final Set<String> NAMES =
      Set.of(
          "query",
          "first",
          "label",
          "value",
          "strvalue",
          "sortByLabel",
          "args",
          "humanize",
          "humanize1024",
          "humanizeDuration",
          "humanizePercentage",
          "humanizeTimestamp",
          "toTime",
          "toDuration",
          "now",
          "parseDuration",
          "title",
          "toUpper",
          "toLower",
          "match",
          "reReplaceAll",
          "stripPort",
          "stripDomain",
          "graphLink",
          "tableLink",
          "externalURL",
          "pathPrefix",
          "safeHtml",
          "urlQueryEscape");

  private PrometheusFunctions() {}

  static Value call(String name, List<Value> arguments, TemplateEnvironment environment)
      throws FunctionException {
    return switch (name) {
      case "query" -> query(one(name, arguments), environment.queries());
      case "now" -> {
        Functions.count(name, arguments, 0);
        yield new Value.Decimal(environment.timeMillis() / 1000.0);
      }
      case "externalURL" -> {
        Functions.count(name, arguments, 0);
        yield new Value.Text(environment.externalUrl());
      }
      case "pathPrefix" -> {
        Functions.count(name, arguments, 0);
        yield new Value.Text(path(environment.externalUrl()));
      }
      case "args" -> args(arguments);
      case "first", "label", "value", "strvalue", "sortByLabel" -> ofSamples(name, arguments);
      case "humanize",
          "humanize1024",
          "humanizeDuration",
          "humanizePercentage",
          "humanizeTimestamp",
          "toTime",
          "toDuration" ->
          ofNumber(name, number(Functions.only(name, arguments)));
      default -> ofText(name, arguments);
    };
  }

  private static String one(String name, List<Value> arguments) throws FunctionException {
    Functions.count(name, arguments, 1);
    return Functions.text(arguments, 0);
  }

  private static Value query(String expression, TemplateQueries queries) throws FunctionException {
    List<Value> samples = new ArrayList<>();
    try {
      for (QueryValue.Sample sample : queries.query(expression)) {
        samples.add(Value.Fields.of(sample));
      }
    } catch (QueryException e) {
      throw FunctionException.failed(String.valueOf(e.getMessage()));
    }
    return new Value.Items(Value.Items.QUERY_RESULT, samples);
  }

  private static Value args(List<Value> arguments) {
    Map<String, Value> entries = LinkedHashMap.newLinkedHashMap(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      entries.put("arg" + i, arguments.get(i));
    }
    return new Value.Fields(Value.Fields.ANY_MAP, entries);
  }

  private static Value ofSamples(String name, List<Value> arguments) throws FunctionException {
    return switch (name) {
      case "first" -> {
        List<Value> samples = samples(Functions.only(name, arguments));
        if (samples.isEmpty()) {
          throw FunctionException.failed("first() called on vector with no elements");
        }
        yield samples.get(0);
      }
      case "value" -> member(sample(Functions.only(name, arguments)), "Value");
      case "strvalue" -> label("__value__", Functions.only(name, arguments));
      case "label" -> {
        Functions.count(name, arguments, 2);
        yield label(Functions.text(arguments, 0), arguments.get(1));
      }
      default -> {
        Functions.count(name, arguments, 2);
        String by = Functions.text(arguments, 0);
        List<Value> sorted = new ArrayList<>(samples(arguments.get(1)));
        for (Value sample : sorted) {
          sample(sample);
        }
        sorted.sort((a, b) -> Utf8Order.compare(labelText(by, a), labelText(by, b)));
        yield new Value.Items(Value.Items.QUERY_RESULT, sorted);
      }
    };
  }

  private static List<Value> samples(Value value) throws FunctionException {
    if (value instanceof Value.Items items && items.goType().equals(Value.Items.QUERY_RESULT)) {
      return items.values();
    }
    throw FunctionException.wrongType(Value.Items.QUERY_RESULT, value);
  }

  private static Value.Fields sample(Value value) throws FunctionException {
    if (value instanceof Value.Fields fields && fields.goType().equals(Value.Fields.SAMPLE)) {
      return fields;
    }
    throw FunctionException.wrongType(Value.Fields.SAMPLE, value);
  }

  private static Value member(Value.Fields struct, String name) {
    return struct.entries().getOrDefault(name, Value.Nothing.INSTANCE);
  }

  private static Value label(String name, Value sample) throws FunctionException {
    return new Value.Text(labelText(name, sample(sample)));
  }

  private static String labelText(String name, Value sample) {
    Value labels = member((Value.Fields) sample, "Labels");
    Value found = labels instanceof Value.Fields map ? map.entries().get(name) : null;
    return found == null ? "" : found.text();
  }

  /** Converts as Prometheus does: numbers, durations and strings that hold a number. */
  private static double number(Value value) throws FunctionException {
    if (value instanceof Value.Decimal number) {
      return number.value();
    }
    if (value instanceof Value.Int whole) {
      return whole.value();
    }
    if (value instanceof Value.Span span) {
      return span.nanos() / 1e9;
    }
    if (!(value instanceof Value.Text text)) {
      throw FunctionException.failed("can't convert " + value.goType() + " to float");
    }
    Double parsed = GoNumber.floatNumber(text.value());
    if (parsed == null) {
      throw FunctionException.failed(
          "strconv.ParseFloat: parsing " + Quoting.quote(text.value()) + ": invalid syntax");
    }
    return parsed;
  }

  private static Value ofNumber(String name, double number) throws FunctionException {
    return switch (name) {
      case "humanize" -> new Value.Text(Humanize.decimal(number));
      case "humanize1024" -> new Value.Text(Humanize.binary(number));
      case "humanizeDuration" -> new Value.Text(Humanize.duration(number));
      case "humanizePercentage" -> new Value.Text(Humanize.percentage(number));
      case "humanizeTimestamp" ->
          new Value.Text(
              Double.isNaN(number) || Double.isInfinite(number)
                  ? GoFormat.general(number, 4)
                  : GoTime.time(number).text());
      case "toTime" -> GoTime.time(number);
      default -> new Value.Span(GoTime.nanos(number, "duration"));
    };
  }

  private static Value ofText(String name, List<Value> arguments) throws FunctionException {
    if (name.equals("match")) {
      Functions.count(name, arguments, 2);
      return new Value.Bool(regex(arguments).find(Functions.text(arguments, 1)));
    }
    if (name.equals("reReplaceAll")) {
      Functions.count(name, arguments, 3);
      String replacement = Functions.text(arguments, 1);
      return new Value.Text(regex(arguments).replaceAll(Functions.text(arguments, 2), replacement));
    }
    String text = one(name, arguments);
    return switch (name) {
      case "title" -> new Value.Text(GoText.title(text));
      case "toUpper" -> new Value.Text(text.toUpperCase(Locale.ROOT));
      case "toLower" -> new Value.Text(text.toLowerCase(Locale.ROOT));
      case "safeHtml" -> new Value.Text(text);
      case "urlQueryEscape" -> new Value.Text(URLEncoder.encode(text, StandardCharsets.UTF_8));
      case "graphLink" -> new Value.Text(expressionLink(text, 0));
      case "tableLink" -> new Value.Text(expressionLink(text, 1));
      case "stripPort" -> new Value.Text(HostPort.parse(text).map(HostPort::host).orElse(text));
      case "stripDomain" -> new Value.Text(HostPort.stripDomain(text));
      case "parseDuration" -> new Value.Decimal(seconds(text));
      default -> throw new IllegalStateException("BUG: template function " + name);
    };
  }

  private static SearchRegex regex(List<Value> arguments) throws FunctionException {
    try {
      return SearchRegex.compile(Functions.text(arguments, 0));
    } catch (IllegalArgumentException e) {
      throw FunctionException.failed(String.valueOf(e.getMessage()));
    }
  }

  private static double seconds(String text) throws FunctionException {
    boolean negative = text.startsWith("-");
    try {
      double seconds = PromDuration.parseMillis(negative ? text.substring(1) : text) / 1000.0;
      return negative ? -seconds : seconds;
    } catch (IllegalArgumentException e) {
      throw FunctionException.failed(String.valueOf(e.getMessage()));
    }
  }

  private static String expressionLink(String expression, int tab) {
    String escaped = URLEncoder.encode(expression, StandardCharsets.UTF_8);
    return "/graph?g0.expr=" + escaped + "&g0.tab=" + tab;
  }

  private static String path(String url) {
    int scheme = url.indexOf("://");
    int slash = url.indexOf('/', scheme < 0 ? 0 : scheme + 3);
    return slash < 0 ? "" : url.substring(slash);
  }
}
