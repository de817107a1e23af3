package dev.goldcrest.runtime.http;

import static dev.goldcrest.runtime.http.Router.Execution.EVENT_LOOP;
import static dev.goldcrest.runtime.http.Router.Execution.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Sends damaged requests in random pieces. The seed is printed; {@code -Dgoldcrest.seed=…} repeats
 * a run.
 */
@Timeout(60)
class HttpServerFuzzTest {
  private static final int ROUNDS = 1500;
  private static final String[] GOOD = {
    "GET /hello?a=b%20c&d HTTP/1.1\r\nHost: t\r\nAccept-Encoding: gzip;q=0.5, *\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 11\r\n\r\nhello world",
    "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "5;a=b\r\nhello\r\n10\r\n0123456789abcdef\r\n0\r\nA: b\r\n\r\n",
    "HEAD /hello/../stream HTTP/1.1\r\nHost: t\r\nConnection: keep-alive\r\n\r\n",
    "GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
    "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        + "Expect: 100-continue\r\nContent-Length: 7\r\n\r\na=%41&b",
    "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Encoding: gzip\r\nContent-Length: 25\r\n\r\n"
        + new String(
            ResponseCoding.gzip("hello".getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.ISO_8859_1),
  };
  private static final String[] PIECES = {
    "\r\n",
    "\n",
    "\r",
    "\0",
    " ",
    ":",
    "%",
    "..",
    "/",
    "Content-Length: 3\r\n",
    "chunked",
    "Transfer-Encoding: chunked\r\n",
    "HTTP/1.0",
    "ffffffff",
    "-1",
    "\u00ff",
    "gzip",
    "Host: x\r\n"
  };

  private final Random random;
  private final long seed;

  HttpServerFuzzTest() {
    seed = Long.getLong("goldcrest.seed", System.nanoTime());
    random = new Random(seed);
  }

  @Test
  void server_answersGoodRequests_afterAnyDamagedOnes() throws Exception {
    System.out.println("HttpServerFuzzTest: -Dgoldcrest.seed=" + seed);
    Router router =
        new Router()
            .add("GET", "/hello", EVENT_LOOP, r -> HttpResponse.text(200, "hello"))
            .add("POST", "/echo", WORKER, r -> HttpResponse.of(200, "a/b", r.body()))
            .add(
                "GET",
                "/stream",
                WORKER,
                r -> HttpResponse.stream(200, "text/plain", o -> o.write(new byte[20_000])));
    try (ServerFixture fixture = new ServerFixture(router)) {
      for (int i = 0; i < ROUNDS; i++) {
        attack(fixture);
        if (i % 50 == 0) {
          assertThat(fixture.get("/hello").text())
              .as("round %s, seed %s", i, seed)
              .isEqualTo("hello");
        }
      }
      assertThat(fixture.get("/hello").text()).isEqualTo("hello");
      ServerFixture.await(
          "all requests over", () -> fixture.server.stats().inFlightRequests() == 0);
      ServerFixture.await("all closed", () -> fixture.server.stats().openConnections() == 0);
      HttpServerStats stats = fixture.server.stats();
      assertThat(stats.bufferedBodyBytes()).isZero();
      assertThat(stats.bufferedResponseBytes()).isZero();
      assertThat(stats.routes())
          .as("a damaged request is never the server's fault, seed %s", seed)
          .noneMatch(r -> r.status() == 500);
    }
  }

  private void attack(ServerFixture fixture) throws IOException {
    byte[] bytes = damaged();
    RawClient client = fixture.connect();
    try {
      int from = 0;
      while (from < bytes.length) {
        int to = Math.min(bytes.length, from + 1 + random.nextInt(bytes.length));
        client.send(java.util.Arrays.copyOfRange(bytes, from, to));
        from = to;
      }
      if (random.nextInt(4) == 0) {
        client.reset();
      } else if (random.nextInt(4) == 0) {
        client.endOutput();
        client.rest();
      }
    } catch (IOException e) {
      // The server may close at any time.
    } finally {
      client.close();
    }
  }

  private byte[] damaged() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int requests = 1 + random.nextInt(3); requests > 0; requests--) {
      StringBuilder text = new StringBuilder(GOOD[random.nextInt(GOOD.length)]);
      for (int damage = random.nextInt(4); damage > 0; damage--) {
        damage(text);
      }
      all.writeBytes(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }
    return all.toByteArray();
  }

  private void damage(StringBuilder text) {
    int at = random.nextInt(text.length() + 1);
    int end = Math.min(text.length(), at + 1 + random.nextInt(8));
    switch (random.nextInt(6)) {
      case 0 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
      case 1 -> text.delete(at, end);
      case 2 -> text.insert(at, (char) random.nextInt(256));
      case 3 -> text.insert(at, text.substring(at, end));
      case 4 -> text.insert(at, "x".repeat(random.nextInt(20_000)));
      default -> text.setLength(Math.max(1, at));
    }
  }
}
