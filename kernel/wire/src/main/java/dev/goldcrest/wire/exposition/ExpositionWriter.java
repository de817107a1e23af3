package dev.goldcrest.wire.exposition;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.model.LabelNames;
import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.ByteBuilder;

/**
 * Writes metric families as a document in one of the two exposition formats.
 *
 * <p>OpenMetrics differs in what a family is called: that of a counter loses {@code _total}, and a
 * counter whose name does not end so becomes of unknown type, because the format has no way to say
 * it. Its unit is stated where the name ends in a base unit. Not safe for use by several threads.
 */
public final class ExpositionWriter implements MetricSink {
  private static final String[] BASE_UNITS = {
    "seconds", "bytes", "celsius", "ratio", "volts", "amperes", "joules", "grams", "meters"
  };

  private final boolean openMetrics;
  private final ByteBuilder out;
  private String name = "";
  private MetricType type = MetricType.UNKNOWN;
  private String[] labelNames = {};

  /** Creates a writer that appends to {@code out}. */
  public ExpositionWriter(ExpositionFormat format, ByteBuilder out) {
    this.openMetrics = format == ExpositionFormat.OPENMETRICS;
    this.out = out;
  }

  /** Ends the document. OpenMetrics marks its end, so a cut-off document is recognised. */
  public void finish() {
    if (openMetrics) {
      out.text("# EOF\n");
    }
  }

  @Override
  public void family(String newName, MetricType newType, String help, String... newLabelNames) {
    checkNames(newName, newLabelNames);
    name = newName;
    type = newType;
    labelNames = newLabelNames;
    String family = newName;
    String typeText = typeText();
    if (openMetrics && type == MetricType.COUNTER) {
      if (newName.endsWith("_total")) {
        family = newName.substring(0, newName.length() - "_total".length());
      } else {
        typeText = "unknown";
      }
    }
    out.text("# HELP ").text(family).put(' ');
    escaped(help, openMetrics);
    out.text("\n# TYPE ").text(family).put(' ').text(typeText).put('\n');
    if (openMetrics) {
      unit(family);
    }
  }

  @Override
  public void sample(double value, String... labelValues) {
    if (type == MetricType.HISTOGRAM || type == MetricType.SUMMARY) {
      throw new IllegalStateException(
          "BUG: a plain sample for the " + type.text() + " family " + name);
    }
    series("", labelValues, "", 0);
    out.number(value).put('\n');
  }

  @Override
  public void histogram(double[] upperBounds, long[] counts, double sum, String... labelValues) {
    expect(MetricType.HISTOGRAM);
    long cumulative = 0;
    for (int i = 0; i < counts.length; i++) {
      cumulative += counts[i];
      double bound = i < upperBounds.length ? upperBounds[i] : Double.POSITIVE_INFINITY;
      series("_bucket", labelValues, "le", bound);
      out.decimal(cumulative).put('\n');
    }
    sumAndCount(sum, cumulative, labelValues);
  }

  @Override
  public void summary(
      double[] quantiles, double[] values, long count, double sum, String... labelValues) {
    expect(MetricType.SUMMARY);
    for (int i = 0; i < quantiles.length; i++) {
      series("", labelValues, "quantile", quantiles[i]);
      out.number(values[i]).put('\n');
    }
    sumAndCount(sum, count, labelValues);
  }

  private void sumAndCount(double sum, long count, String[] labelValues) {
    series("_sum", labelValues, "", 0);
    out.number(sum).put('\n');
    series("_count", labelValues, "", 0);
    out.decimal(count).put('\n');
  }

  /** Writes all of a line that stands before the value; an empty {@code extraName} is no label. */
  private void series(String suffix, String[] labelValues, String extraName, double extraValue) {
    if (labelValues.length != labelNames.length) {
      throw new IllegalStateException(
          "BUG: a sample of "
              + name
              + " with "
              + labelValues.length
              + " label values; the family"
              + " has "
              + labelNames.length
              + " labels");
    }
    out.text(name).text(suffix);
    char separator = '{';
    for (int i = 0; i < labelNames.length; i++) {
      out.put(separator).text(labelNames[i]).text("=\"");
      escaped(labelValues[i], true);
      out.put('"');
      separator = ',';
    }
    if (!extraName.isEmpty()) {
      out.put(separator).text(extraName).text("=\"");
      out.text(openMetrics ? LabelFloats.text(extraValue) : GoFloat.general(extraValue)).put('"');
      separator = ',';
    }
    out.text(separator == ',' ? "} " : " ");
  }

  private String typeText() {
    return switch (type) {
      case COUNTER, GAUGE, HISTOGRAM, SUMMARY -> type.text();
      case UNKNOWN -> openMetrics ? "unknown" : "untyped";
      case GAUGEHISTOGRAM, INFO, STATESET ->
          throw new IllegalStateException(
              "BUG: family " + name + " of type " + type.text() + "; text 0.0.4 has no such type");
    };
  }

  private void unit(String family) {
    for (String unit : BASE_UNITS) {
      int start = family.length() - unit.length();
      if (start > 1 && family.endsWith(unit) && family.charAt(start - 1) == '_') {
        out.text("# UNIT ").text(family).put(' ').text(unit).put('\n');
        return;
      }
    }
  }

  private void escaped(String text, boolean quotesToo) {
    int plain = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' || c == '\n' || (c == '"' && quotesToo)) {
        out.text(text.substring(plain, i)).put('\\').put(c == '\n' ? 'n' : c);
        plain = i + 1;
      }
    }
    out.text(plain == 0 ? text : text.substring(plain));
  }

  private void expect(MetricType expected) {
    if (type != expected) {
      throw new IllegalStateException(
          "BUG: a " + expected.text() + " for the " + type.text() + " family " + name);
    }
  }

  private static void checkNames(String name, String[] labelNames) {
    if (!LabelNames.isLegacyMetric(name)) {
      throw new IllegalStateException("BUG: metric name \"" + name + "\" is not in [a-zA-Z0-9_:]");
    }
    for (String label : labelNames) {
      if (!LabelNames.isLegacy(label)) {
        throw new IllegalStateException(
            "BUG: label name \"" + label + "\" of " + name + " is not in [a-zA-Z0-9_]");
      }
    }
  }
}
