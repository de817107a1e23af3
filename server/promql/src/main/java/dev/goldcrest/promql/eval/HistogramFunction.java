package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.Quoting;
import dev.goldcrest.promql.parser.Function;
import dev.goldcrest.promql.parser.Span;
import dev.goldcrest.query.QueryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** {@code histogram_quantile} and {@code histogram_fraction} over series with a bucket bound. */
final class HistogramFunction implements Operator {
  private static final String BOUND = "le";

  private final Evaluation evaluation;
  private final Operator input;
  private final Grid grid;
  private final Function function;
  private final Arguments arguments;
  private final List<List<Bucket>> histograms = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final ClassicBuckets buckets = new ClassicBuckets();
  private double[][] scalars = {};

  /**
   * The arguments.
   *
   * @param scalars what comes before the vector
   * @param scalarSpan where the first scalar stands, for messages
   * @param vectorSpan where the vector stands, for messages
   */
  record Arguments(List<Operator> scalars, Span scalarSpan, Span vectorSpan) {}

  private record Bucket(int series, double bound) {}

  HistogramFunction(
      Evaluation evaluation, Operator input, Grid grid, Function function, Arguments arguments) {
    this.evaluation = evaluation;
    this.input = input;
    this.grid = grid;
    this.function = function;
    this.arguments = arguments;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    scalars = Scalars.evaluate(evaluation, arguments.scalars(), grid);
    if (function == Function.HISTOGRAM_QUANTILE) {
      WindowFunction.warnOfQuantiles(evaluation, scalars[0], arguments.scalarSpan());
    }
    SeriesLabels inputs = input.series();
    SeriesLabels result = inputs.derive(16);
    Map<Labels, List<Bucket>> byLabels = new HashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Labels labels = inputs.get(i);
      double bound = bound(labels);
      if (Double.isNaN(bound)) {
        evaluation.warn(
            "bucket label \"le\" is missing or has a malformed value of "
                + Quoting.quote(labels.get(BOUND))
                + forMetric(labels.metricName()),
            arguments.vectorSpan());
        if (inputs.isFragile()) {
          input.evaluate(i, new Lane(grid.count()));
        }
        continue;
      }
      Labels key = labels.without(BOUND);
      List<Bucket> histogram = byLabels.get(key);
      if (histogram == null) {
        histogram = new ArrayList<>();
        byLabels.put(key, histogram);
        histograms.add(histogram);
        names.add(labels.metricName());
        result.addNameless(key, evaluation.delayedNames());
      }
      histogram.add(new Bucket(i, bound));
    }
    return result;
  }

  private static String forMetric(String name) {
    return name.isEmpty() ? "" : " for metric name " + Quoting.quote(name);
  }

  // Go's ParseFloat takes what Java does and more ways to write infinity.
  private static double bound(Labels labels) {
    String text = labels.get(BOUND);
    if (text.equalsIgnoreCase("+Inf") || text.equalsIgnoreCase("Inf")) {
      return Double.POSITIVE_INFINITY;
    }
    if (text.equalsIgnoreCase("-Inf")) {
      return Double.NEGATIVE_INFINITY;
    }
    try {
      return text.isBlank() ? Double.NaN : Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    out.clear();
    List<Bucket> histogram = histograms.get(index);
    Lane[] lanes = new Lane[histogram.size()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = evaluation.newLane(grid);
      input.evaluate(histogram.get(i).series, lanes[i]);
    }
    boolean fixed = false;
    for (int step = 0; step < grid.count(); step++) {
      buckets.clear();
      for (int i = 0; i < lanes.length; i++) {
        if (lanes[i].has(step)) {
          buckets.add(histogram.get(i).bound, lanes[i].values[step]);
        }
      }
      if (buckets.count() > 0) {
        out.set(step, compute(step));
        fixed |= buckets.wereForcedMonotonic();
      }
      evaluation.tick(4 * lanes.length);
    }
    if (fixed) {
      evaluation.inform(
          "input to histogram_quantile needed to be fixed for monotonicity (see"
              + " https://prometheus.io/docs/prometheus/latest/querying/functions/"
              + "#histogram_quantile)"
              + forMetric(names.get(index)),
          arguments.vectorSpan());
    }
    evaluation.release((long) lanes.length * grid.count());
  }

  private double compute(int step) {
    return function == Function.HISTOGRAM_QUANTILE
        ? buckets.quantile(scalars[0][step])
        : buckets.fraction(scalars[0][step], scalars[1][step]);
  }
}
