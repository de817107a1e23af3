package dev.goldcrest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.http.HttpServerConfig;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerSettingsTest {
  private static ServerSettings settings(long heapBytes, String... flags) throws Exception {
    return ServerSettings.of(ServerFlags.set().parse(List.of(flags), Map.of()), heapBytes);
  }

  @Test
  void defaults_areThoseOfTheFlags() throws Exception {
    ServerSettings settings = settings(16 << 20);
    assertThat(settings.configFile()).isEmpty();
    assertThat(settings.listen())
        .containsExactly(new ServerSettings.ListenAddress("0.0.0.0", 9090));
    assertThat(settings.storage().dir()).hasToString("data");
    assertThat(settings.storage().retentionMillis()).isEqualTo(15L * 86_400_000);
    assertThat(settings.storage().blockRangeMillis()).isEqualTo(7_200_000);
    assertThat(settings.storage().walSyncIntervalMillis()).isEqualTo(1_000);
    assertThat(settings.query().lookbackMillis()).isEqualTo(300_000);
    assertThat(settings.query().timeoutMillis()).isEqualTo(120_000);
    assertThat(settings.lifecycleEnabled() || settings.remoteWriteEnabled()).isFalse();
    assertThat(List.copyOf(settings.shownFlags().keySet()))
        .isSorted()
        .contains("web.listen-address");
  }

  @Test
  void limits_followFromTheHeap() throws Exception {
    ServerSettings small = settings(20 << 20);
    assertThat(small.storage().maxSeries()).isEqualTo(4369);
    assertThat(small.query().maxSamples()).isEqualTo((20 << 20) / 6 / 16);
    assertThat(settings(1 << 20).storage().maxSeries()).isEqualTo(2_000);
    assertThat(settings(20 << 20, "--storage.max-series=7").storage().maxSeries()).isEqualTo(7);
  }

  @Test
  void bytesOfTheNetwork_leaveRoomInASmallHeap() {
    long heap = 20 << 20;
    long all =
        HeapShares.requestBytes(heap)
            + HeapShares.answerBytes(heap)
            + 2L * HeapShares.remoteWriteBytes(heap);
    assertThat(all).isLessThanOrEqualTo(heap / 2);
    assertThat(HeapShares.remoteWriteBytes(heap)).isGreaterThanOrEqualTo(1 << 20);
    assertThat(HeapShares.requestBytes(8L << 30))
        .isEqualTo(HttpServerConfig.Sizes.defaults().maxBufferedBodyBytes());
    assertThat(HeapShares.remoteWriteBytes(8L << 30)).isEqualTo(32 << 20);
    assertThat(HeapShares.answerBytes(8L << 30)).isEqualTo(64 << 20);
  }

  @Test
  void listener_isBoundedByTheHeap() throws Exception {
    ServerSettings settings = settings(16 << 20, "--web.max-connections=9");
    HttpServerConfig config =
        ServerRoutes.listenerConfig(settings.listen().getFirst(), settings, "--x");
    assertThat(config.sizes().maxConnections()).isEqualTo(9);
    assertThat(config.sizes().maxBufferedBodyBytes())
        .isEqualTo(HeapShares.requestBytes(Runtime.getRuntime().maxMemory()));
  }

  @Test
  void addresses_mayBeSeveral() throws Exception {
    assertThat(
            settings(16 << 20, "--web.listen-address=:1", "--web.listen-address=[::1]:2").listen())
        .containsExactly(
            new ServerSettings.ListenAddress("0.0.0.0", 1),
            new ServerSettings.ListenAddress("[::1]", 2));
    assertThat(settings(16 << 20, "--web.external-url=http://x/").externalUrl())
        .isEqualTo("http://x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--web.listen-address=x | --web.listen-address must be host:port with a port of 0 to 65535",
        "--web.listen-address=:70000 | got \":70000\"",
        "--storage.tsdb.min-block-duration=0s | --storage.tsdb.min-block-duration: storage block"
            + " range is 0, allowed are",
        "--storage.tsdb.min-block-duration=1y | --storage.tsdb.min-block-duration: storage block",
        "--storage.wal.sync-interval=2h | --storage.wal.sync-interval: storage WAL sync interval",
        "--web.max-connections=0 | --web.max-connections must be at least 1, got 0",
        "--query.max-concurrency=0 | --query.max-concurrency must be at least 1, got 0",
        "--query.timeout=0s | --query.timeout must be longer than nothing, got \"0s\"",
        "--query.lookback-delta=0s | --query.lookback-delta must be longer than nothing",
        "--alertmanager.notification-queue-capacity=0 | must be at least 1",
        "--alert.webhook-url=ftp://x | --alert.webhook-url must be a URL such as http://",
        "--web.external-url=here | --web.external-url must be a URL such as http://",
      })
  void nonsense_isRefused_byTheNameOfTheFlag(String flag, String message) {
    assertThatThrownBy(() -> settings(16 << 20, flag))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(message);
  }
}
