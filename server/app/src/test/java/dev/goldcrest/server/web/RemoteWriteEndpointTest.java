package dev.goldcrest.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.model.Labels;
import dev.goldcrest.model.SampleValue;
import dev.goldcrest.runtime.http.HttpProblem;
import dev.goldcrest.server.AskedRequest;
import dev.goldcrest.storage.AppendException.Reason;
import dev.goldcrest.testkit.InMemoryStore;
import dev.goldcrest.wire.ByteBuilder;
import dev.goldcrest.wire.remotewrite.SnappyEncoder;
import dev.goldcrest.wire.remotewrite.WriteRequestWriter;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class RemoteWriteEndpointTest {
  private static final Labels A = Labels.of("__name__", "a");
  private static final Labels B = Labels.of("__name__", "b");
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Type", "application/x-protobuf",
          "Content-Encoding", "snappy",
          "X-Prometheus-Remote-Write-Version", "0.1.0");

  private final InMemoryStore store = new InMemoryStore();
  private final RemoteWriteEndpoint endpoint = new RemoteWriteEndpoint(store, 10_000);
  private final ByteBuilder message = new ByteBuilder(64);
  private final WriteRequestWriter request = new WriteRequestWriter(message);

  private void series(Labels labels, long timestamp, double value) {
    request.series(labels, new long[] {timestamp}, new long[] {SampleValue.bits(value)}, 0, 1);
  }

  private byte[] compressed() {
    byte[] bytes = message.toByteArray();
    ByteBuilder out = new ByteBuilder(64);
    new SnappyEncoder().compress(bytes, 0, bytes.length, out);
    return out.toByteArray();
  }

  private int post(byte[] body, Map<String, String> headers) throws Exception {
    return endpoint.handle(AskedRequest.post("/api/v1/write", body, headers)).status();
  }

  private static void assertRefused(int status, String message, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            HttpProblem.class, e -> assertThat(e.status()).as(e.getMessage()).isEqualTo(status))
        .hasMessageStartingWith("remote write: ")
        .hasMessageContaining(message);
  }

  @Test
  void samples_areStored() throws Exception {
    series(A, 1000, 1.5);
    series(B, 1000, Double.POSITIVE_INFINITY);
    assertThat(post(compressed(), HEADERS)).isEqualTo(204);
    assertThat(store.history(A)).containsExactly("1000 1.5");
    assertThat(store.history(B)).containsExactly("1000 +Inf");
  }

  @Test
  void headers_mayBeMissing() throws Exception {
    series(A, 1000, 1);
    assertThat(post(compressed(), Map.of())).isEqualTo(204);
  }

  @Test
  void samplesOutOfOrder_areRefused_andTheOthersStored() throws Exception {
    store.add(A, 2000, 1);
    series(A, 1000, 1);
    series(B, 1000, 2);
    assertRefused(400, "", () -> post(compressed(), HEADERS));
    assertThat(store.history(A)).containsExactly("2000 1");
    assertThat(store.history(B)).containsExactly("1000 2");
  }

  @Test
  void sampleSentTwice_isTaken_unlessItsValueDiffers() throws Exception {
    series(A, 1000, 1);
    assertThat(post(compressed(), HEADERS)).isEqualTo(204);
    assertThat(post(compressed(), HEADERS)).isEqualTo(204);
    message.clear();
    series(A, 1000, 2);
    assertRefused(400, "", () -> post(compressed(), HEADERS));
    assertThat(store.history(A)).containsExactly("1000 1");
  }

  @Test
  void fullOrReadOnlyStore_isToTryAgain() throws Exception {
    series(A, 1000, 1);
    store.rejectAppends(Reason.READ_ONLY);
    assertRefused(503, "as the test asked", () -> post(compressed(), HEADERS));
    store.rejectAppends(Reason.TOO_MANY_SERIES);
    assertRefused(429, "as the test asked", () -> post(compressed(), HEADERS));
    store.rejectAppends(null);
    store.failCommits("disk full");
    assertRefused(503, "disk full", () -> post(compressed(), HEADERS));
  }

  @Test
  void garbage_isRefused_andNothingStored() throws Exception {
    assertRefused(400, "snappy", () -> post(new byte[] {'a', 'b', 'c'}, HEADERS));
    assertRefused(400, "snappy", () -> post(new byte[0], HEADERS));
    series(A, 1000, 1);
    // Another series begins, of which most is missing.
    message.put(10).put(100);
    assertRefused(400, "", () -> post(compressed(), HEADERS));
    assertThat(store.history(A)).isEmpty();
  }

  @Test
  void largeMessage_isRefused_beforeItIsDecompressed() throws Exception {
    series(Labels.of("__name__", "a", "l", "x".repeat(10_000)), 1000, 1);
    assertRefused(400, "allowed are 10000", () -> post(compressed(), HEADERS));
  }

  @Test
  void otherFormats_areNamed() {
    assertRefused(
        415,
        "Content-Type \"text/plain\" is not taken; send application/x-protobuf",
        () -> post(compressed(), Map.of("Content-Type", "text/plain")));
    assertRefused(
        415,
        "remote write 1.0",
        () ->
            post(
                compressed(),
                Map.of(
                    "Content-Type",
                    "application/x-protobuf;proto=io.prometheus.write.v2.Request")));
    assertRefused(
        415,
        "Content-Encoding \"zstd\" is not taken; send snappy",
        () -> post(compressed(), Map.of("Content-Encoding", "zstd")));
  }
}
