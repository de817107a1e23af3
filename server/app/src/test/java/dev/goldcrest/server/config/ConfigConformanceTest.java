package dev.goldcrest.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.runtime.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Reads the configurations of Prometheus's own tests from the folder that the system property
 * {@code goldcrest.conformance} names; without the property the tests are skipped.
 */
@EnabledIfSystemProperty(named = "goldcrest.conformance", matches = ".+")
class ConfigConformanceTest {
  /** How many wrong files were refused when this was last raised. It never goes down. */
  private static final int REFUSED_FLOOR = 44;

  private static final Path FOLDER =
      Path.of(System.getProperty("goldcrest.conformance", "")).resolve("data/config-testdata");

  private static List<Path> files(String ending) throws IOException {
    try (Stream<Path> list = Files.list(FOLDER)) {
      return list.filter(p -> p.toString().endsWith(ending)).sorted().toList();
    }
  }

  /** Returns the message that refuses a file, empty when it is accepted. */
  private static String refusal(Path file) {
    try {
      ServerConfigReader.read(file);
      return "";
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @Test
  void goodFiles_areAccepted() throws IOException {
    List<String> refused = new ArrayList<>();
    for (Path file : files(".good.yml")) {
      String message = refusal(file);
      // Files of secrets are read at once; those of the suite do not exist.
      if (!message.isEmpty() && !message.contains("cannot read the secret")) {
        refused.add(message);
      }
    }
    System.out.println("config: refused of " + files(".good.yml").size() + " good: " + refused);
    assertThat(refused).isEmpty();
  }

  @Test
  void badFiles_areRefused_atLeastAsOftenAsBefore() throws IOException {
    List<Path> files = files(".bad.yml");
    List<String> accepted = new ArrayList<>();
    for (Path file : files) {
      if (refusal(file).isEmpty()) {
        accepted.add(file.getFileName().toString());
      }
    }
    int refused = files.size() - accepted.size();
    System.out.println("config: " + refused + " of " + files.size() + " bad files are refused");
    System.out.println("config: accepted are " + accepted);
    assertThat(refused).isGreaterThanOrEqualTo(REFUSED_FLOOR);
  }
}
