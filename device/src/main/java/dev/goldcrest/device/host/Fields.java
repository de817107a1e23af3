package dev.goldcrest.device.host;

import java.util.Arrays;

/**
 * The numbers that we know by name in a file of names and numbers; NaN for those it does not have.
 */
final class Fields {
  private final String[] names;
  private final double[] values;

  Fields(String... names) {
    this.names = names;
    values = new double[names.length];
    clear();
  }

  void clear() {
    Arrays.fill(values, Double.NaN);
  }

  /** Takes the number behind the current word, if we know the word. */
  void take(ProcText text) {
    for (int i = 0; i < names.length; i++) {
      if (text.wordIs(names[i])) {
        values[i] = text.nextNumber();
        return;
      }
    }
  }

  /** Reads a file with one name and number a line. */
  void takeLines(ProcText text) {
    clear();
    while (text.nextLine()) {
      if (text.nextField()) {
        take(text);
      }
    }
  }

  double get(int field) {
    return values[field];
  }

  /** Returns how many of the fields have a number. */
  int found() {
    int found = 0;
    for (double value : values) {
      found += Double.isNaN(value) ? 0 : 1;
    }
    return found;
  }
}
