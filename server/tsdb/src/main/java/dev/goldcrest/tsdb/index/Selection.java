package dev.goldcrest.tsdb.index;

import dev.goldcrest.model.Matcher;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the series that satisfy every one of some matchers.
 *
 * <p>Matchers that refuse the empty value name the series they accept; their lists are intersected.
 * The others accept every series without the label, so the series with a value that they refuse are
 * taken away. Regular expressions run once per distinct value, not per series.
 */
public final class Selection {
  private Selection() {}

  /** Returns the series, ascending; all of them when there is no matcher. */
  public static int[] select(LabelIndex index, List<Matcher> matchers) {
    int[] found = null;
    for (Matcher m : matchers) {
      if (!m.matchesEmpty()) {
        int[] accepted = withValues(index, m, true);
        found = found == null ? accepted : intersect(found, accepted);
        if (found.length == 0) {
          return found;
        }
      }
    }
    if (found == null) {
      found = index.allSeries();
    }
    for (Matcher m : matchers) {
      if (m.matchesEmpty()) {
        found = subtract(found, withValues(index, m, false));
      }
    }
    return found;
  }

  // The series that have the label with a value that the matcher accepts (or refuses).
  private static int[] withValues(LabelIndex index, Matcher m, boolean accepted) {
    boolean oneValue = m.type() == Matcher.Type.EQUAL && accepted;
    boolean oneLiteral =
        m.type() == Matcher.Type.REGEX && accepted && m.regex().orElseThrow().isLiteral();
    // A refusal of one value by != is that value's list.
    boolean allButOne = m.type() == Matcher.Type.NOT_EQUAL && !accepted;
    if (oneValue || oneLiteral || allButOne) {
      return index.postings(m.name(), m.value());
    }
    int[] all = new int[16];
    int count = 0;
    for (String value : index.values(m.name())) {
      if (m.matches(value) == accepted) {
        int[] postings = index.postings(m.name(), value);
        if (all.length - count < postings.length) {
          all = Arrays.copyOf(all, Math.max(count + postings.length, all.length * 2));
        }
        System.arraycopy(postings, 0, all, count, postings.length);
        count += postings.length;
      }
    }
    // A series has one value of a name, so the lists are disjoint and need no deduplication.
    Arrays.sort(all, 0, count);
    return Arrays.copyOf(all, count);
  }

  private static int[] intersect(int[] a, int[] b) {
    int n = 0;
    int j = 0;
    for (int x : a) {
      while (j < b.length && b[j] < x) {
        j++;
      }
      if (j < b.length && b[j] == x) {
        a[n++] = x;
      }
    }
    return Arrays.copyOf(a, n);
  }

  private static int[] subtract(int[] a, int[] b) {
    int n = 0;
    int j = 0;
    for (int x : a) {
      while (j < b.length && b[j] < x) {
        j++;
      }
      if (j == b.length || b[j] != x) {
        a[n++] = x;
      }
    }
    return Arrays.copyOf(a, n);
  }
}
