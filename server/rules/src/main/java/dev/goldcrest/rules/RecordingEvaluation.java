package dev.goldcrest.rules;

import dev.goldcrest.model.Labels;
import dev.goldcrest.query.QueryValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A recording rule at work: stores its result under the rule's name and labels. */
final class RecordingEvaluation extends RuleEvaluation {
  RecordingEvaluation(RuleGroup group, Rule.Recording rule, RuleContext context) {
    super(group, rule, context);
  }

  @Override
  void take(long timeMillis, List<QueryValue.Sample> result, SeriesWriter out)
      throws RuleException {
    int limit = group().limit();
    if (limit > 0 && result.size() > limit) {
      throw new RuleException("exceeded limit of " + limit + " with " + result.size() + " series");
    }
    Labels[] targets = new Labels[result.size()];
    Set<Labels> distinct = new HashSet<>();
    for (int i = 0; i < targets.length; i++) {
      targets[i] = target(result.get(i).labels());
      if (!distinct.add(targets[i])) {
        throw new RuleException(
            "vector contains metrics with the same labelset after applying rule labels: "
                + targets[i]);
      }
    }
    for (int i = 0; i < targets.length; i++) {
      out.write(targets[i], result.get(i).value());
    }
  }

  private Labels target(Labels source) {
    Labels.Builder builder = source.toBuilder().set(Labels.METRIC_NAME, rule().name());
    for (int i = 0; i < labels().size(); i++) {
      builder.set(labels().name(i), labels().value(i));
    }
    return builder.build();
  }

  @Override
  AlertState state() {
    return AlertState.UNKNOWN;
  }

  @Override
  void collectAlerts(List<AlertSnapshot> to) {
    // Recording rules raise none.
  }
}
