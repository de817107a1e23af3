package dev.goldcrest.wire.exposition;

import dev.goldcrest.model.GoFloat;

/**
 * Numbers as label values: OpenMetrics wants a point or an exponent in {@code le} and {@code
 * quantile}, so that one bound has one spelling.
 */
final class LabelFloats {
  private LabelFloats() {}

  static String text(double value) {
    String text = GoFloat.general(value);
    boolean whole = text.indexOf('.') < 0 && text.indexOf('e') < 0 && Double.isFinite(value);
    return whole ? text + ".0" : text;
  }
}
