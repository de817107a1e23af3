package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An alert fires and resolves: a webhook and a real Alertmanager hear of it, and its series are
 * stored.
 */
class AlertDeliveryTest {
  private static final Duration WAIT = Duration.ofSeconds(40);

  @TempDir private Path folder;

  private void writeRules(String condition) throws IOException {
    Files.writeString(
        folder.resolve("rules.yml"),
        """
        groups:
          - name: g
            interval: 300ms
            rules:
              - record: doubled
                expr: vector(21) * 2
              - alert: TooMuch
                expr: doubled %s
                for: 1s
                labels: {severity: page}
                annotations: {summary: "value is {{ $value }}"}
        """
            .formatted(condition));
  }

  private HttpServer webhook(List<JsonObject> received) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/hook",
        exchange -> {
          String body =
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
          received.add(JsonParser.parseString(body).getAsJsonObject());
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void alert_reachesWebhookAndAlertmanager_whenItFiresAndWhenItEnds() throws Exception {
    RunningProcess.assumeInstalled("prometheus-alertmanager");
    writeRules("> 40");
    int port = RunningProcess.freePort();
    int managerPort = RunningProcess.freePort();
    List<JsonObject> received = new CopyOnWriteArrayList<>();
    HttpServer hook = webhook(received);
    Files.writeString(
        folder.resolve("p.yml"),
        """
        global: {external_labels: {site: north}}
        rule_files: [rules.yml]
        alerting:
          alertmanagers:
            - static_configs: [{targets: ["127.0.0.1:%d"]}]
        """
            .formatted(managerPort));
    Files.writeString(
        folder.resolve("am.yml"), "route: {receiver: none}\nreceivers: [{name: none}]\n");
    try (RunningProcess manager = alertmanager(managerPort);
        RunningProcess server =
            RunningProcess.goldcrest(
                folder,
                "server",
                "--config.file=p.yml",
                "--web.enable-lifecycle",
                "--alert.webhook-url=http://127.0.0.1:" + hook.getAddress().getPort() + "/hook",
                "--web.listen-address=127.0.0.1:" + port)) {
      Web web = new Web(port);
      Eventually.holds("webhook heard", WAIT, () -> !received.isEmpty(), server::text);
      checkWebhook(received.getFirst());
      Web am = new Web(managerPort);
      Eventually.holds(
          "Alertmanager knows",
          WAIT,
          () -> am.get("/api/v2/alerts").body().contains("TooMuch"),
          () -> server.text() + manager.text());
      checkAlertmanager(JsonParser.parseString(am.get("/api/v2/alerts").body()).getAsJsonArray());
      assertThat(web.scalar("ALERTS{alertname=\"TooMuch\",alertstate=\"firing\"}")).isEqualTo(1);
      assertThat(web.scalar("doubled")).isEqualTo(42);
      assertThat(web.data("/api/v1/alerts").toString()).contains("value is 42", "firing");

      writeRules("> 50");
      assertThat(web.post("/-/reload", "text/plain", "").statusCode()).isEqualTo(200);
      Eventually.holds(
          "no alert is left",
          WAIT,
          () -> web.data("/api/v1/alerts").toString().equals("{\"alerts\":[]}"),
          server::text);
      Eventually.holds(
          "webhook heard of the end",
          WAIT,
          () -> received.getLast().get("status").getAsString().equals("resolved"),
          server::text);
    } finally {
      hook.stop(0);
    }
  }

  private RunningProcess alertmanager(int port) throws IOException {
    return RunningProcess.start(
        folder,
        Map.of(),
        List.of(
            "prometheus-alertmanager",
            "--config.file=am.yml",
            "--storage.path=am",
            "--cluster.listen-address=",
            "--web.listen-address=127.0.0.1:" + port));
  }

  private static void checkWebhook(JsonObject message) {
    assertThat(message.get("version").getAsString()).isEqualTo("4");
    assertThat(message.get("status").getAsString()).isEqualTo("firing");
    JsonObject alert = message.getAsJsonArray("alerts").get(0).getAsJsonObject();
    assertThat(alert.getAsJsonObject("labels").toString())
        .contains("\"alertname\":\"TooMuch\"", "\"severity\":\"page\"", "\"site\":\"north\"");
    assertThat(alert.getAsJsonObject("annotations").get("summary").getAsString())
        .isEqualTo("value is 42");
  }

  private static void checkAlertmanager(JsonArray alerts) {
    assertThat(alerts).hasSize(1);
    JsonObject alert = alerts.get(0).getAsJsonObject();
    assertThat(alert.getAsJsonObject("labels").get("site").getAsString()).isEqualTo("north");
    assertThat(alert.get("generatorURL").getAsString()).startsWith("http://");
  }
}
