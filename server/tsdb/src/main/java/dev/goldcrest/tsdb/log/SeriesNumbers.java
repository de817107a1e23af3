package dev.goldcrest.tsdb.log;

/** The head's series by their number in the log, for the time of a replay. */
final class SeriesNumbers {
  private int[] keys = new int[1024];
  // Holds series + 1.
  private int[] series = new int[1024];
  private int count;

  void put(int seriesId, int number) {
    if (count * 2 >= keys.length) {
      grow();
    }
    int slot = slot(seriesId);
    if (series[slot] == 0) {
      count++;
    }
    keys[slot] = seriesId;
    series[slot] = number + 1;
  }

  /** Returns the series, or -1. */
  int get(int seriesId) {
    return series[slot(seriesId)] - 1;
  }

  private int slot(int seriesId) {
    int mask = keys.length - 1;
    int h = seriesId * 0x9e3779b9;
    int slot = (h ^ h >>> 15) & mask;
    while (series[slot] != 0 && keys[slot] != seriesId) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    int[] oldKeys = keys;
    int[] oldSeries = series;
    keys = new int[oldKeys.length * 2];
    series = new int[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldSeries[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        series[slot] = oldSeries[i];
      }
    }
  }
}
