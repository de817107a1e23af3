package dev.goldcrest.device.host;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;

/** Hands metric families to a sink, leaving out what the kernel did not tell. */
final class Families {
  private Families() {}

  /** Gives a family of one series, unless the value is NaN. */
  static void single(MetricSink out, String name, MetricType type, String help, double value) {
    if (!Double.isNaN(value)) {
      out.family(name, type, help);
      out.sample(value);
    }
  }

  /** Gives a family with one series a row, leaving out NaN and an empty family. */
  static void column(MetricSink out, String[] nameTypeHelp, String label, Table table, int column) {
    boolean begun = false;
    for (int row = 0; row < table.rows(); row++) {
      double value = table.get(row, column);
      if (Double.isNaN(value)) {
        continue;
      }
      if (!begun) {
        MetricType type =
            nameTypeHelp[0].endsWith("_total") ? MetricType.COUNTER : MetricType.GAUGE;
        out.family(nameTypeHelp[0], type, nameTypeHelp[1], label);
        begun = true;
      }
      out.sample(value, table.key(row));
    }
  }
}
