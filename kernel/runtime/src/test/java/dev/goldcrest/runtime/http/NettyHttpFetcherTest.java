package dev.goldcrest.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.runtime.http.HttpFetcher.Request;
import dev.goldcrest.runtime.http.HttpFetcher.Response;
import dev.goldcrest.runtime.lifecycle.SystemClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NettyHttpFetcherTest {
  private static final Duration LONG = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(200);
  private static final long MAX_BODY = 1 << 20;

  private final HttpEventLoops loops = new HttpEventLoops();
  private final ExecutorService workers = Executors.newFixedThreadPool(2);
  private final NettyHttpFetcher fetcher =
      new NettyHttpFetcher(loops, workers, HttpClientConfig.defaults(), new SystemClock());

  @AfterEach
  void close() {
    fetcher.close();
    workers.shutdownNow();
    loops.close();
    assertThat(fetcher.budget().usedBytes()).as("bytes held after all is closed").isZero();
  }

  private CompletableFuture<Response> get(URI uri, Duration timeout) {
    return fetcher.fetch(Request.get(uri, List.of(), timeout, MAX_BODY));
  }

  private Response ask(URI uri) throws Exception {
    return get(uri, LONG).get(20, TimeUnit.SECONDS);
  }

  private static String text(Response response) {
    return new String(response.body(), 0, response.bodyLength(), StandardCharsets.UTF_8);
  }

  private static String reason(CompletableFuture<Response> fetch) throws Exception {
    try {
      Response response = fetch.get(20, TimeUnit.SECONDS);
      throw new AssertionError("answered with " + response.status());
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(HttpFetcher.FetchException.class);
      return e.getCause().getMessage();
    }
  }

  private String reason(String answer) throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.answering(answer)) {
      return reason(get(peer.uri("/"), LONG));
    }
  }

  @Test
  void request_carriesHostAgentAndEncoding_whenTheCallerGivesNone() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.answering("HTTP/1.1 200 OK\r\n\r\nbody")) {
      Response response = ask(peer.uri("/metrics?a=b%20c"));
      assertThat(text(response)).isEqualTo("body");
      assertThat(peer.requests)
          .containsExactly(
              "GET /metrics?a=b%20c HTTP/1.1\r\nHost: 127.0.0.1:"
                  + peer.port()
                  + "\r\nUser-Agent: Goldcrest\r\nAccept-Encoding: gzip\r\n\r\n");
    }
  }

  @Test
  void body_isSentWhole_whenItIsLargerThanTheSocketTakes() throws Exception {
    byte[] body = new byte[5 << 20];
    java.util.Arrays.fill(body, (byte) 'x');
    try (ScriptedPeer peer = ScriptedPeer.answering("HTTP/1.1 204 No Content\r\n\r\n")) {
      Request request =
          new Request(
              "POST",
              peer.uri("/write"),
              List.of(new HttpResponse.Header("Content-Type", "text/plain")),
              body,
              LONG,
              MAX_BODY,
              0);
      assertThat(fetcher.fetch(request).get(20, TimeUnit.SECONDS).status()).isEqualTo(204);
      assertThat(peer.requests.getFirst())
          .contains("Content-Length: " + body.length)
          .endsWith("x".repeat(1000))
          .hasSizeGreaterThan(body.length);
    }
  }

  @Test
  void connection_isReused_whenAnswersHaveAnEnd() throws Exception {
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          p.request();
          p.answer("one");
          p.request();
          p.send("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n");
          p.send("Transfer-Encoding: chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n");
          p.request();
          p.answer("three");
        })) {
      assertThat(text(ask(peer.uri("/1")))).isEqualTo("one");
      assertThat(text(ask(peer.uri("/2")))).isEqualTo("two");
      assertThat(text(ask(peer.uri("/3")))).isEqualTo("three");
      assertThat(peer.connections).hasValue(1);
    }
  }

  @Test
  void connection_isNotReused_whenThePeerSaysItCloses() throws Exception {
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          p.request();
          p.send("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok");
          p.hang();
        })) {
      ask(peer.uri("/"));
      ask(peer.uri("/"));
      assertThat(peer.connections).hasValue(2);
    }
  }

  @Test
  void connection_isNotReused_whenTheAnswerGivesItsEndInTwoWays() throws Exception {
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          p.request();
          p.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n");
          p.send("2\r\nok\r\n0\r\n\r\n");
          p.hang();
        })) {
      assertThat(text(ask(peer.uri("/")))).isEqualTo("ok");
      assertThat(text(ask(peer.uri("/")))).isEqualTo("ok");
      assertThat(peer.connections).hasValue(2);
    }
  }

  @Test
  void getIsRetriedOnce_whenAPooledConnectionTurnsOutClosed() throws Exception {
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          String first = p.request();
          p.answer("ok");
          if (first.contains("/1")) {
            p.request();
          } else {
            p.hang();
          }
        })) {
      ask(peer.uri("/1"));
      assertThat(text(ask(peer.uri("/2")))).isEqualTo("ok");
      assertThat(peer.requests).hasSize(3);
      assertThat(peer.connections).hasValue(2);
    }
  }

  @Test
  void postIsNotRetried_whenAPooledConnectionTurnsOutClosed() throws Exception {
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          p.request();
          p.answer("ok");
          p.request();
        })) {
      ask(peer.uri("/"));
      Request post =
          new Request("POST", peer.uri("/"), List.of(), new byte[] {1}, LONG, MAX_BODY, 0);
      assertThat(reason(fetcher.fetch(post))).isEqualTo("closed by peer after 0 bytes");
      assertThat(peer.connections).hasValue(1);
    }
  }

  @Test
  void pooledConnection_isDropped_whenThePeerClosesItMeanwhile() throws Exception {
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          p.request();
          p.answer("ok");
        })) {
      for (int i = 0; i < 5; i++) {
        assertThat(text(ask(peer.uri("/")))).isEqualTo("ok");
      }
    }
  }

  @Test
  void body_isDecompressed_whenItIsGzip() throws Exception {
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    for (String member : List.of("two ", "members")) {
      try (GZIPOutputStream out = new GZIPOutputStream(gzip)) {
        out.write(member.getBytes(StandardCharsets.UTF_8));
      }
    }
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          p.request();
          p.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nX-A: b\r\n\r\n");
          for (byte b : gzip.toByteArray()) {
            p.send(new byte[] {b});
          }
        })) {
      Response response = ask(peer.uri("/"));
      assertThat(text(response)).isEqualTo("two members");
      assertThat(response.header("content-encoding")).isEmpty();
      assertThat(response.header("x-a")).contains("b");
    }
  }

  @Test
  void redirects_areFollowedWithoutCredentials_whenTheyLeadToAnotherHost() throws Exception {
    try (ScriptedPeer last = ScriptedPeer.answering("HTTP/1.1 200 OK\r\n\r\nthere");
        ScriptedPeer first =
            new ScriptedPeer(p -> {
              String request = p.request();
              boolean again = request.startsWith("POST /a");
              String to = again ? "b?c=d" : last.uri("/e").toString();
              p.send("HTTP/1.1 302 Found\r\nLocation: " + to + "\r\n");
              p.send("Content-Length: 0\r\nConnection: close\r\n\r\n");
            })) {
      List<HttpResponse.Header> secret = List.of(new HttpResponse.Header("Authorization", "x"));
      Request request =
          new Request("POST", first.uri("/a"), secret, new byte[3], LONG, MAX_BODY, 10);
      assertThat(text(fetcher.fetch(request).get(20, TimeUnit.SECONDS))).isEqualTo("there");
      assertThat(first.requests.get(1)).startsWith("GET /b?c=d ").contains("Authorization: x");
      assertThat(last.requests.getFirst()).startsWith("GET /e ").doesNotContain("Authorization");
    }
  }

  @Test
  void redirects_endWithAReason_whenThereAreTooManyOrTheyLeadNowhere() throws Exception {
    String head = "HTTP/1.1 301 Moved\r\nContent-Length: 0\r\nLocation: ";
    assertThat(reason(head + "/again\r\n\r\n")).isEqualTo("stopped after 10 redirects");
    assertThat(reason(head + "https://secure/\r\n\r\n"))
        .isEqualTo("redirected: https is not supported yet: https://secure/");
    assertThat(reason(head + "http://[\r\n\r\n"))
        .isEqualTo("malformed response: it redirects to something that is not a URL");
  }

  @Test
  void redirect_isTheAnswer_whenNoneMayBeFollowed() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.answering("HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n")) {
      Request request =
          new Request("GET", peer.uri("/"), List.of(), new byte[0], LONG, MAX_BODY, 0);
      assertThat(fetcher.fetch(request).get(20, TimeUnit.SECONDS).status()).isEqualTo(302);
    }
  }

  @Test
  void fetch_failsAtOnce_whenNobodyListens() throws Exception {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    assertThat(reason(get(URI.create("http://127.0.0.1:" + port + "/"), LONG)))
        .isEqualTo("dial 127.0.0.1:" + port + ": connection refused");
    assertThat(reason(get(URI.create("http://localhost:" + port + "/"), LONG)))
        .isEqualTo("dial localhost:" + port + ": connection refused");
  }

  @Test
  void fetch_saysSo_whenTheHostIsUnknown() throws Exception {
    assertThat(reason(get(URI.create("http://no_such_host.invalid:9100/"), LONG)))
        .isEqualTo("lookup no_such_host.invalid: no such host");
  }

  @Test
  void fetch_isRefused_whenTheUrlIsNotPlainHttp() throws Exception {
    assertThat(reason(get(URI.create("https://user:pass@host/a"), LONG)))
        .isEqualTo("https is not supported yet: https://host/a");
    assertThat(reason(get(URI.create("ftp://host/"), LONG))).contains("not a URL of the form");
    assertThat(reason(get(URI.create("http://host:99999/"), LONG))).contains("no usable host");
  }

  @Test
  void request_isNotSent_whenAHeaderWouldBreakIt() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.answering("HTTP/1.1 200 OK\r\n\r\n")) {
      List<HttpResponse.Header> evil = List.of(new HttpResponse.Header("A", "b\r\nC: d"));
      assertThat(reason(fetcher.fetch(Request.get(peer.uri("/"), evil, LONG, 1))))
          .isEqualTo("request not sent: a character of header A is not allowed");
      assertThat(peer.requests).isEmpty();
    }
  }

  @Test
  void timeout_tellsHowFarItCame_whenThePeerHangs() throws Exception {
    try (ScriptedPeer silent = new ScriptedPeer(ScriptedPeer.Peer::hang);
        ScriptedPeer halfway =
            new ScriptedPeer(p -> {
              p.send("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab");
              p.hang();
            })) {
      assertThat(reason(get(silent.uri("/"), SHORT)))
          .isEqualTo("timeout: no answer after 200ms (connected, 0 bytes received)");
      assertThat(reason(get(halfway.uri("/"), SHORT)))
          .isEqualTo("timeout: answer incomplete after 200ms (40 bytes received)");
    }
  }

  @Test
  void fetch_countsTheBytes_whenThePeerClosesEarly() throws Exception {
    assertThat(reason("")).isEqualTo("closed by peer after 0 bytes");
    assertThat(reason("HTTP/1.1 200 O")).isEqualTo("closed by peer after 14 bytes");
    assertThat(reason("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab"))
        .isEqualTo("closed by peer after 40 bytes");
    assertThat(reason("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"))
        .isEqualTo("closed by peer after 52 bytes");
  }

  @Test
  void fetch_saysSo_whenThePeerResets() throws Exception {
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          p.request();
          p.reset();
        })) {
      assertThat(reason(get(peer.uri("/"), LONG)))
          .isEqualTo("connection reset by peer after 0 bytes");
    }
  }

  @Test
  void garbage_isNamed_whenThePeerDoesNotSpeakHttp() throws Exception {
    assertThat(reason("SSH-2.0-OpenSSH_9.2p1"))
        .isEqualTo("malformed response: it begins with \"SSH-2.0-OpenSSH_\", not with HTTP/");
    assertThat(reason("\0\1\2\3")).contains("it begins with \"????\"");
    assertThat(reason("HTTP/2 banana\r\n\r\n")).contains("not of the form HTTP/1.1 200 OK");
    assertThat(reason("HTTP/1.1 2OO OK\r\n\r\n")).contains("not of the form HTTP/1.1 200 OK");
    assertThat(reason("HTTP/1.1 200 OK\r\nno colon\r\n\r\n"))
        .isEqualTo("malformed response: a header line is not of the form name: value");
    assertThat(reason("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n"))
        .startsWith("malformed response: a chunk's size");
    assertThat(reason("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\nplain text"))
        .isEqualTo("malformed response: the body is not gzip");
    assertThat(reason("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n"))
        .isEqualTo("malformed response: Content-Length is not a number");
    assertThat(reason("HTTP/1.1 200 OK\r\n" + ("A: " + "b".repeat(1000) + "\r\n").repeat(70)))
        .isEqualTo("malformed response: the header exceeds 65536 bytes");
    assertThat(reason("HTTP/1.1 101 Switching\r\n\r\n")).contains("another protocol");
  }

  @Test
  void lenientReading_takesBareLineFeeds_sinceSmallExportersSendThem() throws Exception {
    try (ScriptedPeer peer = ScriptedPeer.answering("HTTP/1.0 200 OK\nX: y\n\nup 1\n")) {
      Response response = ask(peer.uri("/"));
      assertThat(text(response)).isEqualTo("up 1\n");
      assertThat(response.header("x")).contains("y");
    }
  }

  @Test
  void gigabyte_isRefusedEarly_whenTheLimitIsSmaller() throws Exception {
    long gigabyte = 1L << 30;
    long[] sent = new long[1];
    ScriptedPeer.Script endless =
        p -> {
          p.request();
          p.send("HTTP/1.1 200 OK\r\n\r\n");
          byte[] block = new byte[64 << 10];
          for (sent[0] = 0; sent[0] < gigabyte; sent[0] += block.length) {
            p.send(block);
          }
        };
    try (ScriptedPeer peer = new ScriptedPeer(endless)) {
      assertThat(reason(get(peer.uri("/"), LONG))).isEqualTo("body exceeds 1048576 bytes");
      assertThat(sent[0]).as("bytes that a cut connection still took").isLessThan(gigabyte / 8);
    }
    assertThat(reason("HTTP/1.1 200 OK\r\nContent-Length: " + gigabyte + "\r\n\r\n"))
        .isEqualTo("body exceeds 1048576 bytes");
  }

  @Test
  void gzipBomb_isRefused_whenItInflatesBeyondTheLimit() throws Exception {
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bomb)) {
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 64; i++) {
        out.write(zeros);
      }
    }
    assertThat(bomb.size()).isLessThan(100_000);
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          p.request();
          p.send("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n");
          p.send(bomb.toByteArray());
        })) {
      assertThat(reason(get(peer.uri("/"), LONG))).isEqualTo("body exceeds 1048576 bytes");
    }
  }

  @Test
  void peerSeesTheConnectionClose_whenTheFetchIsCancelled() throws Exception {
    CompletableFuture<Void> asked = new CompletableFuture<>();
    CompletableFuture<Void> left = new CompletableFuture<>();
    try (ScriptedPeer peer =
        new ScriptedPeer(p -> {
          p.request();
          asked.complete(null);
          p.hang();
          left.complete(null);
        })) {
      CompletableFuture<Response> fetch = get(peer.uri("/"), LONG);
      asked.get(10, TimeUnit.SECONDS);
      fetch.cancel(true);
      left.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void fetches_failWithAReason_whenTheClientIsClosed() throws Exception {
    try (ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.Peer::hang)) {
      CompletableFuture<Response> fetch = get(peer.uri("/"), LONG);
      fetcher.close();
      assertThat(reason(fetch)).isEqualTo("the client is closed");
      assertThat(reason(get(peer.uri("/"), LONG))).isEqualTo("the client is closed");
    }
  }

  @Test
  void idleConnection_isClosed_whenItIsNotUsedForLong() throws IOException, Exception {
    CompletableFuture<Void> left = new CompletableFuture<>();
    HttpClientConfig config =
        new HttpClientConfig(10, 2, Duration.ofMillis(50), 1000, MAX_BODY, "test");
    try (NettyHttpFetcher hasty = new NettyHttpFetcher(loops, workers, config, new SystemClock());
        ScriptedPeer peer =
            new ScriptedPeer(p -> {
              p.request();
              p.answer("ok");
              p.hang();
              left.complete(null);
            })) {
      hasty.fetch(Request.get(peer.uri("/"), List.of(), LONG, 10)).get(10, TimeUnit.SECONDS);
      left.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void fetch_isRefused_whenAllConnectionsAreInUse() throws Exception {
    HttpClientConfig config = new HttpClientConfig(1, 2, LONG, 1000, MAX_BODY, "test");
    try (NettyHttpFetcher small = new NettyHttpFetcher(loops, workers, config, new SystemClock());
        ScriptedPeer peer = new ScriptedPeer(ScriptedPeer.Peer::hang)) {
      CompletableFuture<Response> first =
          small.fetch(Request.get(peer.uri("/"), List.of(), LONG, 10));
      assertThat(reason(small.fetch(Request.get(peer.uri("/"), List.of(), LONG, 10))))
          .isEqualTo("all 1 connections are in use");
      first.cancel(true);
    }
  }
}
