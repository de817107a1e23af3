package dev.goldcrest.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.server.config.ServerConfig;
import dev.goldcrest.server.config.ServerConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShippedFilesTest {
  @TempDir private Path folder;

  @Test
  void configuration_scrapesThePortsGiven() throws Exception {
    ServerConfig config = ServerConfigReader.read(ShippedFiles.writeTo(folder, 1, 2, 3));
    List<String> targets = new ArrayList<>();
    config
        .jobs()
        .forEach(job -> job.staticGroups().forEach(group -> targets.addAll(group.targets())));
    assertThat(targets).containsExactlyInAnyOrder("localhost:1", "localhost:2", "localhost:3");
    assertThat(config.scrapeInterval()).hasSeconds(5);
    assertThat(config.warnings()).isEmpty();
    assertThat(config.ruleFiles()).isNotEmpty().allMatch(file -> Files.exists(Path.of(file)));
  }

  @Test
  void files_areWrittenAnew() throws Exception {
    Path config = ShippedFiles.writeTo(folder, 1, 2, 3);
    ShippedFiles.writeTo(folder, 4, 5, 6);
    assertThat(config).content().contains("localhost:4").doesNotContain("localhost:1\"");
  }

  @Test
  void folder_isNamed_whenItCannotBeWritten() throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    assertThatThrownBy(() -> ShippedFiles.writeTo(file, 1, 2, 3))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("cannot write " + file)
        .hasMessageEndingWith("choose another folder with --dir");
  }
}
