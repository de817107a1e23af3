package dev.goldcrest.promql.parser;

import java.util.List;

/**
 * The {@code by} or {@code without} clause of an aggregation.
 *
 * @param without whether {@code labels} are left out; otherwise they are what is kept
 */
public record Grouping(boolean without, List<String> labels) {
  /** One group for everything. */
  public static final Grouping ALL = new Grouping(false, List.of());

  /** Copies the list. */
  public Grouping {
    labels = List.copyOf(labels);
  }
}
