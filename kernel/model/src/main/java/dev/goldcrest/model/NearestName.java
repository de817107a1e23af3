package dev.goldcrest.model;

import java.util.Collection;
import java.util.Optional;

/** Finds the name somebody probably meant, for error messages. */
public final class NearestName {
  private static final int LONGEST_NAME = 100;

  private NearestName() {}

  /**
   * Returns the candidate that needs the fewest insertions, deletions, substitutions and swaps of
   * neighbours, if it is near enough to be a typing error: at most a third of the length of what
   * was written.
   */
  public static Optional<String> among(Collection<String> candidates, String written) {
    if (written.length() > LONGEST_NAME) {
      return Optional.empty();
    }
    int allowed = Math.max(1, written.length() / 3);
    String best = null;
    int bestDistance = allowed + 1;
    for (String candidate : candidates) {
      if (Math.abs(candidate.length() - written.length()) < bestDistance) {
        int distance = distance(candidate, written);
        if (distance < bestDistance) {
          bestDistance = distance;
          best = candidate;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  // Optimal string alignment distance, three rows.
  private static int distance(String a, String b) {
    int[] beforeLast = new int[b.length() + 1];
    int[] last = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      last[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        row[j] = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + cost);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
        }
      }
      int[] spare = beforeLast;
      beforeLast = last;
      last = row;
      row = spare;
    }
    return last[b.length()];
  }
}
