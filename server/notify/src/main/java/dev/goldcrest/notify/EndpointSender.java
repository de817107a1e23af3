package dev.goldcrest.notify;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.lifecycle.Scheduler;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The queue of one endpoint and its only sender: at most one post is under way.
 *
 * <p>The queue holds the latest word about each alert, so that an endpoint that was away is told
 * how things are, not how they went. A post that fails for a reason that may pass (no answer, 429,
 * 5xx) puts its alerts back to the front and waits, longer each time. No thread is held while a
 * post is under way or a wait lasts. Everything is guarded by {@code this}.
 */
final class EndpointSender {
  private static final System.Logger log = System.getLogger("dev.goldcrest.notify");

  /** The largest answer that is read; it matters only for the message after a failure. */
  private static final long MAX_ANSWER_BYTES = 16 << 10;

  /** How long the end of an alert is worth telling: as long as rules repeat it. */
  private static final long RESOLVED_LIFE_MILLIS = 15 * 60_000;

  private static final int TOO_MANY_REQUESTS = 429;

  private final NotifyEndpoint endpoint;
  private final NotifyContext context;
  private final LinkedHashMap<Labels, Alert> queue = new LinkedHashMap<>();
  private final ToldAlerts told;
  private boolean busy;
  private boolean closed;
  private int failuresInRow;
  private @Nullable CompletableFuture<HttpFetcher.Response> underWay;
  private Scheduler.@Nullable Cancellable wait;

  private long sent;
  private long failedPosts;
  private long dropped;
  private String lastError = "";
  private long lastSuccessMillis;

  EndpointSender(NotifyEndpoint endpoint, NotifyContext context) {
    this.endpoint = endpoint;
    this.context = context;
    this.told = new ToldAlerts(endpoint.repeatInterval().toMillis());
  }

  NotifyEndpoint endpoint() {
    return endpoint;
  }

  /** Queues alerts; each replaces what waits about the same alert. */
  synchronized void offer(List<Alert> alerts) {
    if (closed) {
      return;
    }
    long now = context.now();
    for (Alert alert : alerts) {
      boolean news = !told.knows(alert, now);
      if (news || queue.containsKey(alert.labels())) {
        queue.put(alert.labels(), alert);
      }
    }
    dropOverflow();
    pump();
  }

  private void dropOverflow() {
    while (queue.size() > context.settings().queueCapacity()) {
      queue.pollFirstEntry();
      dropped++;
    }
  }

  /** Starts the next post unless one is under way or waited for. */
  private synchronized void pump() {
    if (busy || closed || queue.isEmpty()) {
      return;
    }
    busy = true;
    try {
      context.executor().execute(this::post);
    } catch (RejectedExecutionException e) {
      busy = false;
      lastError = "the server is ending";
    }
  }

  private void post() {
    List<Alert> batch = takeBatch();
    if (batch.isEmpty()) {
      finish();
      return;
    }
    HttpFetcher.Request request =
        new HttpFetcher.Request(
            "POST",
            endpoint.uri(),
            headers(),
            body(batch),
            endpoint.timeout(),
            MAX_ANSWER_BYTES,
            0);
    CompletableFuture<HttpFetcher.Response> answer;
    synchronized (this) {
      if (closed) {
        return;
      }
      answer = context.http().fetch(request);
      underWay = answer;
    }
    var _ = answer.whenComplete((response, failure) -> answered(batch, response, failure));
  }

  private List<HttpResponse.Header> headers() {
    List<HttpResponse.Header> headers = new ArrayList<>(endpoint.headers());
    headers.add(new HttpResponse.Header("Content-Type", "application/json"));
    return headers;
  }

  private byte[] body(List<Alert> batch) {
    return switch (endpoint.protocol()) {
      case ALERTMANAGER -> AlertJson.alertmanager(batch);
      case WEBHOOK -> AlertJson.webhook(batch, context.settings());
    };
  }

