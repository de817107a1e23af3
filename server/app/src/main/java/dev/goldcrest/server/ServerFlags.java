package dev.goldcrest.server;

import dev.goldcrest.runtime.config.Flag;
import dev.goldcrest.runtime.config.Flag.Kind;
import dev.goldcrest.runtime.config.FlagSet;
import java.util.List;

/**
 * The flags of {@code goldcrest server}, named as Prometheus names its own wherever it has them.
 */
public final class ServerFlags {
  /** The configuration file; without one nothing is scraped until samples are pushed. */
  public static final Flag CONFIG_FILE =
      new Flag("config.file", Kind.TEXT, "", "Configuration file in Prometheus's format.");

  /** Where to listen; repeatable. */
  public static final Flag LISTEN_ADDRESS =
      new Flag(
          "web.listen-address",
          Kind.LIST,
          "0.0.0.0:9090",
          "Address to serve UI and API on; repeat it for a second listener such as 0.0.0.0:8428.");

  /** Where people reach the server. */
  public static final Flag EXTERNAL_URL =
      new Flag(
          "web.external-url",
          Kind.TEXT,
          "",
          "URL under which people reach this server, for links in alerts.");

  /** Whether {@code POST /-/reload} and {@code /-/quit} work. */
  public static final Flag ENABLE_LIFECYCLE =
      new Flag("web.enable-lifecycle", Kind.SWITCH, "false", "Allow reload and quit by HTTP.");

  /** Whether remote write is taken. */
  public static final Flag ENABLE_REMOTE_WRITE =
      new Flag(
          "web.enable-remote-write-receiver",
          Kind.SWITCH,
          "false",
          "Accept Prometheus remote write at /api/v1/write.");

  /** The most connections at once. */
  public static final Flag MAX_CONNECTIONS =
      new Flag("web.max-connections", Kind.NUMBER, "512", "Most connections at once.");

  /** The data folder. */
  public static final Flag STORAGE_PATH =
      new Flag("storage.tsdb.path", Kind.TEXT, "data/", "Folder of the stored samples.");

  /** How long samples are kept. */
  public static final Flag RETENTION =
      new Flag(
          "storage.tsdb.retention.time",
          Kind.DURATION,
          "15d",
          "How long to keep samples; 0 keeps all.");

  /** How long a commit may stay unsynced. */
  public static final Flag WAL_SYNC_INTERVAL =
      new Flag(
          "storage.wal.sync-interval",
          Kind.DURATION,
          "1s",
          "How often the log is forced to the disk; 0s forces it with every commit.");

  /** The time range of one block on disk. */
  public static final Flag BLOCK_RANGE =
      new Flag(
          "storage.tsdb.min-block-duration",
          Kind.DURATION,
          "2h",
          "Time range of one block on disk.");

  /** The most series in memory. */
  public static final Flag MAX_SERIES =
      new Flag(
          "storage.max-series",
          Kind.NUMBER,
          "0",
          "Most series in memory; 0 derives it from the memory limit.");

  /** Free space below which nothing more is written. */
  public static final Flag MIN_FREE_DISK =
      new Flag(
          "storage.min-free-disk",
          Kind.SIZE,
          "16MB",
          "Free disk space below which no samples are taken.");

  /** How far back an instant selector looks. */
  public static final Flag LOOKBACK =
      new Flag(
          "query.lookback-delta", Kind.DURATION, "5m", "How far back an instant selector looks.");

  /** How long a query may run. */
  public static final Flag QUERY_TIMEOUT =
      new Flag("query.timeout", Kind.DURATION, "2m", "How long a query may run.");

  /** How many queries run at once. */
  public static final Flag QUERY_CONCURRENCY =
      new Flag("query.max-concurrency", Kind.NUMBER, "2", "Most queries evaluated at once.");

  /** How many samples a query may hold. */
  public static final Flag QUERY_SAMPLES =
      new Flag(
          "query.max-samples",
          Kind.NUMBER,
          "0",
          "Most samples one query may hold in memory; 0 derives it from the memory limit.");

  /** Where alerts are posted as webhooks. */
  public static final Flag WEBHOOK_URL =
      new Flag(
          "alert.webhook-url",
          Kind.LIST,
          "",
          "URL that firing and resolved alerts are posted to, in Alertmanager's webhook format.");

  /** How many alerts wait to be sent. */
  public static final Flag NOTIFICATION_QUEUE =
      new Flag(
          "alertmanager.notification-queue-capacity",
          Kind.NUMBER,
          "10000",
          "Most alerts that wait to be sent; the oldest are dropped beyond.");

  /** Whether the server's own metrics include the host's. */
  public static final Flag HOST_METRICS =
      new Flag(
          "host.metrics",
          Kind.SWITCH,
          "false",
          "Serve this machine's metrics, under node_exporter's names, with the server's own.");

  /** The resident memory to stay under. */
  public static final Flag MEMORY_LIMIT =
      new Flag(
          "memory.limit",
          Kind.SIZE,
          "",
          "Resident memory to stay under; heap, caches and query budgets follow from it.");

  /** What is logged. */
  public static final Flag LOG_LEVEL =
      new Flag(
          "log.level", Kind.TEXT, "info", "Least severity logged: debug, info, warn or error.");

  private ServerFlags() {}

  /** Returns all flags of the command. */
  public static FlagSet set() {
    return new FlagSet(
        "server",
        List.of(
            CONFIG_FILE,
            LISTEN_ADDRESS,
            EXTERNAL_URL,
            ENABLE_LIFECYCLE,
            ENABLE_REMOTE_WRITE,
            MAX_CONNECTIONS,
            STORAGE_PATH,
            RETENTION,
            WAL_SYNC_INTERVAL,
            BLOCK_RANGE,
            MAX_SERIES,
            MIN_FREE_DISK,
            LOOKBACK,
            QUERY_TIMEOUT,
            QUERY_CONCURRENCY,
            QUERY_SAMPLES,
            WEBHOOK_URL,
            NOTIFICATION_QUEUE,
            HOST_METRICS,
            MEMORY_LIMIT,
            LOG_LEVEL));
  }
}
