package dev.goldcrest.promql.eval;

import dev.goldcrest.promql.parser.DurationExpr;
import dev.goldcrest.promql.parser.Expr;
import dev.goldcrest.promql.parser.Expr.MatrixSelector;
import dev.goldcrest.promql.parser.Expr.Subquery;
import dev.goldcrest.promql.parser.Expr.VectorSelector;
import dev.goldcrest.promql.parser.Modifiers;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.storage.SelectHints;
import org.jspecify.annotations.Nullable;

/** Works out at which times selectors and subqueries look, and where their samples come from. */
final class SourcePlanner {
  // Times beyond this are cut: they are far from any sample, and sums of them must not overflow.
  private static final long MAX_MILLIS = 1L << 60;

  private final Evaluation evaluation;
  private final Grid grid;

  SourcePlanner(Evaluation evaluation, Grid grid) {
    this.evaluation = evaluation;
    this.grid = grid;
  }

  /** Samples of the time before each step. */
  record Range(CursorSource source, SelectorTimes times, long millis) {}

  SelectorTimes times(Modifiers modifiers) throws QueryException {
    long offset = millis(modifiers.offset());
    return switch (modifiers.at()) {
      case NONE -> new SelectorTimes(grid, offset, false, 0);
      case TIME -> new SelectorTimes(grid, offset, true, modifiers.atMillis());
      case START -> new SelectorTimes(grid, offset, true, evaluation.grid().start());
      case END -> new SelectorTimes(grid, offset, true, evaluation.grid().end());
    };
  }

  private long millis(@Nullable DurationExpr duration) throws QueryException {
    if (duration == null) {
      return 0;
    }
    Grid query = evaluation.grid();
    return duration.millis(query.step(), query.end() - query.start());
  }

  private long positiveMillis(DurationExpr duration) throws QueryException {
    long millis = millis(duration);
    if (millis <= 0) {
      throw Evaluation.failure(
          evaluation.position(duration.span()) + ": duration must be greater than 0");
    }
    return millis;
  }

  /**
   * Returns the series of a selector.
   *
   * @param reachMillis how far before each step samples count
   * @param function the function around the selector, or empty
   */
  CursorSource selector(
      VectorSelector selector, SelectorTimes times, long reachMillis, String function) {
    // Ranges are open at their start.
    long min = clamp(clamp(times.first()) - clamp(reachMillis) + 1);
    long max = Math.max(min, clamp(times.last()));
    SelectHints hints = new SelectHints(min, max, grid.step(), function);
    return new SelectorSource(evaluation, selector.matchers(), hints);
  }

  private static long clamp(long millis) {
    return Math.max(-MAX_MILLIS, Math.min(MAX_MILLIS, millis));
  }

  Range range(Expr matrix, String function) throws QueryException {
    if (matrix instanceof MatrixSelector selector) {
      return selectorRange(selector, function);
    }
    if (matrix instanceof Subquery subquery) {
      return subqueryRange(subquery);
    }
    throw new IllegalStateException("BUG: no range in " + matrix);
  }

  private Range selectorRange(MatrixSelector matrix, String function) throws QueryException {
    SelectorTimes times = times(matrix.vector().modifiers());
    long millis = positiveMillis(matrix.range());
    return new Range(selector(matrix.vector(), times, millis, function), times, millis);
  }

  private Range subqueryRange(Subquery subquery) throws QueryException {
    SelectorTimes times = times(subquery.modifiers());
    long millis = positiveMillis(subquery.range());
    DurationExpr written = subquery.step();
    long step =
        written == null ? evaluation.options().subqueryStepMillis() : positiveMillis(written);
    // The first multiple of the step that lies after the open start of the first range.
    long open = clamp(times.first()) - clamp(millis);
    long start = (Math.floorDiv(open, step) + 1) * step;
    long count = Math.max(0, Math.floorDiv(clamp(times.last()) - start, step) + 1);
    evaluation.charge(count);
    evaluation.release(count);
    if (count == 0) {
      return new Range(EmptySource.INSTANCE, times, millis);
    }
    Grid inner = new Grid(start, step, (int) count);
    Operator operator = new Planner(evaluation, inner).plan(subquery.expr());
    return new Range(new SubquerySource(evaluation, operator, inner), times, millis);
  }
}
