package dev.goldcrest.runtime.http;

import static dev.goldcrest.runtime.http.Router.Execution.EVENT_LOOP;
import static dev.goldcrest.runtime.http.Router.Execution.WORKER;
import static dev.goldcrest.runtime.http.ServerFixture.await;
import static dev.goldcrest.runtime.http.ServerFixture.millis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.runtime.http.RawClient.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Slow clients, many clients, clients that leave, and a server that stops. */
@Timeout(30)
class HttpServerPatienceTest {
  private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: t\r\n\r\n";
  private static final long STREAM_BYTES = 50_000_000;

  private final CountDownLatch release = new CountDownLatch(1);
  private final AtomicInteger entered = new AtomicInteger();
  private final AtomicReference<HttpRequest> blocked = new AtomicReference<>();
  private final AtomicLong streamed = new AtomicLong();
  private final AtomicBoolean streamFailed = new AtomicBoolean();
  private final Router router =
      new Router()
          .add("GET", "/hello", EVENT_LOOP, r -> HttpResponse.text(200, "hello"))
          .add("POST", "/echo", WORKER, r -> HttpResponse.of(200, "image/png", r.body()))
          .add("GET", "/blocked", WORKER, this::block)
          .add("GET", "/cancellable", WORKER, this::untilCancelled)
          .add("GET", "/whole", EVENT_LOOP, r -> HttpResponse.of(200, "a/b", new byte[20 << 20]))
          .add("GET", "/broken", WORKER, r -> HttpResponse.stream(200, "a/b", this::broken))
          .add("GET", "/endless", WORKER, r -> HttpResponse.stream(200, "a/b", this::stream));

  private HttpResponse block(HttpRequest request) throws InterruptedException {
    entered.incrementAndGet();
    blocked.set(request);
    release.await();
    return HttpResponse.text(200, "released");
  }

  private HttpResponse untilCancelled(HttpRequest request) {
    blocked.set(request);
    await("request cancelled", request::isCancelled);
    return HttpResponse.text(503, "cancelled");
  }

  private void stream(OutputStream out) throws IOException {
    byte[] some = new byte[1000];
    try {
      for (long sent = 0; sent < STREAM_BYTES; sent += some.length) {
        out.write(some);
        streamed.addAndGet(some.length);
      }
    } catch (IOException e) {
      streamFailed.set(true);
      throw e;
    }
  }

  private void broken(OutputStream out) throws IOException {
    out.write(new byte[100_000]);
    throw new IOException("thrown on purpose by a test");
  }

  private static HttpServerConfig.Deadlines deadlines(
      long header, long bodyGrace, long idle, long stall, long drain) {
    return new HttpServerConfig.Deadlines(
        millis(header), millis(bodyGrace), 1000, millis(idle), millis(stall), millis(drain));
  }

  private ServerFixture patient() throws HttpListenException {
    return new ServerFixture(router);
  }

  private ServerFixture hasty() throws HttpListenException {
    return new ServerFixture(router, ServerFixture.SIZES, deadlines(150, 100, 150, 150, 1000));
  }

  @Test
  void header_mustBeCompleteInTime_howeverItDripsIn() throws Exception {
    try (ServerFixture fixture = hasty();
        RawClient client = fixture.connect()) {
      client.send("GET /hello HTTP/1.1\r\n");
      Thread dripping =
          new Thread(() -> {
            try {
              while (true) {
                client.send("X: y\r\n");
                Thread.sleep(20);
              }
            } catch (IOException | InterruptedException e) {
              // The server has had enough.
            }
          });
      dripping.start();
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("not complete within 150 ms");
      dripping.interrupt();
      await("closed", () -> fixture.server.stats().openConnections() == 0);
    }
  }

  @Test
  void silentConnection_isClosed_whenNothingComesOrTheClientIsIdle() throws Exception {
    try (ServerFixture fixture = hasty()) {
      RawClient silent = fixture.connect();
      assertThat(silent.rest()).isEmpty();
      silent.close();
      RawClient idle = fixture.connect();
      assertThat(idle.send(HELLO).answer().text()).isEqualTo("hello");
      assertThat(idle.rest()).isEmpty();
      idle.close();
    }
  }

