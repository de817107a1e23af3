package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Targets that hang, flood, hang up or talk nonsense: each is down with its reason, the others are
 * scraped.
 */
class TargetMisbehaviourTest {
  private static final Duration WAIT = Duration.ofSeconds(40);

  @TempDir private Path folder;

  /** Writes an answer to a connection whose request was read. */
  interface Answer {
    void writeTo(OutputStream out) throws Exception;
  }

  private static ServerSocket listen(Answer answer) throws IOException {
    ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual()
        .start(() -> {
          while (!listener.isClosed()) {
            try {
              Socket socket = listener.accept();
              Thread.ofVirtual().start(() -> serve(socket, answer));
            } catch (IOException closed) {
              return;
            }
          }
        });
    return listener;
  }

  private static void serve(Socket socket, Answer answer) {
    try (socket) {
      socket.getInputStream().read(new byte[8192]);
      answer.writeTo(socket.getOutputStream());
    } catch (Exception expected) {
      // The server under test hangs up on such targets.
    }
  }

  private static byte[] head(String type, String more) {
    return ("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n" + more + "\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void badTargets_areDownWithTheirReasonAndHarmNobody() throws Exception {
    String text = "text/plain; version=0.0.4";
    byte[] megabyte = "flood_total{a=\"b\"} 1\n".repeat(52_430).getBytes(StandardCharsets.US_ASCII);
    try (ServerSocket hangs = listen(out -> Thread.sleep(60_000));
        ServerSocket floods =
            listen(out -> {
              out.write(head(text, "Content-Length: 1073741824\r\n"));
              for (int i = 0; i < 1024; i++) {
                out.write(megabyte);
              }
            });
        ServerSocket closesEarly =
            listen(out -> {
              out.write(head(text, "Content-Length: 1000\r\n"));
              out.write("up_to_here 1\n".getBytes(StandardCharsets.US_ASCII));
            });
        ServerSocket garbage =
            listen(out -> {
              out.write(head(text, "Content-Length: 18\r\n"));
              out.write("good 1\n}{ garbage\n".getBytes(StandardCharsets.US_ASCII));
            });
        ServerSocket noHttp = listen(out -> out.write("220 mail ready\r\n".getBytes()));
        ServerSocket html =
            listen(out -> {
              out.write(head("text/html; charset=utf-8", "Content-Length: 7\r\n"));
              out.write("good 1\n".getBytes(StandardCharsets.US_ASCII));
            })) {
      Map<String, ServerSocket> targets = new LinkedHashMap<>();
      targets.put("hangs", hangs);
      targets.put("floods", floods);
      targets.put("closes", closesEarly);
      targets.put("garbage", garbage);
      targets.put("nohttp", noHttp);
      targets.put("html", html);
      check(targets);
    }
  }

  private void check(Map<String, ServerSocket> targets) throws Exception {
    int port = RunningProcess.freePort();
    StringBuilder config =
        new StringBuilder("global: {scrape_interval: 1s, scrape_timeout: 1s}\nscrape_configs:\n");
    targets.forEach((job, socket) ->
        config
            .append("  - {job_name: ")
            .append(job)
            .append(", static_configs: [{targets: [\"127.0.0.1:")
            .append(socket.getLocalPort())
            .append("\"]}]}\n"));
    config.append(
        "  - {job_name: self, static_configs: [{targets: [\"127.0.0.1:" + port + "\"]}]}\n");
    Files.writeString(folder.resolve("p.yml"), config);
    try (RunningProcess server =
        RunningProcess.goldcrest(
            folder,
            "server",
            "--memory.limit=80MB",
            "--config.file=p.yml",
            "--web.listen-address=127.0.0.1:" + port)) {
      Web web = new Web(port);
      Eventually.holds(
          "bad targets are down, good ones up",
          WAIT,
          () -> web.scalar("count(up == 0)") == 5 && web.scalar("sum(up)") == 2,
          () -> server.text());
      Map<String, JsonObject> status = statusByJob(web);
      assertThat(error(status, "hangs")).contains("timeout");
      assertThat(error(status, "floods")).containsAnyOf("exceeds", "timeout");
      assertThat(error(status, "closes")).contains("closed");
      assertThat(error(status, "garbage")).contains("line 2");
      assertThat(error(status, "nohttp")).contains("malformed");
      assertThat(status.get("html").get("health").getAsString()).isEqualTo("up");
      assertThat(status.get("html").get("warning").getAsString()).contains("text/html");
      assertThat(web.scalar("good{job=\"html\"}")).isEqualTo(1);
      assertThat(web.scalar("count(good{job=\"garbage\"})")).as("nothing of a bad body").isNaN();
      assertThat(server.isAlive()).isTrue();
      server.terminate();
      assertThat(server.awaitExit(Duration.ofSeconds(5))).isZero();
    }
  }

  private static String error(Map<String, JsonObject> status, String job) {
    return status.get(job).get("lastError").getAsString();
  }

  private static Map<String, JsonObject> statusByJob(Web web) throws Exception {
    Map<String, JsonObject> status = new LinkedHashMap<>();
    JsonObject data = web.data("/api/v1/targets").getAsJsonObject();
    for (JsonElement target : data.getAsJsonArray("activeTargets")) {
      status.put(
          target.getAsJsonObject().get("scrapePool").getAsString(), target.getAsJsonObject());
    }
    return status;
  }
}
