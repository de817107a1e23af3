package dev.goldcrest.scrape;

import dev.goldcrest.model.GoFloat;
import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.http.HttpResponse.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A target, its job and the request that asks it; replaced as a whole when the job changes. */
record ScrapePlan(ScrapeJob job, Target target, HttpFetcher.Request request) {
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;q=0.5,"
          + "application/openmetrics-text;version=0.0.1;q=0.4,"
          + "text/plain;version=0.0.4;q=0.3,*/*;q=0.1";
  private static final int MAX_REDIRECTS = 10;
  private static final double MILLIS_PER_SECOND = 1e3;

  static ScrapePlan of(ScrapeJob job, Target target, ScrapeSettings settings) {
    ScrapeRequest asked = job.request();
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Accept", ACCEPT));
    headers.add(new Header("Accept-Encoding", asked.enableCompression() ? "gzip" : "identity"));
    headers.add(new Header("User-Agent", "Goldcrest/" + settings.version()));
    headers.add(
        new Header(
            "X-Prometheus-Scrape-Timeout-Seconds",
            GoFloat.plain(target.timeoutMillis() / MILLIS_PER_SECOND)));
    asked.basicAuth().ifPresent(auth -> headers.add(new Header("Authorization", basic(auth))));
    asked
        .authorization()
        .ifPresent(auth ->
            headers.add(new Header("Authorization", auth.type() + " " + auth.credentials())));
    return new ScrapePlan(
        job,
        target,
        new HttpFetcher.Request(
            "GET",
            target.uri(),
            headers,
            new byte[0],
            Duration.ofMillis(target.timeoutMillis()),
            maxBodyBytes(job, settings.limits()),
            asked.followRedirects() ? MAX_REDIRECTS : 0));
  }

  private static String basic(ScrapeRequest.BasicAuth auth) {
    String pair = auth.username() + ":" + auth.password();
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static long maxBodyBytes(ScrapeJob job, ScrapeLimits limits) {
    long ofJob = job.limits().bodySizeLimitBytes();
    return ofJob == 0 ? limits.maxBodyBytes() : Math.min(ofJob, limits.maxBodyBytes());
  }

  /** Returns where the limit on the body comes from, for messages. */
  String bodyLimitOrigin() {
    return request.maxBodyBytes() == job.limits().bodySizeLimitBytes()
        ? "body_size_limit"
        : "limit of this server";
  }
}
