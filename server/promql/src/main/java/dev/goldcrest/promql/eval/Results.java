package dev.goldcrest.promql.eval;

import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.query.QueryValue.Sample;
import dev.goldcrest.query.QueryValue.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the outermost operator and makes the value that the caller gets. */
final class Results {
  private final Evaluation evaluation;
  private final Grid grid;
  private long @Nullable [] allTimes;

  Results(Evaluation evaluation, Grid grid) {
    this.evaluation = evaluation;
    this.grid = grid;
  }

  QueryValue scalar(Operator operator) throws QueryException {
    return new QueryValue.Scalar(grid.start(), Scalars.evaluate(evaluation, operator, grid)[0]);
  }

  QueryValue vector(Operator operator) throws QueryException {
    Operator named = new MergeSeries(operator, grid, true);
    SeriesLabels labels = named.series();
    Lane lane = evaluation.newLane(grid);
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      lane.clear();
      named.evaluate(i, lane);
      if (lane.has(0)) {
        evaluation.charge(1);
        samples.add(new Sample(labels.get(i), grid.start(), lane.values[0]));
      }
      evaluation.tick(1);
    }
    return new QueryValue.Vector(samples);
  }

  QueryValue matrix(Operator operator) throws QueryException {
    Operator named = new MergeSeries(operator, grid, true);
    SeriesLabels labels = named.series();
    Lane lane = evaluation.newLane(grid);
    List<Series> series = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      lane.clear();
      named.evaluate(i, lane);
      int count = lane.presentCount();
      if (count > 0) {
        evaluation.charge(count);
        double[] values = values(lane, count);
        series.add(new Series(labels.get(i), times(lane, count), values));
      }
      evaluation.tick(grid.count());
    }
    return sorted(series);
  }

  private static QueryValue sorted(List<Series> series) {
    series.sort(Comparator.comparing(Series::labels));
    return new QueryValue.Matrix(series);
  }

  private static double[] values(Lane lane, int count) {
    double[] values = new double[count];
    int n = 0;
    for (int step = 0; n < count; step++) {
      if (lane.has(step)) {
        values[n++] = lane.values[step];
      }
    }
    return values;
  }

  // Series that are present throughout share one array.
  private long[] times(Lane lane, int count) throws QueryException {
    boolean complete = count == grid.count();
    if (complete && allTimes != null) {
      return allTimes;
    }
    long[] times = new long[count];
    int n = 0;
    for (int step = 0; n < count; step++) {
      if (lane.has(step)) {
        times[n++] = grid.at(step);
      }
    }
    if (complete) {
      allTimes = times;
    }
    return times;
  }

  /** Returns the samples of a range vector as they are. */
  QueryValue samples(SourcePlanner.Range range) throws QueryException {
    SeriesLabels labels = range.source().series();
    SampleReader reader = new SampleReader(evaluation);
    Window window = new Window(evaluation);
    List<Series> series = new ArrayList<>();
    long end = range.times().at(0);
    for (int i = 0; i < labels.size(); i++) {
      window.clear();
      reader.open(range.source().cursor(i));
      window.slide(end - range.millis(), end, reader);
      if (window.count() > 0) {
        evaluation.charge(window.count());
        long[] times = Arrays.copyOfRange(window.times, window.from, window.to);
        double[] values = Arrays.copyOfRange(window.values, window.from, window.to);
        boolean nameless = labels.isNameless(i);
        series.add(
            new Series(
                nameless ? SeriesLabels.dropName(labels.get(i)) : labels.get(i), times, values));
      }
    }
    return sorted(series);
  }
}
