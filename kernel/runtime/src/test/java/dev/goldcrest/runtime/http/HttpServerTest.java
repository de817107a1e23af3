package dev.goldcrest.runtime.http;

import static dev.goldcrest.runtime.http.Router.Execution.EVENT_LOOP;
import static dev.goldcrest.runtime.http.Router.Execution.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.runtime.http.RawClient.Answer;
import dev.goldcrest.runtime.lifecycle.SystemClock;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a well-behaved client sees. */
class HttpServerTest {
  private static final String LARGE = "all metrics are equal\n".repeat(5000);

  private static ServerFixture fixture;

  @BeforeAll
  static void start() throws HttpListenException {
    Router router =
        new Router()
            .add("GET", "/", EVENT_LOOP, r -> HttpResponse.text(200, "root"))
            .add("GET", "/hello", EVENT_LOOP, r -> HttpResponse.text(200, "hello"))
            .add("GET", "/large", EVENT_LOOP, r -> HttpResponse.text(200, LARGE))
            .add("GET", "/worker", WORKER, r -> HttpResponse.text(200, worker()))
            .add("GET", "/label/{name}/values", WORKER, HttpServerTest::label)
            .add("GET", "/files/{path...}", WORKER, r -> text(r.pathParameter("path")))
            .addForm("/form", WORKER, r -> text(r.parameters("q") + " " + r.parameter("x")))
            .add("POST", "/echo", WORKER, r -> HttpResponse.of(200, "image/png", r.body()))
            .add("GET", "/stream", WORKER, r -> stream(LARGE))
            .add("GET", "/short-stream", EVENT_LOOP, r -> stream("short"))
            .add("GET", "/fails", WORKER, HttpServerTest::fail)
            .add("GET", "/fails-inline", EVENT_LOOP, HttpServerTest::fail)
            .add("GET", "/problem", WORKER, HttpServerTest::problem)
            .add("GET", "/bad-header", EVENT_LOOP, r -> text("").withHeader("X-A", "1\r\nX-B: 2"))
            .add("GET", "/binary", WORKER, r -> HttpResponse.of(200, "image/png", new byte[5000]))
            .add("GET", "/empty", WORKER, r -> HttpResponse.of(204, "", new byte[0]));
    fixture = new ServerFixture(router);
  }

  @AfterAll
  static void stop() {
    fixture.close();
  }

  private static HttpResponse text(String text) {
    return HttpResponse.text(200, text);
  }

  private static HttpResponse label(HttpRequest request) {
    return text(request.pathParameter("name"));
  }

  private static String worker() {
    return Thread.currentThread().getName().startsWith("pool-") ? "worker" : "event loop";
  }

