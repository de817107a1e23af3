package dev.goldcrest.scrape;

import dev.goldcrest.model.Labels;
import java.util.List;

/**
 * Targets that share labels: an entry of {@code static_configs} or of a discovery file.
 *
 * @param targets addresses, each {@code host} or {@code host:port}
 */
public record TargetGroup(List<String> targets, Labels labels) {
  /** Copies the targets. */
  public TargetGroup {
    targets = List.copyOf(targets);
  }
}
