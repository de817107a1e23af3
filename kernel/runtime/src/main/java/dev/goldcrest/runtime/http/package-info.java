/**
 * HTTP for every role: one server and one client, both on Netty, safe from the start and small.
 *
 * <p>Start with {@link dev.goldcrest.runtime.http.Router} and {@link
 * dev.goldcrest.runtime.http.HttpHandler} for serving, with {@link
 * dev.goldcrest.runtime.http.HttpFetcher} for calling. No type of Netty shows in the signatures
 * that other modules use.
 */
@NullMarked
package dev.goldcrest.runtime.http;

import org.jspecify.annotations.NullMarked;
