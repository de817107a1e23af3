package dev.goldcrest.promql.eval;

import dev.goldcrest.query.QueryException;
import dev.goldcrest.storage.SampleCursor;

/** The samples that an expression yields on the grid of a subquery. */
final class SubquerySource implements CursorSource {
  private final Evaluation evaluation;
  private final Operator operator;
  private final Grid grid;
  private final Lane lane;

  SubquerySource(Evaluation evaluation, Operator operator, Grid grid) throws QueryException {
    this.evaluation = evaluation;
    this.operator = operator;
    this.grid = grid;
    this.lane = evaluation.newLane(grid);
  }

  @Override
  public SeriesLabels series() throws QueryException {
    return operator.series();
  }

  @Override
  public SampleCursor cursor(int index) throws QueryException {
    operator.evaluate(index, lane);
    evaluation.tick(grid.count());
    return new LaneCursor(lane, grid);
  }

  private static final class LaneCursor implements SampleCursor {
    private final Lane lane;
    private final Grid grid;
    private int step;

    LaneCursor(Lane lane, Grid grid) {
      this.lane = lane;
      this.grid = grid;
    }

    @Override
    public int read(long[] timestamps, long[] valueBits, int offset, int max) {
      int n = 0;
      while (step < grid.count() && n < max) {
        if (lane.has(step)) {
          timestamps[offset + n] = grid.at(step);
          valueBits[offset + n] = Double.doubleToRawLongBits(lane.values[step]);
          n++;
        }
        step++;
      }
      return n;
    }
  }
}
