package dev.goldcrest.runtime.http;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One fetch from its first attempt to its result: redirects, the one retry, and the deadline over
 * all of it. Confined to the event loop but for its future.
 */
final class ClientExchange {
  private static final byte[] NO_BODY = new byte[0];

  private final NettyHttpFetcher fetcher;
  private final CompletableFuture<HttpFetcher.Response> future;
  private final Duration timeout;
  private final long deadlineNanos;
  private final long maxBodyBytes;
  private final int maxRedirects;
  private URI uri;
  private Endpoint endpoint;
  private String method;
  private List<HttpResponse.Header> headers;
  private byte[] body;
  private int redirects;
  private boolean retried;
  private boolean resolving;
  private @Nullable ClientConnection connection;
  private @Nullable ScheduledFuture<?> timer;

  ClientExchange(
      NettyHttpFetcher fetcher,
      HttpFetcher.Request request,
      Endpoint endpoint,
      CompletableFuture<HttpFetcher.Response> future) {
    this.fetcher = fetcher;
    this.future = future;
    this.timeout = request.timeout();
    this.deadlineNanos = fetcher.nanos() + timeout.toNanos();
    this.maxBodyBytes = request.maxBodyBytes();
    this.maxRedirects = request.maxRedirects();
    this.uri = request.uri();
    this.endpoint = endpoint;
    this.method = request.method();
    this.headers = request.headers();
    this.body = request.body();
  }

  String method() {
    return method;
  }

  long maxBodyBytes() {
    return maxBodyBytes;
  }

  Endpoint endpoint() {
    return endpoint;
  }

  boolean isOver() {
    return future.isDone();
  }

  long remainingMillis() {
    return Math.max(1, (deadlineNanos - fetcher.nanos()) / 1_000_000);
  }

  void start() {
    timer = fetcher.loop().schedule(this::timedOut, remainingMillis() + 1, TimeUnit.MILLISECONDS);
    fetcher.began(this);
    attempt();
  }

  private void attempt() {
    if (isOver()) {
      return;
    }
    ClientConnection idle = retried ? null : fetcher.takeIdle(endpoint);
    if (idle == null) {
      fetcher.connect(this);
      return;
    }
    byte[] head = head();
    if (head != null) {
      connection = idle;
      idle.beginAgain(this, head, body);
    }
  }

  void resolving(boolean now) {
    resolving = now;
  }

  /** Takes a fresh connection. */
  void connected(ClientConnection fresh, Channel channel) {
    byte[] head = isOver() ? null : head();
    if (head == null) {
      fresh.discard(channel);
      return;
    }
    connection = fresh;
    fresh.begin(this, channel, head, body);
  }

  /** Returns the request's head, or fails the fetch when a header cannot be sent. */
  private byte @Nullable [] head() {
    String path = uri.getRawPath();
    String query = uri.getRawQuery();
    String target =
        (path == null || path.isEmpty() ? "/" : path) + (query == null ? "" : "?" + query);
    try {
      HeadWriter head = HeadWriter.request(method, target).field("Host", endpoint.hostField());
      for (HttpResponse.Header header : headers) {
        head.field(header.name(), header.value());
      }
      if (!has("User-Agent")) {
        head.field("User-Agent", fetcher.config().userAgent());
      }
      if (!has("Accept-Encoding")) {
        head.field("Accept-Encoding", "gzip");
      }
      if (body.length > 0 || method.equals("POST") || method.equals("PUT")) {
        head.field("Content-Length", Integer.toString(body.length));
      }
      return head.toBytes();
    } catch (IllegalArgumentException e) {
      fail("request not sent: " + e.getMessage());
      return null;
    }
  }

