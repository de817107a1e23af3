package dev.goldcrest.scrape;

import dev.goldcrest.model.Clock;
import dev.goldcrest.model.Labels;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The target groups of one file discovery, as last read.
 *
 * <p>A file that cannot be read keeps its former groups, so that a half-written file takes no
 * target away. Safe for use by several threads.
 */
final class FileTargets {
  /** The most files that one discovery looks at; further ones are reported, not read. */
  static final int MAX_FILES = 1_000;

  private static final String FILE_PATH_LABEL = "__meta_filepath";

  private final FileDiscovery discovery;
  private final TargetFileReader reader;
  private final Clock clock;
  private final ScrapeCounters counters;
  private Map<Path, Entry> entries = new TreeMap<>();
  // Read without the monitor, which may wait for a disk.
  private volatile List<TargetGroup> groups = List.of();
  private volatile List<String> errors = List.of();
  private long lastFullReadNanos;
  private boolean readBefore;

  /**
   * A file as it was last time.
   *
   * @param stamp changes when the file does
   * @param error why the groups are not those of the file now, or null
   */
  private record Entry(String stamp, List<TargetGroup> groups, @Nullable String error) {}

  FileTargets(
      FileDiscovery discovery, TargetFileReader reader, Clock clock, ScrapeCounters counters) {
    this.discovery = discovery;
    this.reader = reader;
    this.clock = clock;
    this.counters = counters;
  }

  FileDiscovery discovery() {
    return discovery;
  }

  List<TargetGroup> groups() {
    return groups;
  }

  /** Returns what is wrong at present, in words with the file's path. */
  List<String> errors() {
    return errors;
  }

  /**
   * Looks at the files and reads those that changed, or all when the refresh interval is over.
   *
   * @return whether the groups or the errors are others than before
   */
  synchronized boolean refresh() {
    long now = clock.monotonicNanos();
    boolean readAll =
        !readBefore || now - lastFullReadNanos >= discovery.refreshInterval().toNanos();
    if (readAll) {
      lastFullReadNanos = now;
      readBefore = true;
    }
    List<String> problems = new ArrayList<>();
    Map<Path, Entry> next = new TreeMap<>();
    for (Path file : files(problems)) {
      Entry known = entries.get(file);
      String stamp = stamp(file);
      boolean unchanged = known != null && known.stamp.equals(stamp);
      next.put(file, known != null && unchanged && !readAll ? known : read(file, stamp, known));
    }
    entries = next;
    List<TargetGroup> all = new ArrayList<>();
    for (Entry entry : next.values()) {
      all.addAll(entry.groups);
      if (entry.error != null) {
        problems.add(entry.error);
      }
    }
    boolean changed = !all.equals(groups) || !problems.equals(errors);
    groups = List.copyOf(all);
    errors = List.copyOf(problems);
    return changed;
  }

  private Entry read(Path file, String stamp, @Nullable Entry known) {
    try {
      List<TargetGroup> read = new ArrayList<>();
      for (TargetGroup group : reader.read(file)) {
        Labels labels = group.labels().with(FILE_PATH_LABEL, file.toString());
        read.add(new TargetGroup(group.targets(), labels));
      }
      return new Entry(stamp, read, null);
    } catch (NoSuchFileException e) {
      counters.add(ScrapeCounters.Count.FILE_READ_ERRORS, 1);
      return new Entry(stamp, List.of(), "there is no file " + file + " to read targets from");
    } catch (IOException | IllegalArgumentException e) {
      counters.add(ScrapeCounters.Count.FILE_READ_ERRORS, 1);
      List<TargetGroup> kept = known == null ? List.of() : known.groups;
      String error =
          "cannot read targets from "
              + file
              + ": "
              + e.getMessage()
              + (kept.isEmpty() ? "" : "; its former targets stay");
      return new Entry(stamp, kept, error);
    }
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis() + " " + Files.size(file);
    } catch (IOException e) {
      return "unreadable";
    }
  }

  private List<Path> files(List<String> problems) {
    List<Path> found = new ArrayList<>();
    for (String pattern : discovery.files()) {
      if (pattern.indexOf('*') < 0) {
        found.add(Path.of(pattern));
      } else {
        addMatching(Path.of(pattern), found, problems);
      }
    }
    if (found.size() > MAX_FILES) {
      problems.add(
          "file discovery "
              + discovery.files()
              + " matches "
              + found.size()
              + " files; only the first "
              + MAX_FILES
              + " are read");
      return found.subList(0, MAX_FILES);
    }
    return found;
  }

  private static void addMatching(Path pattern, List<Path> found, List<String> problems) {
    Path parent = pattern.getParent();
    Path folder = parent == null ? Path.of("") : parent;
    String wanted = pattern.getFileName().toString();
    List<Path> matching = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder, f -> matches(wanted, f.getFileName().toString()))) {
      files.forEach(matching::add);
    } catch (IOException e) {
      problems.add("cannot list " + folder + " for file discovery: " + e.getMessage());
    }
    matching.sort(null);
    found.addAll(matching);
  }

  /** Tells whether a name fits a pattern in which each star stands for any text. */
  static boolean matches(String pattern, String name) {
    int star = pattern.indexOf('*');
    if (star < 0) {
      return pattern.equals(name);
    }
    if (!name.startsWith(pattern.substring(0, star))) {
      return false;
    }
    String rest = pattern.substring(star + 1);
    for (int from = star; from <= name.length(); from++) {
      if (matches(rest, name.substring(from))) {
        return true;
      }
    }
    return false;
  }
}
