package dev.goldcrest.server;

import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.Flag;
import dev.goldcrest.runtime.config.ParsedFlags;
import dev.goldcrest.tsdb.TsdbConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a server is told when it starts; everything that a reload can change stands in the
 * configuration file instead.
 *
 * @param listen addresses to serve on, at least one
 * @param externalUrl where people reach the server, without a slash at the end; empty to derive it
 * @param webhooks where alerts are posted in Alertmanager's webhook format
 * @param memoryLimitBytes resident memory to stay under, 0 when nothing was said
 * @param shownFlags every flag with its value, for display
 */
public record ServerSettings(
    Optional<Path> configFile,
    List<ListenAddress> listen,
    String externalUrl,
    boolean lifecycleEnabled,
    boolean remoteWriteEnabled,
    int maxConnections,
    TsdbConfig storage,
    QuerySettings query,
    List<URI> webhooks,
    int notificationQueue,
    long memoryLimitBytes,
    Map<String, String> shownFlags) {
  // Of the heap, what series and samples in memory may take before writes wait for a block.
  private static final int HEAD_PERCENT = 30;
  // Of the heap, what series in memory may take, and what one of them takes with labels and samples
  // of two hours.
  private static final int SERIES_SHARE = 3;
  private static final long BYTES_PER_SERIES = 1_600;
  // Of the heap, what the samples of one query may take; a sample is a time and a value.
  private static final int QUERY_SHARE = 6;
  private static final long BYTES_PER_SAMPLE = 16;
  private static final int LEAST_SERIES = 2_000;
  private static final long MOST_SAMPLES = 50_000_000;
  private static final int MOST_CONCURRENCY = 1_000;

  /** One address to listen on. */
  public record ListenAddress(String host, int port) {
    static ListenAddress parse(String text) throws ConfigException {
      int colon = text.lastIndexOf(':');
      try {
        int port = Integer.parseInt(text.substring(colon + 1));
        if (colon >= 0 && port >= 0 && port <= 65_535) {
          String host = text.substring(0, colon);
          return new ListenAddress(host.isEmpty() ? "0.0.0.0" : host, port);
        }
      } catch (NumberFormatException e) {
        // Answered below, like a port out of range.
      }
      throw new ConfigException(
          "--web.listen-address must be host:port with a port of 0 to 65535, got \"" + text + "\"");
    }
  }

  /**
   * How queries are evaluated.
   *
   * @param maxSamples the most samples one query may hold in memory
   */
  public record QuerySettings(
      long lookbackMillis, long timeoutMillis, int concurrency, long maxSamples) {}

  /** Copies the collections. */
  public ServerSettings {
    listen = List.copyOf(listen);
    webhooks = List.copyOf(webhooks);
    shownFlags = Collections.unmodifiableMap(new LinkedHashMap<>(shownFlags));
  }

  /**
   * Reads the settings from flags.
   *
   * @param heapBytes the most the heap may grow to; limits that were not given follow from it
   */
  public static ServerSettings of(ParsedFlags flags, long heapBytes) throws ConfigException {
    List<ListenAddress> listen = new ArrayList<>();
    for (String address : flags.list(ServerFlags.LISTEN_ADDRESS)) {
      listen.add(ListenAddress.parse(address));
    }
    List<URI> webhooks = new ArrayList<>();
    for (String url : flags.list(ServerFlags.WEBHOOK_URL)) {
      webhooks.add(url("--alert.webhook-url", url));
    }
    String config = flags.text(ServerFlags.CONFIG_FILE);
    String external = flags.text(ServerFlags.EXTERNAL_URL);
    if (!external.isEmpty()) {
      external = url("--web.external-url", external).toString();
    }
    return new ServerSettings(
        config.isEmpty() ? Optional.empty() : Optional.of(Path.of(config)),
        listen,
        external.endsWith("/") ? external.substring(0, external.length() - 1) : external,
        flags.isOn(ServerFlags.ENABLE_LIFECYCLE),
        flags.isOn(ServerFlags.ENABLE_REMOTE_WRITE),
        positive(ServerFlags.MAX_CONNECTIONS, flags.number(ServerFlags.MAX_CONNECTIONS)),
        storage(flags, heapBytes),
        query(flags, heapBytes),
        webhooks,
        positive(ServerFlags.NOTIFICATION_QUEUE, flags.number(ServerFlags.NOTIFICATION_QUEUE)),
        flags.bytes(ServerFlags.MEMORY_LIMIT),
        flags.all());
  }

  private static TsdbConfig storage(ParsedFlags flags, long heapBytes) throws ConfigException {
    long series = flags.number(ServerFlags.MAX_SERIES);
    if (series == 0) {
      series = Math.max(LEAST_SERIES, heapBytes / SERIES_SHARE / BYTES_PER_SERIES);
    }
    TsdbConfig config = TsdbConfig.of(Path.of(flags.text(ServerFlags.STORAGE_PATH)));
    Flag flag = ServerFlags.RETENTION;
    try {
      config = config.withRetentionMillis(flags.millis(flag));
      flag = ServerFlags.BLOCK_RANGE;
      config = config.withBlockRangeMillis(flags.millis(flag));
      flag = ServerFlags.WAL_SYNC_INTERVAL;
      config = config.withWal(flags.millis(flag), config.walSegmentBytes());
      flag = ServerFlags.MIN_FREE_DISK;
      return config
          .withLimits(
              (int) Math.min(Integer.MAX_VALUE, series),
              config.maxFutureMillis(),
              flags.bytes(flag))
          .withMaxHeadBytes(heapBytes / 100 * HEAD_PERCENT);
    } catch (IllegalArgumentException e) {
      throw new ConfigException("--" + flag.name() + ": " + e.getMessage());
    }
  }

  private static QuerySettings query(ParsedFlags flags, long heapBytes) throws ConfigException {
    long samples = flags.number(ServerFlags.QUERY_SAMPLES);
    if (samples == 0) {
      samples = Math.min(MOST_SAMPLES, heapBytes / QUERY_SHARE / BYTES_PER_SAMPLE);
    }
    int concurrency =
        Math.min(
            MOST_CONCURRENCY,
            positive(ServerFlags.QUERY_CONCURRENCY, flags.number(ServerFlags.QUERY_CONCURRENCY)));
    return new QuerySettings(
        duration(flags, ServerFlags.LOOKBACK),
        duration(flags, ServerFlags.QUERY_TIMEOUT),
        concurrency,
        samples);
  }

  private static int positive(Flag flag, long value) throws ConfigException {
    if (value < 1) {
      throw new ConfigException("--" + flag.name() + " must be at least 1, got " + value);
    }
    return (int) Math.min(Integer.MAX_VALUE, value);
  }

  private static long duration(ParsedFlags flags, Flag flag) throws ConfigException {
    long millis = flags.millis(flag);
    if (millis < 1) {
      throw new ConfigException(
          "--" + flag.name() + " must be longer than nothing, got \"" + flags.text(flag) + "\"");
    }
    return millis;
  }

  private static URI url(String flag, String text) throws ConfigException {
    try {
      URI uri = URI.create(text);
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Answered below, like an address without a host.
    }
    throw new ConfigException(
        flag + " must be a URL such as http://host:1234/path, got \"" + text + "\"");
  }
}
