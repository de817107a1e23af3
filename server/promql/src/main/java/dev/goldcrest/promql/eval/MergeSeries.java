package dev.goldcrest.promql.eval;

import dev.goldcrest.model.Labels;
import dev.goldcrest.query.QueryException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes one series of those that an operation gave the same label set, which is allowed as long as
 * no two of them have a value at the same step.
 */
final class MergeSeries implements Operator {
  private final Operator input;
  private final Grid grid;
  private final boolean namesGo;
  // For each result the first input and, chained, the others; null while all sets are unique.
  private int @Nullable [] firsts;
  private int[] nexts = {};
  private @Nullable Lane other;

  /**
   * Creates the node.
   *
   * @param namesGo whether to remove the metric names that are to go, which ends the evaluation
   */
  MergeSeries(Operator input, Grid grid, boolean namesGo) {
    this.input = input;
    this.grid = grid;
    this.namesGo = namesGo;
  }

  @Override
  public SeriesLabels series() throws QueryException {
    SeriesLabels inputs = input.series();
    SeriesLabels result = inputs.derive(inputs.size());
    Map<Labels, Integer> named = new HashMap<>(2 * inputs.size());
    Map<Labels, Integer> nameless = new HashMap<>();
    int[] heads = new int[inputs.size()];
    int[] tails = new int[inputs.size()];
    nexts = new int[inputs.size()];
    Arrays.fill(nexts, -1);
    for (int i = 0; i < inputs.size(); i++) {
      boolean strip = namesGo && inputs.isNameless(i);
      Labels labels = strip ? SeriesLabels.dropName(inputs.get(i)) : inputs.get(i);
      // A series that will lose its name is not the same as one that keeps it.
      Map<Labels, Integer> places = !namesGo && inputs.isNameless(i) ? nameless : named;
      Integer place = places.putIfAbsent(labels, result.size());
      if (place == null) {
        heads[result.size()] = i;
        tails[result.size()] = i;
        result.add(labels, !strip && inputs.isNameless(i));
      } else {
        nexts[tails[place]] = i;
        tails[place] = i;
      }
    }
    if (result.size() < inputs.size()) {
      firsts = heads;
      result.markFragile(true);
      other = new Lane(grid.count());
    }
    return result;
  }

  @Override
  public void evaluate(int index, Lane out) throws QueryException {
    if (firsts == null || other == null) {
      input.evaluate(index, out);
      return;
    }
    int source = firsts[index];
    input.evaluate(source, out);
    for (source = nexts[source]; source >= 0; source = nexts[source]) {
      input.evaluate(source, other);
      if (out.overlaps(other)) {
        throw Evaluation.failure("vector cannot contain metrics with the same labelset");
      }
      for (int step = 0; step < out.steps(); step++) {
        if (other.has(step)) {
          out.set(step, other.values[step]);
        }
      }
    }
  }
}
