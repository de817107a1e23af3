package dev.goldcrest.runtime.http;

import static dev.goldcrest.runtime.http.Router.Execution.EVENT_LOOP;
import static dev.goldcrest.runtime.http.Router.Execution.WORKER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.runtime.http.RawClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the server refuses, and how. In request texts, {@code ~} stands for CR LF, and a bare CR or
 * LF is written in braces, since the CSV reader would take it for the end of a line.
 */
class HttpServerLimitsTest {
  private static final int MAX_BODY = 100_000;
  private static final int MAX_BUFFERED = 300_000;

  private static ServerFixture fixture;

  @BeforeAll
  static void start() throws HttpListenException {
    Router router =
        new Router()
            .add("GET", "/", EVENT_LOOP, r -> HttpResponse.text(200, "root"))
            .add("GET", "/hello", EVENT_LOOP, r -> HttpResponse.text(200, r.rawQuery()))
            .add("POST", "/echo", WORKER, r -> HttpResponse.of(200, "image/png", r.body()))
            .add("POST", "/large", WORKER, 2 * MAX_BODY, r -> HttpResponse.text(200, "ok"));
    HttpServerConfig.Sizes sizes =
        new HttpServerConfig.Sizes(1000, 2000, MAX_BODY, MAX_BUFFERED, 100, 10);
    fixture = new ServerFixture(router, sizes, ServerFixture.DEADLINES);
  }

  @AfterAll
  static void stop() {
    assertThat(fixture.server.stats().bufferedBodyBytes()).isZero();
    fixture.close();
  }

