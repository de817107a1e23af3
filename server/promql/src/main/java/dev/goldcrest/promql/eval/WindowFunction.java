package dev.goldcrest.promql.eval;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.model.Quoting;
import dev.goldcrest.promql.parser.Function;
import dev.goldcrest.promql.parser.Span;
import dev.goldcrest.query.QueryException;
import java.util.ArrayList;
import java.util.List;

/** A function of the samples that each series has in a window which slides along the grid. */
final class WindowFunction implements Operator {
  private final Evaluation evaluation;
  private final CursorSource source;
  private final SelectorTimes times;
  private final long rangeMillis;
  private final Function function;
  private final Arguments arguments;
  private final SampleReader reader;
  private final Window window;
  private final WindowMath math;
  private final List<String> metricNames = new ArrayList<>();

  /**
   * The other arguments of the function.
   *
   * @param scalars its scalar arguments
   * @param matrixSpan where the range vector stands, for messages
   * @param scalarSpan where the first scalar stands, for messages
   */
  record Arguments(List<Operator> scalars, Span matrixSpan, Span scalarSpan) {}

  WindowFunction(
      Evaluation evaluation, SourcePlanner.Range range, Function function, Arguments arguments) {
    this.evaluation = evaluation;
    this.source = range.source();
    this.times = range.times();
    this.rangeMillis = range.millis();
    this.function = function;
    this.arguments = arguments;
    this.reader = new SampleReader(evaluation);
    this.window = new Window(evaluation);
    this.math = new WindowMath(function, window, rangeMillis);
  }

  @Override
  public SeriesLabels series() throws QueryException {
    double[][] scalars = Scalars.evaluate(evaluation, arguments.scalars(), times.grid());
    math.setScalars(scalars);
    if (function == Function.QUANTILE_OVER_TIME) {
      warnOfQuantiles(evaluation, scalars[0], arguments.scalarSpan());
    }
    SeriesLabels selected = source.series();
    SeriesLabels result = selected.derive(selected.size());
    boolean counterWanted = function == Function.RATE || function == Function.INCREASE;
    for (int i = 0; i < selected.size(); i++) {
      if (counterWanted) {
        metricNames.add(selected.get(i).metricName());
      }
      if (function.dropsMetricName()) {
        result.addNameless(selected.get(i), evaluation.delayedNames());
      } else {
        result.add(selected.get(i), selected.isNameless(i));
      }
    }
    return result;
  }

  /** Warns of quantiles outside 0 to 1, once for each. */
  static void warnOfQuantiles(Evaluation evaluation, double[] quantiles, Span where) {
    double last = 0;
    for (double quantile : quantiles) {
      if (!(quantile >= 0 && quantile <= 1) && quantile != last) {
        evaluation.warn(
            "quantile value should be between 0 and 1, got " + GoFloat.general(quantile), where);
        last = quantile;
        if (Double.isNaN(quantile)) {
          return;
        }
      }
    }
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    out.clear();
    window.clear();
    reader.open(source.cursor(index));
    int needed = WindowMath.samplesNeeded(function);
    int steps = out.steps();
    boolean any = false;
    for (int step = 0; step < steps; step++) {
      long end = times.at(step);
      window.slide(end - rangeMillis, end, reader);
      any |= window.count() > 0;
      if (window.count() >= needed) {
        out.set(step, math.compute(step, times.grid().at(step)));
      }
      evaluation.tick(1 + (window.count() >> 3));
    }
    if (any && !metricNames.isEmpty()) {
      informOfGauge(metricNames.get(index));
    }
  }

  private void informOfGauge(String metricName) {
    boolean counter =
        metricName.isEmpty()
            || metricName.endsWith("_total")
            || metricName.endsWith("_sum")
            || metricName.endsWith("_count")
            || metricName.endsWith("_bucket");
    if (!counter) {
      evaluation.inform(
          "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
              + Quoting.quote(metricName),
          arguments.matrixSpan());
    }
  }
}
