package dev.goldcrest.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Asks a real Prometheus and us for the same pages: ours must have every key that its have. */
class PeerShapeTest {
  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");

  @TempDir private Path folder;

  @Test
  void answers_haveTheKeysOfPrometheus() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(PROMETHEUS), "no " + PROMETHEUS + " here");
    Files.writeString(
        folder.resolve("r.yml"),
        """
        groups:
          - name: g
            rules:
              - {record: a, expr: vector(1), labels: {l: v}}
              - {alert: B, expr: vector(1) > 0, for: 1h, annotations: {c: d}}
        """);
    Path config = folder.resolve("p.yml");
    Files.writeString(config, "rule_files: [r.yml]\n");
    int port = freePort();
    Process prometheus = prometheus(config, port);
    try (ServerFixture fixture = new ServerFixture(folder);
        GoldcrestServer server = fixture.open("--config.file=" + config)) {
      awaitReady(prometheus);
      for (String path :
          new String[] {
            "status/buildinfo",
            "status/runtimeinfo",
            "status/config",
            "status/tsdb",
            "targets",
            "rules",
            "alerts",
            "alertmanagers",
            "query?query=vector(1)&time=10.5",
            "query_range?query=vector(1)&start=0&end=1&step=0.5",
          }) {
        assertThat(keys(page(server.port(), path))).as(path).containsAll(keys(page(port, path)));
      }
      // Times and numbers are the same text.
      for (String query : new String[] {"1", "vector(1/3)", "vector(1e-7)", "vector(1e21)*-1"}) {
        String path = "query?time=-0.5&query=" + query;
        assertThat(page(server.port(), path)).as(query).isEqualTo(page(port, path));
      }
    } finally {
      prometheus.destroyForcibly().waitFor();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Process prometheus(Path config, int port) throws IOException {
    return new ProcessBuilder(
            PROMETHEUS.toString(),
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("theirs"),
            "--web.listen-address=127.0.0.1:" + port)
        .redirectErrorStream(true)
        .start();
  }

  private static void awaitReady(Process prometheus) throws IOException {
    BufferedReader log =
        new BufferedReader(new InputStreamReader(prometheus.getInputStream(), UTF_8));
    StringBuilder seen = new StringBuilder();
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      seen.append(line).append('\n');
      if (line.contains("Server is ready to receive web requests")) {
        return;
      }
    }
    throw new AssertionError("Prometheus did not start:\n" + seen);
  }

  private static String page(int port, String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + port + "/api/v1/" + path.replace(">", "%3E"));
    try (InputStream in = uri.toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  /** Returns the paths of all keys; the elements of a list share one path. */
  private static TreeSet<String> keys(String json) {
    TreeSet<String> keys = new TreeSet<>();
    collect("", JsonParser.parseString(json), keys);
    return keys;
  }

  private static void collect(String path, JsonElement element, TreeSet<String> keys) {
    if (element instanceof JsonObject object) {
      for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
        keys.add(path + "." + entry.getKey());
        collect(path + "." + entry.getKey(), entry.getValue(), keys);
      }
    } else if (element.isJsonArray()) {
      element.getAsJsonArray().forEach(item -> collect(path + "[]", item, keys));
    }
  }
}
