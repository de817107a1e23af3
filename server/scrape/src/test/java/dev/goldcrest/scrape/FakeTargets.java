package dev.goldcrest.scrape;

import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.http.HttpResponse.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A fetcher whose answers a test sets by URL; unknown URLs refuse the connection. */
final class FakeTargets implements HttpFetcher {
  static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

  final List<Request> requests = Collections.synchronizedList(new ArrayList<>());
  final List<CompletableFuture<Response>> hanging = new ArrayList<>();
  private final Map<String, CompletableFuture<Response>> answers = new HashMap<>();
  private boolean hangs;

  /** Makes a URL answer 200 with text. */
  void answer(String url, String body) {
    answer(url, 200, TEXT, body);
  }

  void answer(String url, int status, String contentType, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    List<Header> headers =
        contentType.isEmpty() ? List.of() : List.of(new Header("content-type", contentType));
    answers.put(
        url, CompletableFuture.completedFuture(new Response(status, headers, bytes, bytes.length)));
  }

  void fail(String url, FetchException failure) {
    answers.put(url, CompletableFuture.failedFuture(failure));
  }

  /** Makes every exchange from now on wait in {@link #hanging}, or no longer. */
  void hang(boolean hang) {
    hangs = hang;
  }

  @Override
  public CompletableFuture<Response> fetch(Request request) {
    requests.add(request);
    if (hangs) {
      CompletableFuture<Response> future = new CompletableFuture<>();
      hanging.add(future);
      return future;
    }
    return answers.getOrDefault(
        request.uri().toString(),
        CompletableFuture.failedFuture(new FetchException("connection refused")));
  }

  @Override
  public void close() {}
}
