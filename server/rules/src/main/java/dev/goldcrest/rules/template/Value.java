package dev.goldcrest.rules.template;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Utf8Order;
import dev.goldcrest.query.QueryValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a template computes with: the Go types that can occur in Prometheus's templates. */
sealed interface Value {
  /** Returns the type as Go names it in messages. */
  String goType();

  /** Tells whether {@code if} takes the value for true: not zero and not empty. */
  boolean truth();

  /** Appends the value as Go's {@code fmt.Print} shows it. */
  void show(StringBuilder out);

  /** Returns the value as {@code fmt.Print} shows it. */
  default String text() {
    StringBuilder out = new StringBuilder();
    show(out);
    return out.toString();
  }

  /** The absence of a value: nil, or a key that a map does not have. */
  enum Nothing implements Value {
    INSTANCE;

    @Override
    public String goType() {
      return "<nil>";
    }

    @Override
    public boolean truth() {
      return false;
    }

    @Override
    public void show(StringBuilder out) {
      out.append("<no value>");
    }
  }

  /** A boolean. */
  record Bool(boolean value) implements Value {
    @Override
    public String goType() {
      return "bool";
    }

    @Override
    public boolean truth() {
      return value;
    }

    @Override
    public void show(StringBuilder out) {
      out.append(value);
    }
  }

  /** A whole number; Go's {@code int} and {@code int64}. */
  record Int(long value) implements Value {
    @Override
    public String goType() {
      return "int";
    }

    @Override
    public boolean truth() {
      return value != 0;
    }

    @Override
    public void show(StringBuilder out) {
      out.append(value);
    }
  }

  /** A floating point number. */
  record Decimal(double value) implements Value {
    @Override
    public String goType() {
      return "float64";
    }

    @Override
    public boolean truth() {
      return value != 0;
    }

    @Override
    public void show(StringBuilder out) {
      out.append(GoFloat.general(value));
    }
  }

  /** A string. */
  record Text(String value) implements Value {
    @Override
    public String goType() {
      return "string";
    }

    @Override
    public boolean truth() {
      return !value.isEmpty();
    }

    @Override
    public void show(StringBuilder out) {
      out.append(value);
    }

    @Override
    public String text() {
      return value;
    }
  }

  /**
   * A slice.
   *
   * @param goType the Go type of the whole slice
   */
  record Items(String goType, List<Value> values) implements Value {
    static final String QUERY_RESULT = "template.queryResult";
    static final String ANY = "[]interface {}";

    @Override
    public boolean truth() {
      return !values.isEmpty();
    }

    @Override
    public void show(StringBuilder out) {
      out.append('[');
      for (int i = 0; i < values.size(); i++) {
        if (i > 0) {
          out.append(' ');
        }
        values.get(i).show(out);
      }
      out.append(']');
    }
  }

  /** A map, whose missing keys are nothing, or a struct, whose missing fields are errors. */
  record Fields(String goType, Map<String, Value> entries) implements Value {
    static final String STRUCT = "struct";
    static final String SAMPLE = "*template.sample";
    static final String TEXT_MAP = "map[string]string";
    static final String ANY_MAP = "map[string]interface {}";

    static Fields of(Labels labels) {
      Map<String, Value> entries = LinkedHashMap.newLinkedHashMap(labels.size());
      for (int i = 0; i < labels.size(); i++) {
        entries.put(labels.name(i), new Text(labels.value(i)));
      }
      return new Fields(TEXT_MAP, entries);
    }

    static Fields of(QueryValue.Sample sample) {
      Map<String, Value> entries = LinkedHashMap.newLinkedHashMap(2);
      entries.put("Labels", of(sample.labels()));
      entries.put("Value", new Decimal(sample.value()));
      return new Fields(SAMPLE, entries);
    }

    boolean isStruct() {
      return goType.equals(STRUCT) || goType.equals(SAMPLE);
    }

    /** Returns the entries in the order in which Go ranges over a map. */
    Map<String, Value> sorted() {
      Map<String, Value> sorted = new TreeMap<>(Utf8Order::compare);
      sorted.putAll(entries);
      return sorted;
    }

    @Override
    public boolean truth() {
      return isStruct() || !entries.isEmpty();
    }

    @Override
    public void show(StringBuilder out) {
      boolean struct = isStruct();
      out.append(struct ? "{" : "map[");
      String separator = "";
      for (Map.Entry<String, Value> entry : (struct ? entries : sorted()).entrySet()) {
        out.append(separator);
        if (!struct) {
          out.append(entry.getKey()).append(':');
        }
        entry.getValue().show(out);
        separator = " ";
      }
      out.append(struct ? '}' : ']');
    }
  }

  /** A point in time, in UTC. */
  record Time(long unixNanos) implements Value {
    @Override
    public String goType() {
      return "*time.Time";
    }

    @Override
    public boolean truth() {
      return true;
    }

    @Override
    public void show(StringBuilder out) {
      out.append(GoTime.show(unixNanos));
    }
  }

  /** A length of time. */
  record Span(long nanos) implements Value {
    @Override
    public String goType() {
      return "time.Duration";
    }

    @Override
    public boolean truth() {
      return nanos != 0;
    }

    @Override
    public void show(StringBuilder out) {
      out.append(GoTime.showSpan(nanos));
    }
  }
}