  private static HttpResponse stream(String text) {
    return HttpResponse.stream(
        200, "text/plain", out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static HttpResponse fail(HttpRequest request) throws IOException {
    throw new IOException("secret internals, thrown on purpose by a test");
  }

  private static HttpResponse problem(HttpRequest request) throws HttpProblem {
    throw new HttpProblem(422, "no such function");
  }

  @Test
  void answer_carriesLengthTypeAndDate_whenTheBodyIsComplete() throws IOException {
    Answer answer = fixture.get("/hello");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text()).isEqualTo("hello");
    assertThat(answer.header("Content-Length")).isEqualTo("5");
    assertThat(answer.header("Content-Type")).isEqualTo("text/plain; charset=utf-8");
    assertThat(answer.header("Date")).matches("\\w{3}, \\d\\d \\w{3} \\d{4} [\\d:]{8} GMT");
    assertThat(answer.header("Connection")).isNull();
  }

  @Test
  void handler_runsOnAWorker_whenItsRouteSaysSo() throws IOException {
    assertThat(fixture.get("/worker").text()).isEqualTo("worker");
  }

  @Test
  void placeholders_areDecoded_whenThePathIsEncoded() throws IOException {
    assertThat(fixture.get("/label/a%20b%C3%BC/values").text()).isEqualTo("a bü");
    assertThat(fixture.get("/files/css/a%2Bb.css").text()).isEqualTo("css/a+b.css");
  }

  @Test
  void path_isNormalised_whenItHasDotsAndDoubleSlashes() throws IOException {
    assertThat(fixture.get("//label/./x/../job//values").text()).isEqualTo("job");
    assertThat(fixture.get("/label/%2e%2e/hello").text()).isEqualTo("hello");
    assertThat(fixture.get("/.").text()).isEqualTo("root");
    assertThat(fixture.get("http://elsewhere/hello").text()).isEqualTo("hello");
    assertThat(fixture.get("/hello/").status()).as("a slash at the end counts").isEqualTo(404);
  }

  @Test
  void parameters_comeFromTheBodyFirst_whenAFormIsPosted() throws IOException {
    String body = "q=1%2B1&q=a+b&x=%C3%BC";
    Answer answer =
        fixture.ask(
            "POST /form?q=query&x=2 HTTP/1.1\r\nHost: t\r\n"
                + "Content-Type: application/x-www-form-urlencoded; charset=UTF-8\r\n"
                + "Content-Length: "
                + body.length()
                + "\r\n\r\n"
                + body);
    assertThat(answer.text()).isEqualTo("[1+1, a b, query] Optional[ü]");
    assertThat(fixture.get("/form?q=up%7Bjob%3D%22a%22%7D&&q").text())
        .isEqualTo("[up{job=\"a\"}, ] Optional.empty");
  }

  @Test
  void body_isPutTogether_whenItComesInChunks() throws IOException {
    Answer answer =
        fixture.ask(
            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;name=value\r\nhello\r\n1\r\n,\r\n00a\r\n0123456789\r\n"
                + "0\r\nTrailer: ignored\r\n\r\n");
    assertThat(answer.text()).isEqualTo("hello,0123456789");
  }

  @Test
  void body_isDecompressed_whenItIsGzip() throws IOException {
    byte[] gzip = ResponseCoding.gzip("compressed".getBytes(StandardCharsets.UTF_8));
    try (RawClient client = fixture.connect()) {
      client.send(post("gzip", gzip.length)).send(gzip);
      assertThat(client.answer().text()).isEqualTo("compressed");
    }
  }

  @Test
  void body_isPassedOnAsItIs_whenItsEncodingIsTheHandlersBusiness() throws IOException {
    try (RawClient client = fixture.connect()) {
      client.send(post("snappy", 3)).send("abc");
      assertThat(client.answer().text()).isEqualTo("abc");
    }
  }

  private static String post(String encoding, int length) {
    return "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Encoding: "
        + encoding
        + "\r\nContent-Length: "
        + length
        + "\r\n\r\n";
  }

  @Test
  void client_isToldToContinue_whenItAsksBeforeSendingItsBody() throws IOException {
    try (RawClient client = fixture.connect()) {
      client.send(
          "POST /echo HTTP/1.1\r\nHost: t\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(100);
      client.send("ok");
      assertThat(client.answer().text()).isEqualTo("ok");
    }
  }

  @Test
  void requests_areAnsweredInOrder_whenPipelined() throws IOException {
    int count = 2000;
    StringBuilder requests = new StringBuilder();
    for (int i = 0; i < count; i++) {
      String path = i % 3 == 0 ? "/label/" + i + "/values" : "/files/" + i;
      requests.append("GET ").append(path).append(" HTTP/1.1\r\nHost: t\r\n\r\n");
    }
    try (RawClient client = fixture.connect()) {
      Thread sender = new Thread(() -> sendQuietly(client, requests.toString()));
      sender.start();
      for (int i = 0; i < count; i++) {
        assertThat(client.answer().text()).isEqualTo(Integer.toString(i));
      }
    }
  }

  private static void sendQuietly(RawClient client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      // The reading side reports it.
    }
  }

  @Test
  void head_hasTheHeadersOfGetAndNoBody_whenAsked() throws IOException {
    try (RawClient client = fixture.connect()) {
      String rest = " HTTP/1.1\r\nHost: t\r\n\r\n";
      Answer head = client.send("HEAD /hello" + rest).answerWithoutBody();
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.header("Content-Length")).isEqualTo("5");
      assertThat(client.send("HEAD /stream" + rest).answerWithoutBody().status()).isEqualTo(200);
      assertThat(client.send("HEAD /nowhere" + rest).answerWithoutBody().status()).isEqualTo(404);
      assertThat(client.send("GET /hello" + rest).answer().text()).isEqualTo("hello");
    }
  }

