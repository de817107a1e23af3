package dev.goldcrest.tsdb;

import java.util.ArrayList;
import java.util.List;

/** What was found damaged, logged and kept for the figures. Safe for use by several threads. */
final class Damages implements DamageReport {
  private static final System.Logger LOG = System.getLogger("dev.goldcrest.tsdb");

  private final List<TsdbStats.Damage> found = new ArrayList<>();
  private long count;

  @Override
  public synchronized void damaged(String file, long from, long to, String what) {
    count++;
    if (found.size() < TsdbStats.MAX_DAMAGES) {
      found.add(new TsdbStats.Damage(file, from, to, what));
      LOG.log(
          System.Logger.Level.WARNING,
          file + ", bytes " + from + " to " + to + ": " + what + "; the rest is used");
    }
  }

  synchronized List<TsdbStats.Damage> list() {
    return List.copyOf(found);
  }

  synchronized long count() {
    return count;
  }
}
