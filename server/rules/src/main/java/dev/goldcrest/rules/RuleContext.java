package dev.goldcrest.rules;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.Labels;
import dev.goldcrest.query.PreparedQuery;
import dev.goldcrest.query.QueryException;
import dev.goldcrest.query.QueryLimits;
import dev.goldcrest.query.QueryValue;
import dev.goldcrest.runtime.lifecycle.Scheduler;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;

/** What every group of an engine shares. */
record RuleContext(RulePorts ports, Scheduler scheduler, Executor executor, RuleSettings settings) {
  Clock clock() {
    return scheduler.clock();
  }

  /**
   * Evaluates an expression to a vector; a scalar becomes one sample without labels.
   *
   * @throws QueryException also when the result is neither
   */
  List<QueryValue.Sample> vector(PreparedQuery query, long timeMillis, BooleanSupplier cancelled)
      throws QueryException {
    QueryLimits limits =
        new QueryLimits(settings.queryTimeout().toMillis(), settings.maxSamples(), 0, cancelled);
    return switch (query.instant(timeMillis, limits).value()) {
      case QueryValue.Vector v -> v.samples();
      case QueryValue.Scalar s ->
          List.of(new QueryValue.Sample(Labels.empty(), s.timestampMillis(), s.value()));
      case QueryValue.Text _, QueryValue.Matrix _ ->
          throw new QueryException(
              QueryException.Kind.BAD_DATA, "rule result is not a vector or scalar");
    };
  }
}