  @Test
  void body_mustComeFastEnough_whenTheGraceIsOver() throws Exception {
    try (ServerFixture fixture = hasty();
        RawClient client = fixture.connect()) {
      client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 50000\r\n\r\nabc");
      Answer answer = client.answer();
      assertThat(answer.status()).isEqualTo(408);
      assertThat(answer.text()).contains("more slowly than 1000 bytes a second");
      assertThat(fixture.get("/hello").status()).isEqualTo(200);
      assertThat(fixture.server.stats().bufferedBodyBytes()).isZero();
    }
  }

  @Test
  void connection_isClosedWithoutAWord_whenThePipelinedBodyCannotBecomeComplete() throws Exception {
    try (ServerFixture fixture = hasty();
        RawClient client = fixture.connect()) {
      client.send("GET /blocked HTTP/1.1\r\nHost: t\r\n\r\n");
      client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 50\r\n\r\nabc");
      client.endOutput();
      await("handler runs", () -> blocked.get() != null);
      await("the end was noticed", () -> blocked.get().isCancelled());
      release.countDown();
      assertThat(client.answer().text()).isEqualTo("released");
      assertThat(client.rest()).as("a 408 would show that it waited for the grace").isEmpty();
      await("closed", () -> fixture.server.stats().openConnections() == 0);
      assertThat(fixture.server.stats().bufferedBodyBytes()).isZero();
    }
  }

  @Test
  void memory_isBounded_whenAStreamsReaderIsSlow() throws Exception {
    try (ServerFixture fixture = patient();
        RawClient client = new RawClient(fixture.server.port(), 4096)) {
      client.send("GET /endless HTTP/1.1\r\nHost: t\r\n\r\n");
      AtomicLong before = new AtomicLong(-1);
      await("the writer is held up", () -> isUnchanged(before));
      assertThat(streamed.get()).isLessThan(STREAM_BYTES / 2);
      assertThat(fixture.server.stats().bufferedResponseBytes())
          .isPositive()
          .isLessThanOrEqualTo(ResponseStream.WINDOW_BYTES + (8 << 10));
      assertThat(client.answer().body().length).isEqualTo(STREAM_BYTES);
      await("nothing held", () -> fixture.server.stats().bufferedResponseBytes() == 0);
    }
  }

  /** Tells whether the writer has made no progress for 200 ms. */
  private boolean isUnchanged(AtomicLong before) {
    long now = streamed.get();
    boolean same = now > 0 && before.getAndSet(now) == now;
    pause(200);
    return same && streamed.get() == now;
  }