  private boolean has(String name) {
    for (HttpResponse.Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        return true;
      }
    }
    return false;
  }

  /** Takes a complete answer, which may lead elsewhere. */
  void answered(HttpFetcher.Response response) {
    connection = null;
    String location = response.header("location").orElse(null);
    if (location == null || maxRedirects == 0 || !isRedirect(response.status())) {
      end();
      future.complete(response);
      return;
    }
    if (redirects == maxRedirects) {
      fail("stopped after " + maxRedirects + " redirects");
      return;
    }
    redirects++;
    try {
      redirect(response.status(), uri.resolve(location));
    } catch (IllegalArgumentException e) {
      fail("malformed response: it redirects to something that is not a URL");
    } catch (HttpFetcher.FetchException e) {
      fail("redirected: " + e.getMessage());
    }
  }

  private static boolean isRedirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
  }

  private void redirect(int status, URI target) throws HttpFetcher.FetchException {
    Endpoint next = Endpoint.of(target);
    if (!next.equals(endpoint)) {
      headers = withoutCredentials(headers); // They were meant for the first host.
    }
    boolean keepsMethod = status == 307 || status == 308 || method.equals("HEAD");
    if (!keepsMethod && !method.equals("GET")) {
      method = "GET";
      body = NO_BODY;
      headers = withoutContent(headers);
    }
    endpoint = next;
    uri = target;
    retried = false;
    attempt();
  }

  private static List<HttpResponse.Header> withoutCredentials(List<HttpResponse.Header> headers) {
    ArrayList<HttpResponse.Header> kept = new ArrayList<>(headers);
    kept.removeIf(
        h -> h.name().equalsIgnoreCase("authorization") || h.name().equalsIgnoreCase("cookie"));
    return kept;
  }

  private static List<HttpResponse.Header> withoutContent(List<HttpResponse.Header> headers) {
    ArrayList<HttpResponse.Header> kept = new ArrayList<>(headers);
    kept.removeIf(h -> h.name().regionMatches(true, 0, "content-", 0, 8));
    return kept;
  }

  /**
   * Takes note that the connection closed early.
   *
   * @param stale whether it came from the pool and the peer may never have seen the request
   */
  void closedByPeer(String reason, boolean stale) {
    connection = null;
    if (stale && !retried && !method.equals("POST") && !method.equals("PATCH")) {
      retried = true;
      attempt();
    } else {
      fail(reason);
    }
  }

  private void timedOut() {
    ClientConnection open = connection;
    String after = " after " + text(timeout);
    if (resolving) {
      failTimeout(endpoint.host() + " not resolved" + after);
    } else if (open == null) {
      failTimeout("not connected" + after);
    } else if (open.isAnswering()) {
      failTimeout("answer incomplete" + after + " (" + open.receivedBytes() + " bytes received)");
    } else {
      failTimeout(
          "no answer" + after + " (connected, " + open.receivedBytes() + " bytes received)");
    }
  }

  private void failTimeout(String how) {
    fail(
        new HttpFetcher.FetchException(HttpFetcher.FetchException.Kind.TIMEOUT, "timeout: " + how));
  }

  /** Writes a duration as Go does: 10s, 1.5s, 200ms. */
  private static String text(Duration duration) {
    long millis = duration.toMillis();
    if (millis < 1000) {
      return millis + "ms";
    }
    String fraction = Long.toString(millis % 1000 + 1000).substring(1);
    while (fraction.endsWith("0")) {
      fraction = fraction.substring(0, fraction.length() - 1);
    }
    return millis / 1000 + (fraction.isEmpty() ? "" : "." + fraction) + "s";
  }

  void fail(String reason) {
    fail(new HttpFetcher.FetchException(reason));
  }

  void fail(HttpFetcher.FetchException reason) {
    end();
    future.completeExceptionally(reason);
  }

  /** Lets go of the connection and the timer. */
  void end() {
    if (timer != null) {
      timer.cancel(false);
    }
    ClientConnection open = connection;
    connection = null;
    if (open != null) {
      open.close();
    }
    fetcher.ended(this);
  }
}
