package dev.goldcrest.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.MetricType;
import dev.goldcrest.wire.exposition.MetricSink;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Keeps what a collector writes, and fails on what no exposition may hold. */
public final class RecordedMetrics implements MetricSink {
  /** Values by series, spelled {@code name{label="value",…}} with the labels in order of name. */
  public final Map<String, Double> values = new LinkedHashMap<>();

  public final Map<String, MetricType> types = new LinkedHashMap<>();
  public final Map<String, List<String>> labelNames = new LinkedHashMap<>();

  private String name = "";
  private String[] labels = {};

  @Override
  public void family(String newName, MetricType type, String help, String... newLabels) {
    assertThat(types).as("families so far").doesNotContainKey(newName);
    assertThat(help).isNotBlank();
    name = newName;
    labels = newLabels.clone();
    types.put(name, type);
    labelNames.put(name, Arrays.stream(newLabels).sorted().toList());
  }

  @Override
  public void sample(double value, String... labelValues) {
    assertThat(labelValues).hasSameSizeAs(labels).doesNotContainNull();
    TreeMap<String, String> sorted = new TreeMap<>();
    for (int i = 0; i < labels.length; i++) {
      sorted.put(labels[i], labelValues[i]);
    }
    String series = series(name, sorted);
    assertThat(value).as(series).isNotNaN();
    assertThat(values.put(series, value)).as("an earlier value of " + series).isNull();
  }

  @Override
  public void histogram(double[] upperBounds, long[] counts, double sum, String... labelValues) {
    throw new AssertionError("no histogram expected in " + name);
  }

  @Override
  public void summary(double[] q, double[] v, long count, double sum, String... labelValues) {
    throw new AssertionError("no summary expected in " + name);
  }

  public double value(String series) {
    assertThat(values).containsKey(series);
    return values.get(series);
  }

  public static String series(String name, Map<String, String> sortedLabels) {
    if (sortedLabels.isEmpty()) {
      return name;
    }
    StringBuilder out = new StringBuilder(name);
    char separator = '{';
    for (Map.Entry<String, String> label : sortedLabels.entrySet()) {
      out.append(separator).append(label.getKey()).append("=\"").append(label.getValue());
      out.append('"');
      separator = ',';
    }
    return out.append('}').toString();
  }
}