  @Test
  void answer_hasNoBodyAndNoLength_whenItsStatusForbidsOne() throws IOException {
    try (RawClient client = fixture.connect()) {
      Answer empty = client.send("GET /empty HTTP/1.1\r\nHost: t\r\n\r\n").answerWithoutBody();
      assertThat(empty.status()).isEqualTo(204);
      assertThat(empty.header("Content-Length")).isNull();
      assertThat(client.send("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n").answer().text())
          .isEqualTo("hello");
    }
  }

  @Test
  void answer_isCompressed_whenLargeAndTheClientAcceptsIt() throws IOException {
    for (String path : List.of("/large", "/stream")) {
      Answer answer = fixture.ask(getAccepting(path, "br, gzip;q=0.5"));
      assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
      assertThat(answer.header("Vary")).isEqualTo("Accept-Encoding");
      assertThat(answer.body()).hasSizeLessThan(LARGE.length() / 10);
      byte[] plain = new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes();
      assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(LARGE);
    }
  }

  @Test
  void answer_isNotCompressed_whenRefusedOrSmallOrBinary() throws IOException {
    for (String[] pathAndAccept :
        new String[][] {
          {"/large", "gzip;q=0"},
          {"/large", "*;q=0.0"},
          {"/large", "br"},
          {"/large", "gzip;x=1"},
          {"/large", "*, gzip; q=0.000"},
          {"/hello", "gzip"},
          {"/binary", "gzip"}
        }) {
      Answer answer = fixture.ask(getAccepting(pathAndAccept[0], pathAndAccept[1]));
      assertThat(answer.header("Content-Encoding")).as(pathAndAccept[1]).isNull();
      assertThat(answer.status()).isEqualTo(200);
    }
  }

  private static String getAccepting(String path, String encodings) {
    return "GET " + path + " HTTP/1.1\r\nHost: t\r\nAccept-Encoding: " + encodings + "\r\n\r\n";
  }

  @Test
  void stream_hasALength_whenItFitsInOnePiece() throws IOException {
    Answer answer = fixture.get("/short-stream");
    assertThat(answer.header("Content-Length")).isEqualTo("5");
    assertThat(answer.text()).isEqualTo("short");
  }

  @Test
  void stream_comesInChunks_whenItIsLong() throws IOException {
    Answer answer = fixture.get("/stream");
    assertThat(answer.header("Transfer-Encoding")).isEqualTo("chunked");
    assertThat(answer.text()).isEqualTo(LARGE);
  }

  @Test
  void connection_closes_whenTheClientSpeaksHttp10() throws IOException {
    try (RawClient client = fixture.connect()) {
      String all = client.send("GET /stream HTTP/1.0\r\n\r\n").rest();
      assertThat(all).contains("Connection: close\r\n").doesNotContain("chunked").endsWith(LARGE);
    }
    try (RawClient client = fixture.connect()) {
      assertThat(client.send("GET /hello HTTP/1.0\r\n\r\n").rest()).endsWith("\r\n\r\nhello");
    }
  }

  @Test
  void connection_staysOpen_whenAnHttp10ClientAsksForIt() throws IOException {
    try (RawClient client = fixture.connect()) {
      String request = "GET /hello HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n";
      assertThat(client.send(request).answer().header("Connection")).isEqualTo("keep-alive");
      assertThat(client.send(request).answer().text()).isEqualTo("hello");
    }
  }

