package dev.goldcrest.server.web;

import dev.goldcrest.model.Labels;
import dev.goldcrest.runtime.http.HttpHandler;
import dev.goldcrest.runtime.http.HttpProblem;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.storage.AppendException;
import dev.goldcrest.storage.AppendException.Reason;
import dev.goldcrest.storage.AppendableStore;
import dev.goldcrest.storage.Appender;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.wire.remotewrite.RemoteWriteException;
import dev.goldcrest.wire.remotewrite.SnappyDecoder;
import dev.goldcrest.wire.remotewrite.WriteRequestReader;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Takes Prometheus remote write 1.0: a snappy-compressed {@code WriteRequest}, one transaction of
 * the store.
 *
 * <p>Samples that can never be taken (out of order, another value for the same time, too old) do
 * not keep the others from being stored; the answer is then 400, which senders do not repeat. A
 * full or read-only store answers 429 or 503, which they do.
 */
public final class RemoteWriteEndpoint implements HttpHandler {
  private static final String PROTOBUF = "application/x-protobuf";

  private final AppendableStore store;
  private final int maxDecodedBytes;

  /**
   * Creates the endpoint.
   *
   * @param maxDecodedBytes the most that one request may be once decompressed
   */
  public RemoteWriteEndpoint(AppendableStore store, int maxDecodedBytes) {
    this.store = store;
    this.maxDecodedBytes = maxDecodedBytes;
  }

  @Override
  public HttpResponse handle(HttpRequest request) throws HttpProblem {
    checkContentType(request.header("Content-Type"));
    byte[] message = decompressed(request);
    @Nullable AppendException rejected;
    try (Appender appender = store.appender()) {
      rejected = append(new WriteRequestReader().reset(message, 0, message.length), appender);
      appender.commit();
    } catch (RemoteWriteException e) {
      throw new HttpProblem(400, "remote write: " + e.getMessage());
    } catch (StorageException e) {
      throw new HttpProblem(503, "remote write: " + e.getMessage());
    }
    if (rejected != null) {
      throw new HttpProblem(status(rejected.reason()), "remote write: " + rejected.getMessage());
    }
    return HttpResponse.of(204, "text/plain; charset=utf-8", new byte[0]);
  }

  private static void checkContentType(Optional<String> header) throws HttpProblem {
    String type = header.orElse(PROTOBUF).toLowerCase(Locale.ROOT);
    boolean version2 = type.contains("io.prometheus.write.v2");
    if (!type.startsWith(PROTOBUF) || version2) {
      throw new HttpProblem(
          415,
          "remote write: Content-Type \""
              + type
              + "\" is not taken; send "
              + PROTOBUF
              + " with a prometheus.WriteRequest of remote write 1.0");
    }
  }

  private byte[] decompressed(HttpRequest request) throws HttpProblem {
    String coding = request.header("Content-Encoding").orElse("snappy").strip();
    if (!coding.equalsIgnoreCase("snappy")) {
      throw new HttpProblem(
          415, "remote write: Content-Encoding \"" + coding + "\" is not taken; send snappy");
    }
    byte[] body = request.body();
    try {
      int length = SnappyDecoder.contentLength(body, 0, body.length, maxDecodedBytes);
      byte[] message = new byte[length];
      SnappyDecoder.decompress(body, 0, body.length, message);
      return message;
    } catch (RemoteWriteException e) {
      throw new HttpProblem(400, "remote write: " + e.getMessage());
    }
  }

  /** Appends what can be taken and returns the rejection that matters most to the sender. */
  private static @Nullable AppendException append(WriteRequestReader reader, Appender appender)
      throws RemoteWriteException {
    AppendException worst = null;
    WriteRequestReader.Entry entry = reader.next();
    while (entry != WriteRequestReader.Entry.END) {
      if (entry == WriteRequestReader.Entry.SERIES) {
        AppendException rejected = appendSeries(reader, reader.labels(), appender);
        if (rejected != null && (worst == null || isRetryable(rejected.reason()))) {
          worst = rejected;
        }
      }
      entry = reader.next();
    }
    return worst;
  }

  private static @Nullable AppendException appendSeries(
      WriteRequestReader reader, Labels labels, Appender appender) {
    AppendException rejected = null;
    long ref = Appender.NO_REF;
    for (int i = 0; i < reader.sampleCount(); i++) {
      try {
        ref = appender.append(ref, labels, reader.timestampMillis(i), reader.valueBits(i));
      } catch (AppendException e) {
        rejected = e;
      }
    }
    return rejected;
  }

  private static boolean isRetryable(Reason reason) {
    return status(reason) != 400;
  }

  private static int status(Reason reason) {
    return switch (reason) {
      case OUT_OF_ORDER, DUPLICATE, OUT_OF_BOUNDS, INVALID_LABELS -> 400;
      case TOO_MANY_SERIES -> 429;
      case READ_ONLY -> 503;
    };
  }
}
