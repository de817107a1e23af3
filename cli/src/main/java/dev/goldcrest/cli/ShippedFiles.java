package dev.goldcrest.cli;

import dev.goldcrest.runtime.config.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The configuration and rules that come with the program, written where the demo runs so that
 * people can read them.
 */
final class ShippedFiles {
  private static final String CONFIG = "config/edge-5s.yml";
  private static final String RULES = "rules/goldcrest-edge.yml";

  private ShippedFiles() {}

  /** Writes configuration and rules below a folder and returns the configuration's path. */
  static Path writeTo(Path folder, int serverPort, int sensorPort, int hostPort)
      throws ConfigException {
    String config =
        text(CONFIG)
            .replace("localhost:9090", "localhost:" + serverPort)
            .replace("localhost:8000", "localhost:" + sensorPort)
            .replace("localhost:9100", "localhost:" + hostPort);
    write(folder.resolve(RULES), text(RULES));
    return write(folder.resolve(CONFIG), "# Written by goldcrest demo at each start.\n" + config);
  }

  private static Path write(Path file, String text) throws ConfigException {
    try {
      Files.createDirectories(file.getParent());
      return Files.writeString(file, text);
    } catch (IOException e) {
      throw new ConfigException(
          "cannot write " + file + ": " + e + "; choose another folder with --dir");
    }
  }

  private static String text(String name) {
    try (InputStream in = ShippedFiles.class.getResourceAsStream("/deploy/" + name)) {
      if (in == null) {
        throw new IllegalStateException("BUG: the build left out deploy/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("BUG: deploy/" + name + " cannot be read", e);
    }
  }
}
