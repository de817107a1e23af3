package dev.goldcrest.server;

import dev.goldcrest.model.AlertSink;
import dev.goldcrest.notify.AlertDispatcher;
import dev.goldcrest.notify.NotifyEndpoint;
import dev.goldcrest.notify.NotifySettings;
import dev.goldcrest.notify.NotifyStats;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.lifecycle.Workers;
import dev.goldcrest.scrape.ScrapeRequest.BasicAuth;
import dev.goldcrest.server.config.AlertmanagerConfig;
import dev.goldcrest.server.config.ServerConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The way of alerts out of the server: Alertmanagers of the configuration, webhooks of the flags.
 */
final class Alerting implements AutoCloseable {
  private static final int QUEUED_POSTS = 1_000;

  private final List<URI> webhooks;
  private final Workers worker;
  private final AlertDispatcher dispatcher;
  private volatile List<NotifyEndpoint> endpoints = List.of();

  Alerting(ServerSettings settings, ServerPlatform platform, String externalUrl) {
    this.webhooks = settings.webhooks();
    this.worker = new Workers("alerts", 1, QUEUED_POSTS);
    NotifySettings notify =
        NotifySettings.defaults(externalUrl).withQueueCapacity(settings.notificationQueue());
    this.dispatcher =
        new AlertDispatcher(
            platform.fetcher(), platform.scheduler(), worker, RandomGenerator.getDefault(), notify);
  }

  AlertSink sink() {
    return dispatcher;
  }

  NotifyStats stats() {
    return dispatcher.stats();
  }

  /** Returns where alerts are posted, as URLs without credentials. */
  List<String> alertmanagers() {
    List<String> names = new ArrayList<>();
    for (NotifyEndpoint endpoint : endpoints) {
      if (endpoint.protocol() == NotifyEndpoint.Protocol.ALERTMANAGER) {
        names.add(endpoint.name());
      }
    }
    return names;
  }

  /** Replaces the Alertmanagers and the labels that every alert carries. */
  void apply(ServerConfig config) {
    List<NotifyEndpoint> next = new ArrayList<>();
    for (AlertmanagerConfig alertmanager : config.alertmanagers()) {
      for (String base : alertmanager.urls()) {
        next.add(NotifyEndpoint.alertmanager(base, alertmanager.timeout(), headers(alertmanager)));
      }
    }
    webhooks.forEach(uri -> next.add(NotifyEndpoint.webhook(uri)));
    endpoints = List.copyOf(next);
    dispatcher.apply(next, config.externalLabels());
  }

  private static List<HttpResponse.Header> headers(AlertmanagerConfig alertmanager) {
    if (alertmanager.basicAuth().isEmpty()) {
      return List.of();
    }
    BasicAuth auth = alertmanager.basicAuth().get();
    byte[] credentials = (auth.username() + ":" + auth.password()).getBytes(StandardCharsets.UTF_8);
    String value = "Basic " + Base64.getEncoder().encodeToString(credentials);
    return List.of(new HttpResponse.Header("Authorization", value));
  }

  @Override
  public void close() {
    dispatcher.close();
    worker.close();
  }
}
