package dev.goldcrest.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An immutable set of label pairs, sorted by name in UTF-8 byte order, without empty values.
 *
 * <p>A label with the empty value is the same as no label, so {@link #get} answers {@code ""} for
 * an absent name and the builder drops empty values. Instances are safe for use by several threads.
 */
public final class Labels implements Comparable<Labels> {
  /** The label that carries the metric name. */
  public static final String METRIC_NAME = "__name__";

  private static final Labels EMPTY = new Labels(new String[0]);

  private final String[] pairs;
  private int hash;

  private Labels(String[] sortedPairs) {
    this.pairs = sortedPairs;
  }

  /** Returns the set without labels. */
  public static Labels empty() {
    return EMPTY;
  }

  /**
   * Returns the set of the given names and values.
   *
   * @param namesAndValues name, value, name, value, in any order of names
   * @throws IllegalArgumentException for an odd count or a name given twice
   */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException(
          "label names and values must come in pairs; got " + namesAndValues.length + " strings");
    }
    Builder builder = new Builder(namesAndValues.length / 2);
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /** Returns the set of a map's entries. */
  public static Labels of(Map<String, String> map) {
    Builder builder = new Builder(map.size());
    map.forEach(builder::set);
    return builder.build();
  }

  /** Returns a builder that starts empty. */
  public static Builder builder() {
    return new Builder(8);
  }

  /** Returns a builder that starts with these labels. */
  public Builder toBuilder() {
    Builder builder = new Builder(size() + 2);
    builder.appendAll(this);
    return builder;
  }

  /** Returns how many labels the set has. */
  public int size() {
    return pairs.length / 2;
  }

  /** Tells whether the set has no label. */
  public boolean isEmpty() {
    return pairs.length == 0;
  }

  /** Returns the name at {@code index}, counting from 0 in name order. */
  public String name(int index) {
    return pairs[2 * index];
  }

  /** Returns the value at {@code index}, counting from 0 in name order. */
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** Returns the value of a label, or the empty string when the set does not have it. */
  public String get(String name) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(name)) {
        return pairs[i + 1];
      }
    }
    return "";
  }

  /** Tells whether the set has a label of this name. */
  public boolean has(String name) {
    return !get(name).isEmpty();
  }

  /** Returns the metric name, or the empty string. */
  public String metricName() {
    return get(METRIC_NAME);
  }

  /** Returns this set with one label replaced or added; an empty value removes it. */
  public Labels with(String name, String value) {
    return toBuilder().set(name, value).build();
  }

  /** Returns this set without the labels of these names. */
  public Labels without(Collection<String> names) {
    return filtered(names, false);
  }

  /** Returns this set without the label of this name. */
  public Labels without(String name) {
    return has(name) ? filtered(List.of(name), false) : this;
  }

  /** Returns this set reduced to the labels of these names. */
  public Labels only(Collection<String> names) {
    return filtered(names, true);
  }

  private Labels filtered(Collection<String> names, boolean keep) {
    String[] kept = new String[pairs.length];
    int n = 0;
    for (int i = 0; i < pairs.length; i += 2) {
      if (names.contains(pairs[i]) == keep) {
        kept[n++] = pairs[i];
        kept[n++] = pairs[i + 1];
      }
    }
    if (n == pairs.length) {
      return this;
    }
    return n == 0 ? EMPTY : new Labels(Arrays.copyOf(kept, n));
  }

  /** Returns the labels as a new map in name order. */
  public Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>(Utf8Order::compare);
    for (int i = 0; i < pairs.length; i += 2) {
      map.put(pairs[i], pairs[i + 1]);
    }
    return map;
  }

  /**
   * Orders label sets as Prometheus does: pair by pair, name before value, a shorter prefix first.
   */
  @Override
  public int compareTo(Labels other) {
    int common = Math.min(pairs.length, other.pairs.length);
    for (int i = 0; i < common; i++) {
      int order = Utf8Order.compare(pairs[i], other.pairs[i]);
      if (order != 0) {
        return order;
      }
    }
    return pairs.length - other.pairs.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels that && Arrays.equals(pairs, that.pairs);
  }

  @Override
  public int hashCode() {
    int h = hash;
    if (h == 0) {
      h = Arrays.hashCode(pairs);
      hash = h;
    }
    return h;
  }

  /** Returns the set in selector form, {@code {a="b", c="d"}}, with Go's escapes in values. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(64);
    out.append('{');
    for (int i = 0; i < pairs.length; i += 2) {
      if (i > 0) {
        out.append(", ");
      }
      out.append(LabelNames.isLegacy(pairs[i]) ? pairs[i] : Quoting.quote(pairs[i]));
      out.append('=').append(Quoting.quote(pairs[i + 1]));
    }
    return out.append('}').toString();
  }

  /**
   * Collects labels in any order. Not safe for use by several threads; reusable after {@link
   * #build}.
   */
  public static final class Builder {
    private final ArrayList<String> pairs;

    private Builder(int expectedLabels) {
      this.pairs = new ArrayList<>(2 * expectedLabels);
    }

    /**
     * Adds a label that must not be there yet.
     *
     * @throws IllegalArgumentException when the name was added before
     */
    public Builder add(String name, String value) {
      if (indexOf(name) >= 0) {
        throw new IllegalArgumentException("label name \"" + name + "\" is not unique");
      }
      return set(name, value);
    }

    /** Adds or replaces a label; an empty value removes it. */
    public Builder set(String name, String value) {
      int at = indexOf(name);
      if (value.isEmpty()) {
        return at < 0 ? this : removeAt(at);
      }
      if (at >= 0) {
        pairs.set(at + 1, value);
      } else {
        pairs.add(name);
        pairs.add(value);
      }
      return this;
    }

    /** Removes a label if it is there. */
    public Builder remove(String name) {
      int at = indexOf(name);
      return at < 0 ? this : removeAt(at);
    }

    /** Returns the value collected so far for a name, or the empty string. */
    public String get(String name) {
      int at = indexOf(name);
      return at < 0 ? "" : pairs.get(at + 1);
    }

    /** Returns the names collected so far, in a new list. */
    public List<String> names() {
      List<String> names = new ArrayList<>(pairs.size() / 2);
      for (int i = 0; i < pairs.size(); i += 2) {
        names.add(pairs.get(i));
      }
      return names;
    }

    /** Removes all labels. */
    public Builder clear() {
      pairs.clear();
      return this;
    }

    /** Returns the labels collected so far as an immutable set. */
    public Labels build() {
      if (pairs.isEmpty()) {
        return EMPTY;
      }
      String[] sorted = pairs.toArray(new String[0]);
      // Insertion sort by pair: sets are small and usually sorted already.
      for (int i = 2; i < sorted.length; i += 2) {
        String name = sorted[i];
        String value = sorted[i + 1];
        int j = i - 2;
        while (j >= 0 && Utf8Order.compare(sorted[j], name) > 0) {
          sorted[j + 2] = sorted[j];
          sorted[j + 3] = sorted[j + 1];
          j -= 2;
        }
        sorted[j + 2] = name;
        sorted[j + 3] = value;
      }
      return new Labels(sorted);
    }

    private void appendAll(Labels labels) {
      pairs.addAll(Arrays.asList(labels.pairs));
    }

    private Builder removeAt(int at) {
      pairs.remove(at + 1);
      pairs.remove(at);
      return this;
    }

    private int indexOf(String name) {
      for (int i = 0; i < pairs.size(); i += 2) {
        if (pairs.get(i).equals(name)) {
          return i;
        }
      }
      return -1;
    }
  }
}
