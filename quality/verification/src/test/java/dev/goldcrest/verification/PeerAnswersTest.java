package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Debian's node exporter and Prometheus are scraped by that Prometheus and by us, and asked the
 * same questions.
 *
 * <p>Two servers scrape at different moments, so of what both scrape only steady facts can be
 * equal. To compare changing values bit for bit, Prometheus also sends every sample that it scrapes
 * by remote write: of these, every query must have the same answer. Times are off the grid, because
 * ranges of Prometheus 2 include their left end and ours, as those of 3, do not.
 */
class PeerAnswersTest {
  private static final Duration START = Duration.ofSeconds(30);

  private static Map<String, String> scraped;
  private static Map<String, String> received;

  @BeforeAll
  static void readQueries() throws Exception {
    scraped = queries("peer-queries-scraped.txt");
    received = queries("peer-queries-received.txt");
  }

  private static Map<String, String> queries(String resource) throws Exception {
    Map<String, String> queries = new LinkedHashMap<>();
    Path file = SourceTree.ROOT.resolve("quality/verification/src/test/resources/" + resource);
    for (String line : Files.readAllLines(file)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        queries.put(
            line.substring(0, line.indexOf('|')).strip(),
            line.substring(line.indexOf('|') + 1).strip());
      }
    }
    return queries;
  }

  @Test
  void answers_equalThoseOfPrometheus_afterAMinute(@TempDir Path folder) throws Exception {
    compareAfter(Duration.ofSeconds(60), folder);
  }

  @Test
  @Tag("soak")
  void answers_equalThoseOfPrometheus_afterFiveMinutes(@TempDir Path folder) throws Exception {
    compareAfter(Duration.ofMinutes(5), folder);
  }

  private static void compareAfter(Duration load, Path folder) throws Exception {
    RunningProcess.assumeInstalled("prometheus");
    RunningProcess.assumeInstalled("prometheus-node-exporter");
    int exporterPort = RunningProcess.freePort();
    int theirPort = RunningProcess.freePort();
    int ourPort = RunningProcess.freePort();
    Files.writeString(
        folder.resolve("ours.yml"),
        config(exporterPort, theirPort, "")
            .replace("]\n", "]\n        labels: {source: scraped}\n"));
    Files.writeString(
        folder.resolve("theirs.yml"), config(exporterPort, theirPort, remoteWrite(ourPort)));
    try (RunningProcess exporter = exporter(folder, exporterPort);
        RunningProcess ours = ours(folder, ourPort);
        RunningProcess theirs = theirs(folder, theirPort)) {
      Web our = new Web(ourPort);
      Web their = new Web(theirPort);
      Eventually.holds("we are ready", START, our::isReady, ours::text);
      Eventually.holds("Prometheus is ready", START, their::isReady, theirs::text);
      Thread.sleep(load.toMillis());

      double now = Math.floor(System.currentTimeMillis() / 1000.0) - 5 + 0.137;
      Eventually.holds(
          "remote write has caught up",
          START,
          () -> our.scalar("min(timestamp(up{source=\"received\"}))") > now,
          ours::text);
      assertThat(our.scalar("count(up{source=\"scraped\"})")).isEqualTo(2);
      assertThat(our.scalar("min(min_over_time(up{source=\"scraped\"}[10m]))"))
          .as("every scrape succeeded")
          .isEqualTo(1);
      assertThat(our.scalar("min(count_over_time(up{source=\"scraped\"}[10m]))"))
          .isGreaterThanOrEqualTo(load.toSeconds() - 3);
      List<String> differences = new ArrayList<>();
      differences.addAll(differences(scraped, "scraped", now, our, their));
      differences.addAll(differences(received, "received", now, our, their));
      assertThat(scraped.size() + received.size()).isGreaterThanOrEqualTo(50);
      assertThat(differences).isEmpty();
      assertThat(exporter.isAlive()).isTrue();
    }
  }

  /** Asks both servers; SOURCE in a query selects, on our side, how the samples came. */
  private static List<String> differences(
      Map<String, String> queries, String source, double now, Web our, Web their) throws Exception {
    List<String> differences = new ArrayList<>();
    for (Map.Entry<String, String> query : queries.entrySet()) {
      String ours = query.getValue().replace("SOURCE", "source=\"" + source + "\"");
      String theirs = query.getValue().replace("SOURCE", "");
      List<String> ourAnswer = withoutSource(our.query(ours, now));
      List<String> theirAnswer = their.query(theirs, now);
      if (theirAnswer.isEmpty()) {
        differences.add(query.getKey() + ": Prometheus has no answer, so nothing is compared");
      }
      if (!areEqual(ourAnswer, theirAnswer)) {
        differences.add(query.getKey() + ": ours " + ourAnswer + "\n  theirs " + theirAnswer);
      }
      List<String> ourRange = withoutSource(our.queryRange(ours, now - 30, now, 7));
      List<String> theirRange = their.queryRange(theirs, now - 30, now, 7);
      if (!source.equals("scraped") && !areEqual(ourRange, theirRange)) {
        differences.add(query.getKey() + " (range): ours " + ourRange + "\n  theirs " + theirRange);
      }
    }
    return differences;
  }

  // Prometheus 2 averages incrementally, Prometheus 3 and we sum first: the last bits may differ.
  private static boolean areEqual(List<String> ours, List<String> theirs) {
    if (ours.size() != theirs.size()) {
      return false;
    }
    for (int i = 0; i < ours.size(); i++) {
      String[] our = ours.get(i).split("[ =]");
      String[] their = theirs.get(i).split("[ =]");
      boolean equal = our.length == their.length;
      for (int j = 0; equal && j < our.length; j++) {
        equal = our[j].equals(their[j]) || areNear(our[j], their[j]);
      }
      if (!equal) {
        return false;
      }
    }
    return true;
  }

  private static boolean areNear(String ours, String theirs) {
    try {
      double our = Double.parseDouble(ours);
      double their = Double.parseDouble(theirs);
      return Math.abs(our - their) <= 1e-13 * Math.max(Math.abs(our), Math.abs(their));
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private static List<String> withoutSource(List<String> lines) {
    return lines.stream().map(l -> l.replaceAll("source=\"[a-z]+\",", "")).toList();
  }

  private static String config(int exporterPort, int theirPort, String more) {
    return """
    global:
      scrape_interval: 1s
      scrape_timeout: 1s
    scrape_configs:
      - job_name: node
        static_configs:
          - targets: ["127.0.0.1:%d"]
      - job_name: prometheus
        static_configs:
          - targets: ["127.0.0.1:%d"]
    %s\
    """
        .formatted(exporterPort, theirPort, more);
  }

  private static String remoteWrite(int ourPort) {
    return """
    remote_write:
      - url: http://127.0.0.1:%d/api/v1/write
        queue_config: {batch_send_deadline: 500ms}
        write_relabel_configs:
          - target_label: source
            replacement: received
    """
        .formatted(ourPort);
  }

  private static RunningProcess exporter(Path folder, int port) throws Exception {
    return RunningProcess.start(
        folder,
        Map.of(),
        List.of(
            "prometheus-node-exporter",
            "--web.listen-address=127.0.0.1:" + port,
            "--collector.textfile.directory="));
  }

  private static RunningProcess ours(Path folder, int port) throws Exception {
    return RunningProcess.goldcrest(
        folder,
        "server",
        "--config.file=ours.yml",
        "--storage.tsdb.path=ours",
        "--web.enable-remote-write-receiver",
        "--web.listen-address=127.0.0.1:" + port);
  }

  private static RunningProcess theirs(Path folder, int port) throws Exception {
    return RunningProcess.start(
        folder,
        Map.of(),
        List.of(
            "prometheus",
            "--config.file=theirs.yml",
            "--storage.tsdb.path=theirs",
            "--web.listen-address=127.0.0.1:" + port));
  }
}
