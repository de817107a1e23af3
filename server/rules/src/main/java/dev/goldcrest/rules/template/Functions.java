package dev.goldcrest.rules.template;

import dev.goldcrest.model.Utf8Order;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Go's own template functions, and the door to those of Prometheus. */
final class Functions {
  private static final Set<String> NAMES =
      Set.of(
          "and",
          "or",
          "not",
          "eq",
          "ne",
          "lt",
          "le",
          "gt",
          "ge",
          "len",
          "index",
          "slice",
          "print",
          "println",
          "printf",
          "html",
          "urlquery");

  private Functions() {}

  static boolean exists(String name) {
    return NAMES.contains(name) || PrometheusFunctions.NAMES.contains(name);
  }

  /** Calls a function that exists; {@code and} and {@code or} are the command's business. */
  static Value call(String name, List<Value> arguments, TemplateEnvironment environment)
      throws FunctionException {
    return switch (name) {
      case "not" -> new Value.Bool(!only(name, arguments).truth());
      case "eq" -> new Value.Bool(equalsAny(arguments));
      case "ne" -> {
        count(name, arguments, 2);
        yield new Value.Bool(!equal(arguments.get(0), arguments.get(1)));
      }
      case "lt" -> new Value.Bool(compare(name, arguments) < 0);
      case "le" -> new Value.Bool(compareOrEqual(name, arguments, -1));
      case "gt" -> new Value.Bool(compareGreater(name, arguments));
      case "ge" -> new Value.Bool(compareOrEqual(name, arguments, 1));
      case "len" -> length(only(name, arguments));
      case "index" -> index(arguments);
      case "slice" -> slice(arguments);
      case "print" -> new Value.Text(GoFormat.sprint(arguments));
      case "println" -> new Value.Text(line(arguments));
      case "printf" ->
          new Value.Text(
              GoFormat.sprintf(text(arguments, 0), arguments.subList(1, arguments.size())));
      case "html" -> new Value.Text(GoText.html(GoFormat.sprint(arguments)));
      case "urlquery" ->
          new Value.Text(URLEncoder.encode(GoFormat.sprint(arguments), StandardCharsets.UTF_8));
      default -> PrometheusFunctions.call(name, arguments, environment);
    };
  }

  /** Returns the single argument. */
  static Value only(String name, List<Value> arguments) throws FunctionException {
    count(name, arguments, 1);
    return arguments.get(0);
  }

  static void count(String name, List<Value> arguments, int wanted) throws FunctionException {
    if (arguments.size() != wanted) {
      throw FunctionException.badCall(
          "wrong number of args for " + name + ": want " + wanted + " got " + arguments.size());
    }
  }

  /** Returns an argument that must be a string. */
  static String text(List<Value> arguments, int index) throws FunctionException {
    if (index >= arguments.size()) {
      throw FunctionException.badCall(
          "wrong number of args: want at least " + (index + 1) + " got " + arguments.size());
    }
    if (!(arguments.get(index) instanceof Value.Text text)) {
      throw FunctionException.wrongType("string", arguments.get(index));
    }
    return text.value();
  }

  private static boolean equalsAny(List<Value> arguments) throws FunctionException {
    if (arguments.size() < 2) {
      throw FunctionException.failed("missing argument for comparison");
    }
    for (Value other : arguments.subList(1, arguments.size())) {
      if (equal(arguments.get(0), other)) {
        return true;
      }
    }
    return false;
  }

  private static boolean equal(Value a, Value b) throws FunctionException {
    if (a == Value.Nothing.INSTANCE || b == Value.Nothing.INSTANCE) {
      return a.equals(b);
    }
    if (a instanceof Value.Items || a instanceof Value.Fields) {
      throw FunctionException.failed("non-comparable type " + a.text() + ": " + a.goType());
    }
    if (a.getClass() != b.getClass()) {
      throw FunctionException.failed("incompatible types for comparison");
    }
    if (a instanceof Value.Decimal x && b instanceof Value.Decimal y) {
      // Records compare doubles by bits; Go compares them as numbers.
      return x.value() == y.value();
    }
    return a.equals(b);
  }

  private static boolean compareOrEqual(String name, List<Value> arguments, int side)
      throws FunctionException {
    int order = compare(name, arguments);
    return order != UNORDERED && (order == 0 || Integer.signum(order) == side);
  }

  private static boolean compareGreater(String name, List<Value> arguments)
      throws FunctionException {
    int order = compare(name, arguments);
    return order != UNORDERED && order > 0;
  }