  /** Removes the next alerts from the queue; for a webhook only those of one name. */
  private synchronized List<Alert> takeBatch() {
    long now = context.now();
    List<Alert> batch = new ArrayList<>();
    String name = "";
    Iterator<Alert> waiting = queue.values().iterator();
    while (waiting.hasNext() && batch.size() < context.settings().maxBatch()) {
      Alert alert = waiting.next();
      if (!isAlive(alert, now)) {
        waiting.remove();
        dropped++;
        continue;
      }
      String alertName = alert.labels().get(AlertJson.ALERT_NAME);
      if (batch.isEmpty()) {
        name = alertName;
      }
      if (endpoint.protocol() == NotifyEndpoint.Protocol.ALERTMANAGER || alertName.equals(name)) {
        batch.add(alert);
        waiting.remove();
      }
    }
    return batch;
  }

  private static boolean isAlive(Alert alert, long now) {
    long grace = alert.resolved() ? RESOLVED_LIFE_MILLIS : 0;
    return alert.endsAtMillis().isEmpty() || now <= alert.endsAtMillis().getAsLong() + grace;
  }

  private synchronized void answered(
      List<Alert> batch, HttpFetcher.@Nullable Response response, @Nullable Throwable failure) {
    underWay = null;
    if (closed) {
      return;
    }
    if (response != null && response.status() / 100 == 2) {
      succeeded(batch);
      return;
    }
    failedPosts++;
    boolean passing =
        response == null || response.status() == TOO_MANY_REQUESTS || response.status() >= 500;
    String reason = reason(response, failure);
    if (!reason.equals(lastError)) {
      log.log(
          System.Logger.Level.WARNING,
          "cannot post "
              + batch.size()
              + " alerts to "
              + endpoint.name()
              + ": "
              + reason
              + (passing ? "; trying again" : "; giving them up"));
    }
    lastError = reason;
    if (passing) {
      putBack(batch);
      waitAndPump();
    } else {
      dropped += batch.size();
      finish();
    }
  }

  private void succeeded(List<Alert> batch) {
    long now = context.now();
    for (Alert alert : batch) {
      told.remember(alert, now);
    }
    if (!lastError.isEmpty()) {
      log.log(System.Logger.Level.INFO, "posting alerts to " + endpoint.name() + " works again");
    }
    sent += batch.size();
    lastError = "";
    lastSuccessMillis = now;
    failuresInRow = 0;
    finish();
  }

  private synchronized void finish() {
    busy = false;
    pump();
  }

  private static String reason(
      HttpFetcher.@Nullable Response response, @Nullable Throwable failure) {
    if (response != null) {
      return "status " + response.status();
    }
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    return cause == null ? "no answer" : String.valueOf(cause.getMessage());
  }

  private void putBack(List<Alert> batch) {
    for (int i = batch.size() - 1; i >= 0; i--) {
      Alert alert = batch.get(i);
      if (!queue.containsKey(alert.labels())) {
        queue.putFirst(alert.labels(), alert);
      }
    }
    dropOverflow();
  }

  private void waitAndPump() {
    long longest = context.settings().maxBackoff().toMillis();
    long first = context.settings().firstBackoff().toMillis();
    // The shift is bounded so that it cannot overflow; the longest wait is reached long before.
    long full = Math.min(longest, first << Math.min(failuresInRow, 20));
    failuresInRow++;
    long millis = full / 2 + context.random().nextLong(full / 2 + 1);
    wait = context.scheduler().schedule(Duration.ofMillis(millis), this::waited);
  }

  private synchronized void waited() {
    wait = null;
    finish();
  }

  /** Ends sending; what waits is forgotten. */
  void close() {
    CompletableFuture<HttpFetcher.Response> open;
    synchronized (this) {
      closed = true;
      open = underWay;
      if (wait != null) {
        wait.cancel();
      }
      if (!queue.isEmpty()) {
        log.log(
            System.Logger.Level.WARNING,
            queue.size() + " alerts for " + endpoint.name() + " were not delivered");
      }
    }
    if (open != null) {
      open.cancel(true);
    }
  }

  synchronized NotifyStats.Endpoint stats() {
    return new NotifyStats.Endpoint(
        endpoint.name(),
        queue.size(),
        context.settings().queueCapacity(),
        sent,
        failedPosts,
        dropped,
        lastError,
        lastSuccessMillis);
  }
}
