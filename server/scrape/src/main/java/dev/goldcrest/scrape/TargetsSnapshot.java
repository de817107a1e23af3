package dev.goldcrest.scrape;

import java.util.List;
import java.util.Map;

/**
 * All targets at one moment.
 *
 * @param active in the order of jobs, groups and addresses
 * @param dropped at most {@link ScrapeLimits#maxDroppedShown} of each job
 * @param droppedCounts how many are dropped, by job name
 * @param discoveryErrors what is wrong with discovery files at present, in words
 */
public record TargetsSnapshot(
    List<TargetStatus> active,
    List<DroppedTarget> dropped,
    Map<String, Integer> droppedCounts,
    List<String> discoveryErrors) {
  /** Copies the lists. */
  public TargetsSnapshot {
    active = List.copyOf(active);
    dropped = List.copyOf(dropped);
    droppedCounts = Map.copyOf(droppedCounts);
    discoveryErrors = List.copyOf(discoveryErrors);
  }
}
