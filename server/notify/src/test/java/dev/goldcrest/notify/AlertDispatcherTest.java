package dev.goldcrest.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.lifecycle.VirtualScheduler;
import dev.goldcrest.wire.json.JsonException;
import dev.goldcrest.wire.json.JsonReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AlertDispatcherTest {
  private static final long START = 1_790_000_000_000L;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final VirtualScheduler time = new VirtualScheduler(START);
  private final ScriptedHttp http = new ScriptedHttp();
  private final NotifyEndpoint manager =
      NotifyEndpoint.alertmanager(
          "http://am:9093/prefix/",
          TIMEOUT,
          List.of(new HttpResponse.Header("Authorization", "Basic eDp5")));
  private final NotifyEndpoint hook = NotifyEndpoint.webhook(URI.create("http://hook/in"));
  private final AlertDispatcher dispatcher = dispatcher(100, 10);

  private AlertDispatcher dispatcher(int capacity, int batch) {
    return new AlertDispatcher(
        http,
        time,
        Runnable::run,
        new SplittableRandom(1),
        new NotifySettings(
            "http://gold:9090",
            "edge",
            capacity,
            batch,
            Duration.ofSeconds(1),
            Duration.ofMinutes(1)));
  }

  private Alert firing(String... labels) {
    return new Alert(
        Labels.of(labels),
        Labels.of("summary", "hot"),
        START - 60_000,
        OptionalLong.of(time.clock().wallMillis() + 240_000),
        false,
        "http://gold:9090/graph");
  }

  private Alert resolved(String... labels) {
    return new Alert(
        Labels.of(labels),
        Labels.of("summary", "hot"),
        START - 60_000,
        OptionalLong.of(time.clock().wallMillis()),
        true,
        "http://gold:9090/graph");
  }

  private NotifyStats.Endpoint stats(int index) {
    return dispatcher.stats().endpoints().get(index);
  }

  @Test
  void alertmanager_getsTheListOfApiV2() {
    dispatcher.apply(List.of(manager), Labels.of("site", "north", "zone", "z"));
    dispatcher.send(List.of(firing("alertname", "Hot", "zone", "own")));

    HttpFetcher.Request request = http.requests.get(0);
    assertThat(request.uri()).hasToString("http://am:9093/prefix/api/v2/alerts");
    assertThat(request.headers())
        .containsExactly(
            new HttpResponse.Header("Authorization", "Basic eDp5"),
            new HttpResponse.Header("Content-Type", "application/json"));
    assertThat(http.body(0))
        .isEqualTo(
            """
            [{"labels":{"alertname":"Hot","site":"north","zone":"own"},\
            "annotations":{"summary":"hot"},\
            "startsAt":"2026-09-21T14:12:20.000Z","endsAt":"2026-09-21T14:17:20.000Z",\
            "generatorURL":"http://gold:9090/graph"}]\
            """);
    assertThat(stats(0).sent()).isEqualTo(1);
    assertThat(stats(0).lastSuccessMillis()).isEqualTo(START);
  }

  @Test
  void webhook_getsOnePostForEachName() throws JsonException {
    dispatcher.apply(List.of(hook), Labels.empty());
    http.hold = true;
    dispatcher.send(List.of(firing("alertname", "First")));
    dispatcher.send(
        List.of(
            firing("alertname", "Hot", "host", "a", "job", "n"),
            firing("alertname", "Cold"),
            resolved("alertname", "Hot", "host", "b", "job", "n")));
    http.hold = false;
    http.answerHeld(200);

    assertThat(http.requests).hasSize(3);
    Map<?, ?> hot = (Map<?, ?>) JsonReader.parse(http.body(1));
    assertThat(hot.get("version")).isEqualTo("4");
    assertThat(hot.get("status")).isEqualTo("firing");
    assertThat(hot.get("receiver")).isEqualTo("edge");
    assertThat(hot.get("externalURL")).isEqualTo("http://gold:9090");
    assertThat(hot.get("groupLabels")).isEqualTo(Map.of("alertname", "Hot"));
    assertThat(hot.get("commonLabels")).isEqualTo(Map.of("alertname", "Hot", "job", "n"));
    assertThat(hot.get("commonAnnotations")).isEqualTo(Map.of("summary", "hot"));
    List<?> alerts = (List<?>) hot.get("alerts");
    assertThat(alerts).hasSize(2);
    assertThat(((Map<?, ?>) alerts.get(0)).get("endsAt")).isEqualTo("0001-01-01T00:00:00Z");
    assertThat(((Map<?, ?>) alerts.get(1)).get("endsAt")).isEqualTo("2026-09-21T14:13:20.000Z");
    assertThat(((Map<?, ?>) alerts.get(1)).get("status")).isEqualTo("resolved");
  }

  @Test
  void fingerprint_isAlertmanagers() {
    // The FNV-1a offset basis is the fingerprint of the empty label set.
    assertThat(AlertJson.fingerprint(Labels.empty())).isEqualTo("cbf29ce484222325");
    // The label set that Prometheus's own tests of this hash use.
    Labels labels = Labels.of("name", "garland, briggs", "fear", "love is not enough");
    assertThat(AlertJson.fingerprint(labels))
        .isEqualTo(Long.toHexString(5_799_056_148_416_392_346L));
  }

  @Test
  void webhook_hearsOfAnAlertOnce_untilItChangesOrTheIntervalPasses() {
    dispatcher.apply(List.of(hook), Labels.empty());
    for (int minute = 0; minute < 5 * 60; minute++) {
      dispatcher.send(List.of(firing("alertname", "Hot")));
      time.advance(Duration.ofMinutes(1));
    }
    assertThat(http.requests).hasSize(2);

    Alert end = resolved("alertname", "Hot");
    dispatcher.send(List.of(end));
    time.advance(Duration.ofMinutes(1));
    dispatcher.send(List.of(end));
    assertThat(http.requests).hasSize(3);
    assertThat(http.body(2)).contains("\"status\":\"resolved\"");
  }

  @Test
  void failedPost_isTriedAgain_withGrowingWaits() {
    dispatcher.apply(List.of(manager), Labels.empty());
    http.status = 503;
    dispatcher.send(List.of(firing("alertname", "Hot")));
    time.advance(Duration.ofSeconds(10));
    int early = http.requests.size();
    time.advance(Duration.ofSeconds(50));
    int later = http.requests.size() - early;

    assertThat(early).isBetween(4, 6);
    assertThat(later).isBetween(1, 4);
    assertThat(stats(0).lastError()).isEqualTo("status 503");
    http.status = 200;
    time.advance(Duration.ofMinutes(1));
    assertThat(stats(0).sent()).isEqualTo(1);
    assertThat(stats(0).queued()).isZero();
    assertThat(stats(0).lastError()).isEmpty();
    assertThat(stats(0).failedPosts()).isEqualTo(early + later);
  }

  @Test
  void failedPost_isGivenUp_whenTheAlertsLifeEnds() {
    dispatcher.apply(List.of(manager), Labels.empty());
    http.failure = "connection refused";
    dispatcher.send(List.of(firing("alertname", "Hot")));
    time.advance(Duration.ofMinutes(10));

    assertThat(stats(0).lastError()).isEqualTo("connection refused");
    assertThat(stats(0).dropped()).isEqualTo(1);
    assertThat(stats(0).queued()).isZero();
    assertThat(time.pending()).isZero();
  }

  @Test
  void post_isNotRepeated_whenTheReceiverRefusesIt() {
    dispatcher.apply(List.of(manager), Labels.empty());
    http.status = 400;
    dispatcher.send(List.of(firing("alertname", "Hot")));
    time.advance(Duration.ofMinutes(5));

    assertThat(http.requests).hasSize(1);
    assertThat(stats(0).dropped()).isEqualTo(1);
  }

  @Test
  void queue_keepsTheLatestWord_whileAPostIsUnderWay() {
    dispatcher.apply(List.of(manager), Labels.empty());
    http.hold = true;
    dispatcher.send(List.of(firing("alertname", "Other")));
    dispatcher.send(List.of(firing("alertname", "Hot")));
    dispatcher.send(List.of(resolved("alertname", "Hot")));
    http.hold = false;
    http.answerHeld(200);

    assertThat(http.requests).hasSize(2);
    assertThat(stats(0).sent()).isEqualTo(2);
    assertThat(http.body(1)).contains("\"endsAt\":\"2026-09-21T14:13:20.000Z\"");
  }

  @Test
  void queue_dropsTheOldest_whenItIsFull() {
    AlertDispatcher small = dispatcher(3, 10);
    small.apply(List.of(manager), Labels.empty());
    http.hold = true;
    small.send(List.of(firing("alertname", "InFlight")));
    for (int i = 0; i < 5; i++) {
      small.send(List.of(firing("alertname", "A" + i)));
    }
    assertThat(small.stats().endpoints().get(0).queued()).isEqualTo(3);
    assertThat(small.stats().endpoints().get(0).dropped()).isEqualTo(2);
    http.hold = false;
    http.answerHeld(200);

    assertThat(http.body(1)).contains("A2", "A3", "A4").doesNotContain("A1");
  }

  @Test
  void post_holdsAtMostABatch() {
    AlertDispatcher batching = dispatcher(100, 2);
    batching.apply(List.of(manager), Labels.empty());
    List<Alert> alerts = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      alerts.add(firing("alertname", "A" + i));
    }
    batching.send(alerts);

    assertThat(http.requests).hasSize(3);
    assertThat(http.body(2)).contains("A4").doesNotContain("A3");
  }

  @Test
  void endpoint_doesNotHoldUpOthers_whenItIsAway() {
    dispatcher.apply(List.of(manager, hook), Labels.empty());
    http.failingHost = "am";
    dispatcher.send(List.of(firing("alertname", "Hot")));

    assertThat(stats(0).sent()).isZero();
    assertThat(stats(1).sent()).isEqualTo(1);
  }

  @Test
  void apply_keepsTheQueueOfAnEndpointThatStays() {
    dispatcher.apply(List.of(manager), Labels.empty());
    http.status = 500;
    dispatcher.send(List.of(firing("alertname", "Hot")));
    dispatcher.apply(List.of(manager, hook), Labels.empty());

    assertThat(stats(0).queued()).isEqualTo(1);
    http.status = 200;
    time.advance(Duration.ofSeconds(2));
    assertThat(stats(0).sent()).isEqualTo(1);
  }

  @Test
  void close_cancelsThePostUnderWayAndSendsNoMore() {
    dispatcher.apply(List.of(manager), Labels.empty());
    http.hold = true;
    dispatcher.send(List.of(firing("alertname", "Hot")));
    dispatcher.close();

    assertThat(http.held.get(0)).isCancelled();
    dispatcher.send(List.of(firing("alertname", "Hot")));
    assertThat(http.requests).hasSize(1);
  }

  @Test
  void name_showsNoCredentials() {
    NotifyEndpoint secret = NotifyEndpoint.webhook(URI.create("https://u:pw@hook/in?x=1"));

    assertThat(secret.name()).isEqualTo("https://hook/in?x=1");
  }

  /** A fetcher that answers as told. */
  private static final class ScriptedHttp implements HttpFetcher {
    private final List<Request> requests = new ArrayList<>();
    private final List<CompletableFuture<Response>> held = new ArrayList<>();
    private int status = 200;
    private String failure = "";
    private String failingHost = "";
    private boolean hold;

    @Override
    public CompletableFuture<Response> fetch(Request request) {
      requests.add(request);
      CompletableFuture<Response> answer = new CompletableFuture<>();
      if (hold) {
        held.add(answer);
      } else if (!failure.isEmpty() || request.uri().getHost().equals(failingHost)) {
        answer.completeExceptionally(new FetchException(failure));
      } else {
        answer.complete(new Response(status, List.of(), new byte[0], 0));
      }
      return answer;
    }

    void answerHeld(int code) {
      List<CompletableFuture<Response>> open = new ArrayList<>(held);
      held.clear();
      for (CompletableFuture<Response> answer : open) {
        answer.complete(new Response(code, List.of(), new byte[0], 0));
      }
    }

    String body(int index) {
      return new String(requests.get(index).body(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
      // Holds nothing.
    }
  }
}
