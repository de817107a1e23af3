package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The committed UI bundle belongs to the committed sources; the algorithm is in
 * server/ui/scripts/source-hash.mjs.
 */
class UiBundleTest {
  private static final Path UI = SourceTree.ROOT.resolve("server/ui");

  @Test
  void bundle_isBuiltFromTheSourcesBesideIt() throws Exception {
    String stored = Files.readString(UI.resolve("dist/SOURCE.sha256")).strip();
    assertThat(stored)
        .as("stale bundle: run `npm ci && npm run build` in server/ui and commit dist/")
        .isEqualTo(hashOfSources());
  }

  private static String hashOfSources() throws Exception {
    Set<String> files =
        new TreeSet<>(
            List.of(
                "index.html",
                "package.json",
                "package-lock.json",
                "tsconfig.json",
                "vite.config.ts"));
    try (Stream<Path> found = Files.walk(UI.resolve("src"))) {
      found
          .filter(Files::isRegularFile)
          .forEach(file -> files.add(UI.relativize(file).toString().replace('\\', '/')));
    }
    StringBuilder lines = new StringBuilder();
    for (String file : files) {
      lines.append(sha256(withoutCarriageReturns(Files.readAllBytes(UI.resolve(file)))));
      lines.append("  ").append(file).append('\n');
    }
    return sha256(lines.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] withoutCarriageReturns(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    for (byte b : bytes) {
      if (b != '\r') {
        out.write(b);
      }
    }
    return out.toByteArray();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
