package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Quoting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns the labels of an exposed sample into those of its series: the target's labels come in, the
 * job's rules are applied, its limits are checked. Runs once for each new series.
 */
final class SampleLabels {
  private static final String EXPORTED = "exported_";
  private static final int MAX_SHOWN = 50;

  private SampleLabels() {}

  /**
   * Returns the labels of the series, or empty when the rules drop it.
   *
   * @param series the series as the exposition names it; tells labels that are stated to be empty
   * @throws ScrapeException when the series has no name or passes a limit
   */
  static Optional<Labels> of(ScrapePlan plan, Labels exposed, SeriesText series)
      throws ScrapeException {
    ScrapeJob job = plan.job();
    Labels target = plan.target().labels();
    Labels.Builder labels = exposed.toBuilder();
    if (job.sampleRules().honorLabels()) {
      addMissing(labels, target, series);
    } else {
      override(labels, target);
    }
    if (!Relabeler.apply(job.metricRelabelRules(), labels)) {
      return Optional.empty();
    }
    Labels result = labels.build();
    if (result.isEmpty()) {
      return Optional.empty();
    }
    if (!result.has(Labels.METRIC_NAME)) {
      throw new ScrapeException(
          ScrapeFailure.INVALID_SERIES, "missing metric name (__name__ label) in " + result);
    }
    if (job.limits().limitsLabels()) {
      checkLimits(result, job.limits());
    }
    return Optional.of(result);
  }

  private static void addMissing(Labels.Builder labels, Labels target, SeriesText series) {
    for (int i = 0; i < target.size(); i++) {
      String name = target.name(i);
      // A label stated to be empty says that the sample has none, as a push gateway needs it.
      if (labels.get(name).isEmpty() && !series.statesEmpty(name)) {
        labels.set(name, target.value(i));
      }
    }
  }

  private static void override(Labels.Builder labels, Labels target) {
    List<String> conflicts = new ArrayList<>(2);
    for (int i = 0; i < target.size(); i++) {
      String name = target.name(i);
      String exposed = labels.get(name);
      if (!exposed.isEmpty()) {
        conflicts.add(name);
        conflicts.add(exposed);
      }
      labels.set(name, target.value(i));
    }
    // Shorter names first, so that the outcome does not depend on the order of labels.
    while (!conflicts.isEmpty()) {
      int shortest = 0;
      for (int i = 2; i < conflicts.size(); i += 2) {
        if (conflicts.get(i).length() < conflicts.get(shortest).length()) {
          shortest = i;
        }
      }
      String name = EXPORTED + conflicts.remove(shortest);
      while (!labels.get(name).isEmpty()) {
        name = EXPORTED + name;
      }
      labels.set(name, conflicts.remove(shortest));
    }
  }

  private static void checkLimits(Labels labels, JobLimits limits) throws ScrapeException {
    if (limits.labelLimit() > 0 && labels.size() > limits.labelLimit()) {
      throw exceeded(
          "label_limit",
          labels,
          "number of labels: " + labels.size() + ", limit: " + limits.labelLimit());
    }
    for (int i = 0; i < labels.size(); i++) {
      int nameLimit = limits.labelNameLengthLimit();
      if (nameLimit > 0 && utf8Length(labels.name(i)) > nameLimit) {
        throw exceeded(
            "label_name_length_limit",
            labels,
            "label name: "
                + shown(labels.name(i))
                + ", length: "
                + utf8Length(labels.name(i))
                + ", limit: "
                + nameLimit);
      }
      int valueLimit = limits.labelValueLengthLimit();
      if (valueLimit > 0 && utf8Length(labels.value(i)) > valueLimit) {
        throw exceeded(
            "label_value_length_limit",
            labels,
            "label name: "
                + shown(labels.name(i))
                + ", value: "
                + Quoting.quote(shown(labels.value(i)))
                + ", length: "
                + utf8Length(labels.value(i))
                + ", limit: "
                + valueLimit);
      }
    }
  }

  private static ScrapeException exceeded(String limit, Labels labels, String detail) {
    return new ScrapeException(
        ScrapeFailure.LABEL_LIMIT,
        limit + " exceeded (metric: " + shown(labels.metricName()) + ", " + detail + ")");
  }

  private static String shown(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN);
  }

  private static int utf8Length(String text) {
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a pair counts two: a supplementary character has four bytes.
      length += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return length;
  }
}