  /** Sends a request that must be refused and the connection closed, in that order. */
  private static String refused(String request) throws IOException {
    try (RawClient client = fixture.connect()) {
      String text = request.replace("~", "\r\n").replace("{LF}", "\n").replace("{CR}", "\r");
      client.send(text);
      Answer answer = client.answer();
      assertThat(answer.header("Connection")).isEqualTo("close");
      assertThat(client.rest()).as("what follows a refusal").isEmpty();
      assertThat(fixture.get("/").text()).as("the server goes on").isEqualTo("root");
      return answer.status() + " " + answer.text().strip();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET / HTTP/1.1~~ | exactly one Host",
        "GET / HTTP/1.1~Host: a~Host: a~~ | exactly one Host",
        "GET / HTTP/1.0~Host: a~Host: b~~ | exactly one Host",
        "GET / HTTP/1.1~Host: a/b~~ | Host has a character",
        "GET / HTTP/1.1~Host: a~X: b~ c~~ | folded",
        "GET / HTTP/1.1~ Host: a~~ | folded",
        "GET / HTTP/1.1~Host : a~~ | not of the form name: value",
        "GET / HTTP/1.1~Host: a~: b~~ | not of the form name: value",
        "GET / HTTP/1.1~Host: a~nothing~~ | not of the form name: value",
        "GET / HTTP/1.1~Host: a~X\u0001: b~~ | not of the form name: value",
        "GET / HTTP/1.1~Host: a~X: b\u0001~~ | control character",
        "GET / HTTP/1.1~Host: a~X: b{CR}c~~ | control character",
        "GET / HTTP/1.1~Host: a~X: b\u0000~~ | control character",
        "GET / HTTP/1.1{LF}Host: a~~ | LF without CR",
        "GET / HTTP/1.1~Host: a{LF}~~ | LF without CR",
        "GET /{CR} HTTP/1.1~Host: a~~ | control character",
        "GET  / HTTP/1.1~Host: a~~ | request line",
        "GET / HTTP/1.1 ~Host: a~~ | request line",
        "GET /~Host: a~~ | request line",
        "GET~~ | request line",
        "G@T / HTTP/1.1~Host: a~~ | not a word",
        "GET / http/1.1~Host: a~~ | version of HTTP",
        "GET / HTTP/1.10~Host: a~~ | version of HTTP",
        "~~~~ | empty lines",
        "GET hello HTTP/1.1~Host: a~~ | begin with a slash",
        "GET * HTTP/1.1~Host: a~~ | begin with a slash",
        "GET https://a/ HTTP/1.1~Host: a~~ | begin with a slash",
        "GET /a#b HTTP/1.1~Host: a~~ | must be encoded",
        "GET /ü HTTP/1.1~Host: a~~ | must be encoded",
        "GET /.. HTTP/1.1~Host: a~~ | above its root",
        "GET /hello/../../etc HTTP/1.1~Host: a~~ | above its root",
        "GET /%2e%2e/etc HTTP/1.1~Host: a~~ | above its root",
        "GET /a%2Fb HTTP/1.1~Host: a~~ | encoded slash",
        "GET /a%00 HTTP/1.1~Host: a~~ | encoded control character",
        "GET /a%0d%0aX HTTP/1.1~Host: a~~ | encoded control character",
        "GET /a%7f HTTP/1.1~Host: a~~ | encoded control character",
        "GET /a%zz HTTP/1.1~Host: a~~ | malformed escape",
        "GET /a%2 HTTP/1.1~Host: a~~ | malformed escape",
        "GET /% HTTP/1.1~Host: a~~ | malformed escape",
        "GET /%ff HTTP/1.1~Host: a~~ | not UTF-8",
        "GET /%c0%ae%c0%ae/ HTTP/1.1~Host: a~~ | not UTF-8",
        "POST /echo HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked~~ | both",
        "POST /echo HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~ | more than once",
        "POST /echo HTTP/1.1~Host: a~Content-Length: 1, 2~~ | not a number",
        "POST /echo HTTP/1.1~Host: a~Content-Length: +1~~ | not a number",
        "POST /echo HTTP/1.1~Host: a~Content-Length: -1~~ | not a number",
        "POST /echo HTTP/1.1~Host: a~Content-Length: 0x1~~ | not a number",
        "POST /echo HTTP/1.1~Host: a~Content-Length: 9999999999999999999~~ | not a number",
        "POST /echo HTTP/1.1~Host: a~Content-Length:~~ | empty",
        "POST /echo HTTP/1.0~Transfer-Encoding: chunked~~ | HTTP/1.0",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~g~ | a chunk's size",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~-1~ | a chunk's size",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~1 ~a~ | a chunk's size",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~1{LF}a~ | a chunk's size",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~~ | a chunk's size",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~100000000~ | too large",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~1~abc~ | longer than its size",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~1;x\u0001~a~ | extension",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~0~X: y{LF}~ | trailer",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~~0~X y~ | name: value",
      })
  void malformedRequest_isAnsweredWith400AndClosed_whenItIs(String request, String reason)
      throws IOException {
    assertThat(refused(request)).startsWith("400 ").contains(reason);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BREW / HTTP/1.1~Host: a~~ | 501",
        "CONNECT a:1 HTTP/1.1~Host: a~~ | 501",
        "GET / HTTP/2.0~Host: a~~ | 505",
        "PRI * HTTP/2.0~~SM~~ | 505",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~ | 501",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: identity~~ | 501",
        "POST /echo HTTP/1.1~Host: a~Transfer-Encoding: chunked~Transfer-Encoding: chunked~~ | 501",
        "POST /echo HTTP/1.1~Host: a~Expect: miracles~Content-Length: 1~~ | 417",
        "POST /nowhere HTTP/1.1~Host: a~Content-Length: 5~~hel | 404",
      })
  void unsupportedRequest_isRefusedWithItsStatus_whenItIs(String request, int status)
      throws IOException {
    assertThat(refused(request)).startsWith(Integer.toString(status));
  }

  @Test
  void malformedQuery_isRefused_whenAHandlerWouldGetIt() throws IOException {
    assertThat(fixture.get("/hello?a=%zz").status()).isEqualTo(400);
    assertThat(fixture.get("/hello?" + "a&".repeat(400)).status()).isEqualTo(200);
    String form = "a&".repeat(Parameters.MAX_PARAMETERS + 1);
    Answer answer =
        fixture.ask(
            "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                + "Content-Length: "
                + form.length()
                + "\r\n\r\n"
                + form);
    assertThat(answer.text()).contains("more than 1000 parameters");
  }

  @Test
  void requestLine_isLimited_whenLong() throws IOException {
    String ok = "x".repeat(1000 - "GET /hello? HTTP/1.1\r".length());
    assertThat(fixture.get("/hello?" + ok).text()).isEqualTo(ok);
    assertThat(refused("GET /hello?x" + ok + " HTTP/1.1~Host: a~~")).startsWith("414");
    assertThat(refused("x".repeat(1100))).as("without an end").startsWith("414");
  }

  @Test
  void header_isLimited_whenLongOrOfManyFields() throws IOException {
    assertThat(refused("GET / HTTP/1.1~Host: a~X: " + "x".repeat(2000) + "~~")).startsWith("431");
    assertThat(refused("GET / HTTP/1.1~Host: a~X: " + "x".repeat(2000))).startsWith("431");
    assertThat(refused("GET / HTTP/1.1~Host: a~" + "a:b~".repeat(128) + "~")).startsWith("431");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/echo", "/large"})
  void body_isLimitedByItsRoute_whenDeclaredOrChunkedOrInflated(String path) throws IOException {
    int limit = path.equals("/large") ? 2 * MAX_BODY : MAX_BODY;
    String post = "POST " + path + " HTTP/1.1~Host: a~";
    String tooLarge = "413 body exceeds " + limit + " bytes";
    assertThat(refused(post + "Content-Length: " + (limit + 1) + "~~")).isEqualTo(tooLarge);
    String expecting = "Expect: 100-continue~Content-Length: " + (limit + 1) + "~~";
    assertThat(refused(post + expecting)).isEqualTo(tooLarge);
    String chunk = "2710~" + "x".repeat(10_000) + "~";
    String chunks = "Transfer-Encoding: chunked~~" + chunk.repeat(limit / 10_000 + 1);
    assertThat(refused(post + chunks)).isEqualTo(tooLarge);
    byte[] exact = new byte[limit];
    try (RawClient client = fixture.connect()) {
      client.send((post + "Content-Length: " + limit + "~~").replace("~", "\r\n")).send(exact);
      assertThat(client.answer().status()).isEqualTo(200);
    }
  }

  @Test
  void gzipBomb_isRefused_whenItInflatesTooFarOrTooMuch() throws IOException {
    byte[] zeros = ResponseCoding.gzip(new byte[MAX_BODY - 1]);
    assertThat(gzipped(zeros)).isEqualTo("413 the body inflates to more than 200 times");
    byte[] digits = new byte[MAX_BODY + 1];
    for (int i = 0; i < digits.length; i++) {
      digits[i] = (byte) (i * 31 + i / 7);
    }
    assertThat(gzipped(ResponseCoding.gzip(digits))).isEqualTo("413 body exceeds 100000 bytes");
  }

  @Test
  void gzipBody_isRefused_whenDamaged() throws IOException {
    byte[] good = ResponseCoding.gzip("some text, some text".getBytes(StandardCharsets.UTF_8));
    assertThat(gzipped(good)).isEqualTo("200 some text, some text");
    byte[] wrongSum = good.clone();
    wrongSum[good.length - 6] ^= 1;
    assertThat(gzipped(wrongSum)).isEqualTo("400 the gzip checksum does not match");
    byte[] cut = java.util.Arrays.copyOf(good, good.length - 3);
    assertThat(gzipped(cut)).isEqualTo("400 the gzip data ends early");
    assertThat(gzipped(new byte[0])).isEqualTo("400 the gzip data ends early");
    assertThat(gzipped("plain".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo("400 the body is not gzip");
    byte[] badBlock = good.clone();
    badBlock[10] = (byte) 0xff;
    assertThat(gzipped(badBlock)).startsWith("400 invalid gzip data");
  }

  private static String gzipped(byte[] body) throws IOException {
    try (RawClient client = fixture.connect()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Encoding: gzip\r\nContent-Length: "
              + body.length
              + "\r\n\r\n");
      Answer answer = client.send(body).answer();
      return answer.status() + " " + answer.text().strip();
    }
  }

  @Test
  void bodiesTogether_areLimited_whenManyArriveAtOnce() throws IOException {
    RawClient[] clients = new RawClient[4];
    String head = "POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 130000\r\n\r\n";
    String half = head + "x".repeat(129_999);
    for (int i = 0; i < 2; i++) {
      clients[i] = fixture.connect().send(half);
    }
    ServerFixture.await(
        "two bodies held", () -> fixture.server.stats().bufferedBodyBytes() >= 2 * 129_999);
    try (RawClient third = fixture.connect()) {
      Answer answer = third.send(half).answer();
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
    }
    for (int i = 0; i < 2; i++) {
      assertThat(clients[i].send("x").answer().text()).isEqualTo("ok");
      clients[i].close();
    }
    ServerFixture.await("all given back", () -> fixture.server.stats().bufferedBodyBytes() == 0);
  }
}
