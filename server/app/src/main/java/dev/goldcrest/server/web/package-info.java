/**
 * What the server answers besides the API: health, its own metrics, reload, remote write and the
 * web UI.
 *
 * <p>Start with {@link dev.goldcrest.server.web.UiAssets} for the pages and {@link
 * dev.goldcrest.server.web.RemoteWriteEndpoint} for pushed samples.
 */
@NullMarked
package dev.goldcrest.server.web;

import org.jspecify.annotations.NullMarked;
