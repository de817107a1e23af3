package dev.goldcrest.server;

import dev.goldcrest.query.QueryEngine;
import dev.goldcrest.rules.RuleFileReader;
import dev.goldcrest.rules.RuleGroup;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.server.config.ServerConfig;
import dev.goldcrest.server.config.ServerConfigReader;
import dev.goldcrest.server.config.SmallFile;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.PatternSyntaxException;

/**
 * A configuration with its rule files, checked as a whole before any of it takes effect.
 *
 * @param loadedMillis when it was read, Unix milliseconds
 */
record LoadedConfig(ServerConfig config, List<RuleGroup> groups, long loadedMillis) {
  private static final int MAX_RULE_FILES = 1_000;

  static LoadedConfig read(Optional<Path> file, QueryEngine engine, long nowMillis)
      throws ConfigException {
    ServerConfig config =
        file.isPresent() ? ServerConfigReader.read(file.get()) : ServerConfig.empty();
    RuleFileReader reader = new RuleFileReader(engine, config.evaluationInterval(), Duration.ZERO);
    List<RuleGroup> groups = new ArrayList<>();
    // A file that two patterns match is read once.
    Set<Path> ruleFiles = new LinkedHashSet<>();
    for (String pattern : config.ruleFiles()) {
      ruleFiles.addAll(matching(pattern));
    }
    for (Path ruleFile : ruleFiles) {
      groups.addAll(reader.read(ruleFile.toString(), text(ruleFile)));
    }
    return new LoadedConfig(config, List.copyOf(groups), nowMillis);
  }

  private static String text(Path file) throws ConfigException {
    try {
      return SmallFile.read(file);
    } catch (IOException e) {
      throw new ConfigException("cannot read the rule file " + file + ": " + SmallFile.reason(e));
    }
  }

  /** Returns the files of a pattern, whose last segment may hold wildcards, in name order. */
  private static List<Path> matching(String pattern) throws ConfigException {
    Path path = Path.of(pattern);
    Path name = path.getFileName();
    Path folder = path.getParent();
    if (name == null || folder == null) {
      throw new ConfigException("rule file pattern \"" + pattern + "\" names no file");
    }
    boolean isPattern =
        pattern.indexOf('*') >= 0 || pattern.indexOf('?') >= 0 || pattern.indexOf('[') >= 0;
    if (!isPattern) {
      if (!Files.isRegularFile(path)) {
        throw new ConfigException("the rule file " + path + " does not exist");
      }
      return List.of(path);
    }
    List<Path> files = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return files;
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, name.toString())) {
      for (Path file : found) {
        files.add(file);
      }
    } catch (IOException | DirectoryIteratorException | PatternSyntaxException e) {
      throw new ConfigException("cannot list the rule files " + pattern + ": " + e.getMessage());
    }
    if (files.size() > MAX_RULE_FILES) {
      throw new ConfigException(
          "rule file pattern \""
              + pattern
              + "\" matches "
              + files.size()
              + " files; at most "
              + MAX_RULE_FILES
              + " are read");
    }
    Collections.sort(files);
    return files;
  }
}
