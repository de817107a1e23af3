package dev.goldcrest.device.host;

import java.util.Arrays;

/**
 * Rows of numbers, each under a key, kept from one collection to the next so that the keys of a
 * steady host are not made anew. Absent numbers are NaN.
 */
final class Table {
  /** Rows kept at most; a host with more disks or interfaces shows the first ones. */
  static final int MAX_ROWS = 2048;

  private final int columns;
  private String[] keys = new String[8];
  private double[] values;
  private int rows;

  Table(int columns) {
    this.columns = columns;
    values = new double[keys.length * columns];
  }

  void clear() {
    rows = 0;
  }

  /** Adds a row whose key is the text's current word; returns its index, or -1 when full. */
  int add(ProcText text) {
    return add(known(rows) && text.wordIs(keys[rows]) ? keys[rows] : text.word());
  }

  /** Adds a row; returns its index, or -1 when full. */
  int add(String key) {
    if (rows == MAX_ROWS) {
      return -1;
    }
    if (rows == keys.length) {
      keys = Arrays.copyOf(keys, 2 * rows);
      values = Arrays.copyOf(values, 2 * rows * columns);
    }
    keys[rows] = key;
    Arrays.fill(values, rows * columns, (rows + 1) * columns, Double.NaN);
    return rows++;
  }

  private boolean known(int row) {
    return row < keys.length && keys[row] != null;
  }

  /** Takes back the last row, when its line proved to be broken. */
  void dropLast() {
    rows--;
  }

  /** Tells whether a row before the last has the last one's key. */
  boolean lastIsRepeated() {
    return find(keys[rows - 1], 0) < rows - 1;
  }

  /** Returns the first row with a key, or -1; looks at {@code likely} first. */
  int find(String key, int likely) {
    if (likely > 0 && likely < rows && keys[likely].equals(key)) {
      return likely;
    }
    for (int i = 0; i < rows; i++) {
      if (keys[i].equals(key)) {
        return i;
      }
    }
    return -1;
  }

  void set(int row, int column, double value) {
    values[row * columns + column] = value;
  }

  double get(int row, int column) {
    return values[row * columns + column];
  }

  String key(int row) {
    return keys[row];
  }

  int rows() {
    return rows;
  }
}
