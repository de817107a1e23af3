package dev.goldcrest.notify;

import dev.goldcrest.model.Alert;
import dev.goldcrest.model.AlertSink;
import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.lifecycle.Scheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/**
 * Hands every alert to every endpoint, each with its own queue, so that one that is away does not
 * hold up the others. Safe for use by several threads.
 *
 * <p>External labels are added to alerts that do not have them. Alerts are not relabelled.
 */
public final class AlertDispatcher implements AlertSink, AutoCloseable {
  private final NotifyContext context;
  // Both replaced as a whole by apply, so that send needs no lock.
  private volatile List<EndpointSender> senders = List.of();
  private volatile Labels externalLabels = Labels.empty();

  /**
   * Creates a dispatcher without endpoints.
   *
   * @param executor writes the bodies of posts and starts them; tasks are short
   * @param random spreads the waits between retries
   */
  public AlertDispatcher(
      HttpFetcher http,
      Scheduler scheduler,
      Executor executor,
      RandomGenerator random,
      NotifySettings settings) {
    this.context = new NotifyContext(http, scheduler, executor, random, settings);
  }

  /**
   * Replaces endpoints and external labels. An endpoint that was there before keeps its queue and
   * its counters.
   */
  public synchronized void apply(List<NotifyEndpoint> endpoints, Labels externalLabels) {
    Map<NotifyEndpoint, EndpointSender> before = new HashMap<>();
    for (EndpointSender sender : senders) {
      before.put(sender.endpoint(), sender);
    }
    List<EndpointSender> next = new ArrayList<>(endpoints.size());
    for (NotifyEndpoint endpoint : endpoints) {
      EndpointSender kept = before.remove(endpoint);
      next.add(kept == null ? new EndpointSender(endpoint, context) : kept);
    }
    this.externalLabels = externalLabels;
    senders = List.copyOf(next);
    for (EndpointSender gone : before.values()) {
      gone.close();
    }
  }

  @Override
  public void send(List<Alert> alerts) {
    List<EndpointSender> receivers = senders;
    if (receivers.isEmpty() || alerts.isEmpty()) {
      return;
    }
    List<Alert> labelled = new ArrayList<>(alerts.size());
    for (Alert alert : alerts) {
      labelled.add(withExternalLabels(alert));
    }
    for (EndpointSender receiver : receivers) {
      receiver.offer(labelled);
    }
  }

  private Alert withExternalLabels(Alert alert) {
    Labels external = externalLabels;
    if (external.isEmpty()) {
      return alert;
    }
    Labels.Builder labels = alert.labels().toBuilder();
    for (int i = 0; i < external.size(); i++) {
      if (!alert.labels().has(external.name(i))) {
        labels.set(external.name(i), external.value(i));
      }
    }
    return new Alert(
        labels.build(),
        alert.annotations(),
        alert.startsAtMillis(),
        alert.endsAtMillis(),
        alert.resolved(),
        alert.generatorUrl());
  }

  /** Returns the counters of the present endpoints. */
  public NotifyStats stats() {
    List<NotifyStats.Endpoint> endpoints = new ArrayList<>();
    for (EndpointSender sender : senders) {
      endpoints.add(sender.stats());
    }
    return new NotifyStats(endpoints);
  }

  /** Ends all sending; posts under way are cancelled, what waits is logged and forgotten. */
  @Override
  public synchronized void close() {
    for (EndpointSender sender : senders) {
      sender.close();
    }
    senders = List.of();
  }
}
