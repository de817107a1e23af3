package dev.goldcrest.tsdb.index;

import java.util.List;

/** Finds series, as numbers, by one label. */
public interface LabelIndex {
  /** Returns all series, ascending, in an array that the caller may change. */
  int[] allSeries();

  /** Returns the series with a label, ascending, in an array that the caller may change. */
  int[] postings(String name, String value);

  /** Returns the distinct values of a label name, in any order. */
  List<String> values(String name);
}
