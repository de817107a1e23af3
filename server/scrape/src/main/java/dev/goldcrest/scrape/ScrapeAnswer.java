package dev.goldcrest.scrape;

import dev.goldcrest.model.Quoting;
import dev.goldcrest.runtime.http.HttpFetcher.Response;
import dev.goldcrest.wire.exposition.ExpositionFormat;
import org.jspecify.annotations.Nullable;

/**
 * What a target answered and how to read it, or why there is nothing to read.
 *
 * @param bytes the first {@code length} bytes are the exposition
 * @param oddContentType the content type in words when it is none of ours and the format is a
 *     guess; otherwise empty
 */
@SuppressWarnings("ArrayRecordComponent") // The fetcher's array; a body can be megabytes.
record ScrapeAnswer(
    byte[] bytes,
    int length,
    ExpositionFormat format,
    String oddContentType,
    @Nullable ScrapeException failure) {
  private static final int OK = 200;

  static ScrapeAnswer of(
      ScrapePlan plan, @Nullable Response response, @Nullable ScrapeException failure) {
    if (response == null || failure != null) {
      return failed(
          failure == null
              ? new ScrapeException(ScrapeFailure.CONNECTION, "the exchange brought no answer")
              : failure);
    }
    if (response.status() != OK) {
      String status = StatusText.of(response.status());
      return failed(
          new ScrapeException(ScrapeFailure.STATUS, "server returned HTTP status " + status));
    }
    String contentType = response.header("Content-Type").orElse("").strip();
    ExpositionFormat known = ExpositionFormat.ofContentType(contentType).orElse(null);
    if (known != null) {
      return new ScrapeAnswer(response.body(), response.bodyLength(), known, "", null);
    }
    String fallback = plan.job().sampleRules().fallbackScrapeProtocol();
    if (!fallback.isEmpty()) {
      ExpositionFormat format =
          fallback.startsWith("OpenMetrics") ? ExpositionFormat.OPENMETRICS : ExpositionFormat.TEXT;
      return new ScrapeAnswer(response.body(), response.bodyLength(), format, "", null);
    }
    String odd =
        contentType.isEmpty()
            ? "answers without Content-Type"
            : "answers Content-Type " + Quoting.quote(contentType);
    return new ScrapeAnswer(
        response.body(), response.bodyLength(), ExpositionFormat.TEXT, odd, null);
  }

  private static ScrapeAnswer failed(ScrapeException failure) {
    return new ScrapeAnswer(new byte[0], 0, ExpositionFormat.TEXT, "", failure);
  }
}