  @Test
  void connection_closes_whenTheClientAsksForIt() throws IOException {
    try (RawClient client = fixture.connect()) {
      String request = "GET /hello HTTP/1.1\r\nHost: t\r\nConnection: foo, Close\r\n\r\n";
      assertThat(client.send(request).rest()).contains("Connection: close").endsWith("hello");
    }
  }

  @Test
  void notFound_isPlainText_whenNoRouteFits() throws IOException {
    Answer answer = fixture.get("/nowhere");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.header("Content-Type")).startsWith("text/plain");
  }

  @Test
  void allowedMethods_areNamed_whenTheMethodHasNoRoute() throws IOException {
    Answer answer = fixture.ask("DELETE /form HTTP/1.1\r\nHost: t\r\n\r\n");
    assertThat(answer.status()).isEqualTo(405);
    assertThat(answer.header("Allow")).isEqualTo("GET, HEAD, POST");
  }

  @Test
  void clientSeesNoInternals_whenAHandlerFails() throws IOException {
    for (String path : List.of("/fails", "/fails-inline", "/bad-header")) {
      Answer answer = fixture.get(path);
      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text()).contains("internal error").doesNotContain("secret");
      assertThat(answer.header("X-B")).isNull();
    }
  }

  @Test
  void problem_becomesItsStatusAndText_whenAHandlerThrowsOne() throws IOException {
    Answer answer = fixture.get("/problem");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.text()).isEqualTo("no such function\n");
  }

  @Test
  void answerStillComes_whenTheClientEndsItsOutput() throws IOException {
    try (RawClient client = fixture.connect()) {
      client.send("GET /worker HTTP/1.1\r\nHost: t\r\n\r\n").endOutput();
      assertThat(client.answer().text()).isEqualTo("worker");
      assertThat(client.rest()).isEmpty();
    }
  }

  @Test
  void observerAndStats_seeEachRequest_whenItIsAnswered() throws Exception {
    List<String> seen = new CopyOnWriteArrayList<>();
    Router router =
        new Router().add("GET", "/a/{b}", EVENT_LOOP, r -> HttpResponse.text(200, "four"));
    try (ServerFixture own = new ServerFixture(router)) {
      own.server.observe((route, method, status, nanos, bytes) ->
          seen.add(route + " " + method + " " + status + " " + bytes + " " + (nanos > 0)));
      own.get("/a/1");
      own.get("/a/2");
      own.get("/b");
      own.ask("BREW /a/1 HTTP/1.1\r\nHost: t\r\n\r\n");
      ServerFixture.await("four requests counted", () -> seen.size() == 4);
      assertThat(seen)
          .containsExactly(
              "/a/{b} GET 200 4 true",
              "/a/{b} GET 200 4 true",
              "none GET 404 19 true",
              "none other 501 15 true");
      ServerFixture.await("all closed", () -> own.server.stats().openConnections() == 0);
      HttpServerStats stats = own.server.stats();
      assertThat(stats.acceptedConnections()).isEqualTo(4);
      assertThat(stats.inFlightRequests()).isZero();
      assertThat(stats.bufferedBodyBytes()).isZero();
      assertThat(stats.routes())
          .anySatisfy(r -> {
            assertThat(r.routePattern()).isEqualTo("/a/{b}");
            assertThat(r.count()).isEqualTo(2);
            assertThat(r.responseBytes()).isEqualTo(8);
            assertThat(java.util.Arrays.stream(r.bucketCounts()).sum()).isEqualTo(2);
          });
    }
  }

  @Test
  void busyPort_isRefusedWithTheRemedy_whenAnotherServerHasIt() {
    int port = fixture.server.port();
    HttpServerConfig config = HttpServerConfig.defaults("127.0.0.1", port);
    assertThatThrownBy(() ->
            HttpServer.start(
                config, new Router(), fixture.workers, fixture.loops, new SystemClock()))
        .isInstanceOf(HttpListenException.class)
        .hasMessage(
            "cannot listen on 127.0.0.1:"
                + port
                + ": address already in use; choose another with --web.listen-address");
  }
}
