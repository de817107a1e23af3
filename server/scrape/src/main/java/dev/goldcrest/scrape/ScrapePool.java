package dev.goldcrest.scrape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The targets of one job. Guarded by the engine's monitor, but for reading discovery files. */
final class ScrapePool {
  private final ScrapeContext context;
  private ScrapeJob job;
  private List<FileTargets> files = List.of();
  private Map<Target.Identity, ScrapeLoop> loops = new LinkedHashMap<>();
  private List<DroppedTarget> dropped = List.of();
  private int droppedCount;

  ScrapePool(ScrapeContext context, ScrapeJob job) {
    this.context = context;
    this.job = job;
    configure(job);
  }

  /** Takes over a job of the same name; discoveries that did not change keep what they read. */
  void configure(ScrapeJob next) {
    job = next;
    List<FileTargets> kept = new ArrayList<>();
    for (FileDiscovery discovery : next.fileDiscoveries()) {
      kept.add(known(discovery));
    }
    files = kept;
  }

  private FileTargets known(FileDiscovery discovery) {
    for (FileTargets file : files) {
      if (file.discovery().equals(discovery)) {
        return file;
      }
    }
    return new FileTargets(
        discovery, context.ports.fileReader(), context.clock(), context.counters);
  }

  List<FileTargets> files() {
    return files;
  }

  int activeTargets() {
    return loops.size();
  }

  /**
   * Starts and stops loops so that they are those of the groups as they are now.
   *
   * @param maxTargets how many active targets this pool may have
   */
  void sync(int maxTargets) {
    Map<Target.Identity, Target> wanted = new LinkedHashMap<>();
    List<DroppedTarget> notScraped = new ArrayList<>();
    droppedCount = 0;
    TargetResolver resolver = new TargetResolver(job);
    for (TargetGroup group : groups()) {
      for (String address : group.targets()) {
        switch (resolver.resolve(address, group.labels())) {
          case DroppedTarget target -> drop(notScraped, target);
          case Target target when wanted.containsKey(target.identity()) -> {}
          case Target target when wanted.size() >= maxTargets ->
              drop(
                  notScraped,
                  new DroppedTarget(
                      job.jobName(),
                      target.discoveredLabels(),
                      "more than "
                          + context.settings.limits().maxTargets()
                          + " targets, the limit of this server"));
          case Target target -> wanted.put(target.identity(), target);
        }
      }
    }
    dropped = notScraped;
    adopt(wanted);
  }

  private List<TargetGroup> groups() {
    List<TargetGroup> groups = new ArrayList<>(job.staticGroups());
    for (FileTargets file : files) {
      groups.addAll(file.groups());
    }
    return groups;
  }

  private void drop(List<DroppedTarget> notScraped, DroppedTarget target) {
    droppedCount++;
    if (notScraped.size() < context.settings.limits().maxDroppedShown()) {
      notScraped.add(target);
    }
  }

  private void adopt(Map<Target.Identity, Target> wanted) {
    String forcedError = targetLimitError(wanted.size());
    Map<Target.Identity, ScrapeLoop> next = new LinkedHashMap<>();
    for (Map.Entry<Target.Identity, Target> entry : wanted.entrySet()) {
      ScrapePlan plan = ScrapePlan.of(job, entry.getValue(), context.settings);
      ScrapeLoop loop = loops.remove(entry.getKey());
      boolean isNew = loop == null;
      if (loop == null) {
        loop = new ScrapeLoop(context, plan);
      } else {
        loop.configure(plan);
      }
      loop.forceError(forcedError);
      if (isNew) {
        loop.start();
      }
      next.put(entry.getKey(), loop);
    }
    for (ScrapeLoop gone : loops.values()) {
      gone.stop(true);
    }
    loops = next;
  }

  private @Nullable String targetLimitError(int targets) {
    int limit = job.limits().targetLimit();
    return limit > 0 && targets > limit
        ? "target_limit exceeded (number of targets: " + targets + ", limit: " + limit + ")"
        : null;
  }

  void stop(boolean marksEnd) {
    for (ScrapeLoop loop : loops.values()) {
      loop.stop(marksEnd);
    }
    loops = new LinkedHashMap<>();
  }

  void addStatus(List<TargetStatus> active, List<DroppedTarget> notScraped, List<String> errors) {
    for (ScrapeLoop loop : loops.values()) {
      active.add(loop.status());
    }
    notScraped.addAll(dropped);
    for (FileTargets file : files) {
      errors.addAll(file.errors());
    }
  }

  int droppedCount() {
    return droppedCount;
  }

  void addMetadata(List<TargetMetadata> all) {
    for (ScrapeLoop loop : loops.values()) {
      all.add(loop.metadata());
    }
  }
}
