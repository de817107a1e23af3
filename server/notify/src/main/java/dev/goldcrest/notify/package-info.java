/**
 * <b>Act</b>: brings firing and resolved alerts to Alertmanagers and webhooks.
 *
 * <p>Start with {@link dev.goldcrest.notify.AlertDispatcher}, the {@link
 * dev.goldcrest.model.AlertSink} of the rules; one endpoint's queue and retries are in {@code
 * EndpointSender}, the two formats in {@code AlertJson}. It knows neither rules nor configuration
 * files, and reaches the network only through {@link dev.goldcrest.runtime.http.HttpFetcher}.
 */
@NullMarked
package dev.goldcrest.notify;

import org.jspecify.annotations.NullMarked;
