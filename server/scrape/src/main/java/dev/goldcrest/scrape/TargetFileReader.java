package dev.goldcrest.scrape;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Reads discovery files. Called by one thread at a time. */
@FunctionalInterface
public interface TargetFileReader {
  /**
   * Reads the target groups of one JSON or YAML file.
   *
   * @throws IOException when the file cannot be read
   * @throws IllegalArgumentException when it is no list of target groups; the message names line
   *     and column
   */
  List<TargetGroup> read(Path file) throws IOException;
}