  private static void pause(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  @Test
  void stalledReader_isDroppedAndTheWriterFreed_whenItTakesNothing() throws Exception {
    try (ServerFixture fixture = hasty();
        RawClient stream = new RawClient(fixture.server.port(), 4096);
        RawClient whole = new RawClient(fixture.server.port(), 4096)) {
      stream.send("GET /endless HTTP/1.1\r\nHost: t\r\n\r\n");
      whole.send("GET /whole HTTP/1.1\r\nHost: t\r\n\r\n");
      await("the writer fails", streamFailed::get);
      await("both closed", () -> fixture.server.stats().openConnections() == 0);
      await("both over", () -> fixture.server.stats().inFlightRequests() == 0);
      assertThat(fixture.server.stats().bufferedResponseBytes()).isZero();
    }
  }

  @Test
  void largeAnswer_arrivesWhole_whenItIsReadSlowly() throws Exception {
    try (ServerFixture fixture = patient();
        RawClient client = new RawClient(fixture.server.port(), 4096)) {
      client.send("GET /whole HTTP/1.1\r\nHost: t\r\n\r\n");
      assertThat(client.answer().body().length).isEqualTo(20 << 20);
    }
  }

  @Test
  void brokenStream_neverLooksComplete_whenItsWriterFails() throws Exception {
    try (ServerFixture fixture = patient();
        RawClient client = fixture.connect()) {
      client.send("GET /broken HTTP/1.1\r\nHost: t\r\n\r\n");
      assertThat(client.rest()).startsWith("HTTP/1.1 200").doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void handler_learnsThatItsClientIsGone_whenItClosesOrResets() throws Exception {
    try (ServerFixture fixture = patient()) {
      for (boolean reset : new boolean[] {false, true}) {
        blocked.set(null);
        RawClient client = fixture.connect();
        client.send("GET /cancellable HTTP/1.1\r\nHost: t\r\n\r\n");
        await("handler runs", () -> blocked.get() != null);
        assertThat(blocked.get().isCancelled()).isFalse();
        if (reset) {
          client.reset();
        } else {
          client.close();
        }
        await("handler told", () -> blocked.get().isCancelled());
        await("request over", () -> fixture.server.stats().inFlightRequests() == 0);
      }
    }
  }

  @Test
  void connection_getsA503_whenThereAreTooMany() throws Exception {
    HttpServerConfig.Sizes sizes = new HttpServerConfig.Sizes(1000, 1000, 1000, 10_000, 2, 10);
    List<RawClient> clients = new ArrayList<>();
    try (ServerFixture fixture = new ServerFixture(router, sizes, ServerFixture.DEADLINES)) {
      for (int i = 0; i < 2; i++) {
        clients.add(fixture.connect());
        clients.getLast().send(HELLO).answer();
      }
      try (RawClient third = fixture.connect()) {
        Answer answer = third.send(HELLO).answer();
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header("Retry-After")).isEqualTo("1");
        assertThat(third.rest()).isEmpty();
      }
      assertThat(fixture.server.stats().rejectedConnections()).isEqualTo(1);
      clients.removeFirst().close();
      await("room again", () -> fixture.server.stats().openConnections() == 1);
      assertThat(fixture.get("/hello").text()).isEqualTo("hello");
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void request_getsA503_whenTooManyWaitForAWorker() throws Exception {
    HttpServerConfig.Sizes sizes = new HttpServerConfig.Sizes(1000, 1000, 1000, 10_000, 20, 2);
    List<RawClient> clients = new ArrayList<>();
    try (ServerFixture fixture = new ServerFixture(router, sizes, ServerFixture.DEADLINES)) {
      String blocking = "GET /blocked HTTP/1.1\r\nHost: t\r\n\r\n";
      for (int i = 0; i < 6; i++) { // Four workers, and a queue of two.
        clients.add(fixture.connect().send(blocking));
        int running = i + 1;
        await("in flight", () -> fixture.server.stats().inFlightRequests() == running);
        await("a worker has taken it", () -> entered.get() == Math.min(running, 4));
      }
      Answer answer = fixture.ask(blocking);
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.header("Retry-After")).isEqualTo("1");
      release.countDown();
      for (RawClient client : clients) {
        assertThat(client.answer().text()).isEqualTo("released");
        client.close();
      }
    }
  }

  @Test
  void requestInFlight_isAnswered_whenTheServerStops() throws Exception {
    ServerFixture fixture = patient();
    int port = fixture.server.port();
    RawClient idle = fixture.connect();
    idle.send(HELLO).answer();
    RawClient busy = fixture.connect().send("GET /blocked HTTP/1.1\r\nHost: t\r\n\r\n");
    await("handler runs", () -> blocked.get() != null);
    Thread closing = new Thread(fixture.server::close);
    closing.start();
    assertThat(idle.rest()).isEmpty();
    assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
    release.countDown();
    Answer answer = busy.answer();
    assertThat(answer.text()).isEqualTo("released");
    assertThat(answer.header("Connection")).isEqualTo("close");
    closing.join(10_000);
    assertThat(closing.isAlive()).isFalse();
    fixture.close();
  }

  @Test
  void server_stopsInTime_whenARequestDoesNotFinish() throws Exception {
    ServerFixture fixture =
        new ServerFixture(
            router, ServerFixture.SIZES, deadlines(10_000, 10_000, 10_000, 10_000, 300));
    RawClient cancellable = fixture.connect().send("GET /cancellable HTTP/1.1\r\nHost: t\r\n\r\n");
    await("handler runs", () -> blocked.get() != null);
    RawClient stuck = fixture.connect().send("GET /blocked HTTP/1.1\r\nHost: t\r\n\r\n");
    await("two in flight", () -> fixture.server.stats().inFlightRequests() == 2);
    long begin = System.nanoTime();
    fixture.server.close();
    assertThat(System.nanoTime() - begin).isLessThan(3_000_000_000L);
    assertThat(cancellable.answer().text()).as("told before the end").isEqualTo("cancelled");
    assertThat(stuck.rest()).isEmpty();
    release.countDown();
    fixture.close();
  }
}