  /** What {@link #compare} answers when one side is not a number. */
  private static final int UNORDERED = Integer.MAX_VALUE;

  private static int compare(String name, List<Value> arguments) throws FunctionException {
    count(name, arguments, 2);
    Value a = arguments.get(0);
    Value b = arguments.get(1);
    if (a instanceof Value.Decimal x && b instanceof Value.Decimal y) {
      return x.value() < y.value()
          ? -1
          : x.value() > y.value() ? 1 : x.value() == y.value() ? 0 : UNORDERED;
    }
    if (a instanceof Value.Int x && b instanceof Value.Int y) {
      return Long.compare(x.value(), y.value());
    }
    if (a instanceof Value.Text x && b instanceof Value.Text y) {
      return Integer.signum(Utf8Order.compare(x.value(), y.value()));
    }
    boolean known = isOrdered(a) && isOrdered(b);
    throw FunctionException.failed(
        known ? "incompatible types for comparison" : "invalid type for comparison");
  }

  private static boolean isOrdered(Value value) {
    return value instanceof Value.Decimal
        || value instanceof Value.Int
        || value instanceof Value.Text;
  }

  private static Value length(Value of) throws FunctionException {
    if (of instanceof Value.Text text) {
      return new Value.Int(text.value().getBytes(StandardCharsets.UTF_8).length);
    }
    if (of instanceof Value.Items items) {
      return new Value.Int(items.values().size());
    }
    if (of instanceof Value.Fields map && !map.isStruct()) {
      return new Value.Int(map.entries().size());
    }
    throw FunctionException.failed(
        of == Value.Nothing.INSTANCE ? "len of nil pointer" : "len of type " + of.goType());
  }

  private static Value index(List<Value> arguments) throws FunctionException {
    if (arguments.isEmpty()) {
      throw FunctionException.badCall("wrong number of args for index: want at least 1 got 0");
    }
    Value item = arguments.get(0);
    for (Value key : arguments.subList(1, arguments.size())) {
      if (item instanceof Value.Fields map && !map.isStruct()) {
        if (!(key instanceof Value.Text text)) {
          throw FunctionException.failed("value has type " + key.goType() + "; should be string");
        }
        Value found = map.entries().get(text.value());
        // Go answers with the zero value of the map's elements.
        Value zero =
            map.goType().equals(Value.Fields.TEXT_MAP)
                ? new Value.Text("")
                : Value.Nothing.INSTANCE;
        item = found == null ? zero : found;
      } else if (item instanceof Value.Items items) {
        item = items.values().get(position(key, items.values().size() - 1));
      } else {
        throw FunctionException.failed(
            item == Value.Nothing.INSTANCE
                ? "index of untyped nil"
                : "can't index item of type " + item.goType());
      }
    }
    return item;
  }

  private static Value slice(List<Value> arguments) throws FunctionException {
    if (arguments.isEmpty() || arguments.size() > 3) {
      throw FunctionException.failed("slice takes a value and at most two indexes");
    }
    Value item = arguments.get(0);
    byte[] bytes =
        item instanceof Value.Text text
            ? text.value().getBytes(StandardCharsets.UTF_8)
            : new byte[0];
    int length = item instanceof Value.Items items ? items.values().size() : bytes.length;
    int from = arguments.size() > 1 ? position(arguments.get(1), length) : 0;
    int to = arguments.size() > 2 ? position(arguments.get(2), length) : length;
    if (from > to) {
      throw FunctionException.failed("invalid slice index: " + from + " > " + to);
    }
    if (item instanceof Value.Text) {
      return new Value.Text(new String(bytes, from, to - from, StandardCharsets.UTF_8));
    }
    if (item instanceof Value.Items items) {
      return new Value.Items(items.goType(), List.copyOf(items.values().subList(from, to)));
    }
    throw FunctionException.failed("can't slice item of type " + item.goType());
  }

  private static int position(Value key, int last) throws FunctionException {
    if (!(key instanceof Value.Int number)) {
      throw FunctionException.failed("cannot index slice/array with type " + key.goType());
    }
    if (number.value() < 0 || number.value() > last) {
      throw FunctionException.failed("index out of range: " + number.value());
    }
    return (int) number.value();
  }

  private static String line(List<Value> arguments) {
    List<String> texts = new ArrayList<>(arguments.size());
    for (Value argument : arguments) {
      texts.add(argument.text());
    }
    return String.join(" ", texts) + "\n";
  }
}
