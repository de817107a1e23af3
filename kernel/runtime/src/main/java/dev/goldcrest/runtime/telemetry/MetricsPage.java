package dev.goldcrest.runtime.telemetry;

import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.wire.ByteBuilder;
import dev.goldcrest.wire.exposition.ExpositionFormat;
import dev.goldcrest.wire.exposition.ExpositionWriter;

/** Writes a registry's metrics as an answer, in the exposition format that the client prefers. */
public final class MetricsPage {
  private static final int FIRST_BYTES = 8 * 1024;

  private MetricsPage() {}

  /** Returns the answer in the format that the request's {@code Accept} header asks for. */
  public static HttpResponse answer(MetricRegistry registry, HttpRequest request) {
    ExpositionFormat format = ExpositionFormat.negotiate(request.header("Accept").orElse(null));
    return answer(registry, format, format.contentType());
  }

  /** Returns the answer in one format under any content type. */
  public static HttpResponse answer(
      MetricRegistry registry, ExpositionFormat format, String contentType) {
    ByteBuilder body = new ByteBuilder(FIRST_BYTES);
    ExpositionWriter writer = new ExpositionWriter(format, body);
    registry.writeTo(writer);
    writer.finish();
    return HttpResponse.of(200, contentType, body.toByteArray());
  }
}
