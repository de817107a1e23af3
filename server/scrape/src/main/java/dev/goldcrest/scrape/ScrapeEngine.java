package dev.goldcrest.scrape;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects: keeps a pool of targets for each job and scrapes each target on its own beat. Safe for
 * use by several threads.
 *
 * <p>The way of a sample: {@code ScrapeLoop} finds its target due and asks it, {@code ScrapeWriter}
 * parses the answer and appends the samples, {@code SeriesCache} spares the labels of every series
 * that was there last time.
 */
public final class ScrapeEngine implements AutoCloseable {
  private static final Logger log = System.getLogger("dev.goldcrest.scrape");

  /** How often discovery files are looked at for changes. */
  static final long FILE_CHECK_MILLIS = 5_000;

  private final ScrapeContext context;
  private final Map<String, ScrapePool> pools = new LinkedHashMap<>();
  private final Set<String> reportedErrors = new HashSet<>();
  private boolean checksFiles;
  private boolean closed;

  /** Makes an engine without jobs. */
  public ScrapeEngine(ScrapePorts ports, ScrapeSettings settings) {
    this.context = new ScrapeContext(ports, settings);
  }

  /**
   * Takes over a new list of jobs. Targets that stay are not disturbed; the series of those that go
   * are marked stale. Reads discovery files that are new, so it is not for an event loop.
   *
   * @throws IllegalArgumentException when two jobs have the same name; then nothing changes
   */
  public synchronized void apply(List<ScrapeJob> jobs) {
    Map<String, ScrapeJob> byName = new LinkedHashMap<>();
    for (ScrapeJob job : jobs) {
      if (byName.put(job.jobName(), job) != null) {
        throw new IllegalArgumentException(
            "found multiple scrape configs with job name \"" + job.jobName() + "\"");
      }
    }
    if (closed) {
      return;
    }
    Map<String, ScrapePool> former = new LinkedHashMap<>(pools);
    pools.clear();
    for (ScrapeJob job : byName.values()) {
      ScrapePool pool = former.remove(job.jobName());
      if (pool == null) {
        pool = new ScrapePool(context, job);
      } else {
        pool.configure(job);
      }
      pools.put(job.jobName(), pool);
    }
    for (ScrapePool gone : former.values()) {
      gone.stop(true);
    }
    for (FileTargets file : files()) {
      file.refresh();
    }
    syncAll();
    watchFiles();
  }

  /** Returns all targets as they are now. */
  public synchronized TargetsSnapshot targets() {
    List<TargetStatus> active = new ArrayList<>();
    List<DroppedTarget> dropped = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    Map<String, Integer> droppedCounts = new LinkedHashMap<>();
    for (Map.Entry<String, ScrapePool> pool : pools.entrySet()) {
      pool.getValue().addStatus(active, dropped, errors);
      droppedCounts.put(pool.getKey(), pool.getValue().droppedCount());
    }
    return new TargetsSnapshot(active, dropped, droppedCounts, errors);
  }

  /** Returns what the active targets say about their metrics. */
  public synchronized List<TargetMetadata> metadata() {
    List<TargetMetadata> all = new ArrayList<>();
    for (ScrapePool pool : pools.values()) {
      pool.addMetadata(all);
    }
    return all;
  }

  /** Returns the figures so far. */
  public synchronized ScrapeStats stats() {
    return context.counters.stats(pools.size(), activeTargets());
  }

  /**
   * Ends all scraping; what is under way is given up. Series are not marked stale: the process is
   * expected to come back.
   */
  @Override
  public synchronized void close() {
    closed = true;
    context.close();
    for (ScrapePool pool : pools.values()) {
      pool.stop(false);
    }
    pools.clear();
  }

  private int activeTargets() {
    int targets = 0;
    for (ScrapePool pool : pools.values()) {
      targets += pool.activeTargets();
    }
    return targets;
  }

  private List<FileTargets> files() {
    List<FileTargets> files = new ArrayList<>();
    for (ScrapePool pool : pools.values()) {
      files.addAll(pool.files());
    }
    return files;
  }

  private void syncAll() {
    int left = context.settings.limits().maxTargets();
    for (ScrapePool pool : pools.values()) {
      pool.sync(left);
      left -= pool.activeTargets();
    }
    reportFileErrors();
  }

  /** Logs each problem once while it lasts. */
  private void reportFileErrors() {
    Set<String> current = new HashSet<>();
    for (FileTargets file : files()) {
      current.addAll(file.errors());
    }
    for (String error : current) {
      if (!reportedErrors.contains(error)) {
        log.log(Level.WARNING, error);
      }
    }
    reportedErrors.clear();
    reportedErrors.addAll(current);
  }

  private void watchFiles() {
    if (!checksFiles && !closed && !files().isEmpty()) {
      checksFiles = true;
      context.later(FILE_CHECK_MILLIS, () -> context.onWorker(this::checkFiles));
    }
  }

  private void checkFiles() {
    List<FileTargets> files;
    synchronized (this) {
      files = files();
    }
    boolean changed = false;
    // Outside the monitor: a slow disk must not keep anybody from seeing the targets.
    for (FileTargets file : files) {
      changed |= file.refresh();
    }
    synchronized (this) {
      checksFiles = false;
      if (changed && !closed) {
        syncAll();
      }
      watchFiles();
    }
  }
}
