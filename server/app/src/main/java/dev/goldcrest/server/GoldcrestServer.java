package dev.goldcrest.server;

import dev.goldcrest.model.Clock;
import dev.goldcrest.promql.EngineOptions;
import dev.goldcrest.promql.PromqlEngine;
import dev.goldcrest.rules.RuleEngine;
import dev.goldcrest.rules.RulePorts;
import dev.goldcrest.rules.RuleSettings;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.http.HttpListenException;
import dev.goldcrest.runtime.http.HttpServer;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.lifecycle.Workers;
import dev.goldcrest.scrape.ScrapeEngine;
import dev.goldcrest.scrape.ScrapeLimits;
import dev.goldcrest.scrape.ScrapePorts;
import dev.goldcrest.scrape.ScrapeSettings;
import dev.goldcrest.server.config.TargetGroupReader;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.Tsdb;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Collect, store, query, act and show, in one process.
 *
 * <p>{@link #open} puts the parts together in the order of the flow: the configuration is read
 * before anything opens, listeners answer readiness while the log is replayed, then rules and
 * scrapes start, and only then do the real routes. {@link #close} goes the other way. Safe for use
 * by several threads once open.
 */
public final class GoldcrestServer implements AutoCloseable {
  private static final System.Logger log = System.getLogger("dev.goldcrest.server");
  private static final int QUEUED_SCRAPES = 10_000;
  private static final int QUEUED_EVALUATIONS = 10_000;
  private static final int QUEUED_REQUESTS = 64;
  private static final int OTHER_REQUEST_THREADS = 2;

  private final ServerSettings settings;
  private final ServerPlatform platform;
  private final Clock clock;
  private final Readiness readiness = new Readiness();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<HttpServer> listeners = new ArrayList<>();
  private volatile Runnable endAction = () -> {};

  private GoldcrestServer(ServerSettings settings, ServerPlatform platform) {
    this.settings = settings;
    this.platform = platform;
    this.clock = platform.scheduler().clock();
  }

  /**
   * Opens a server and returns when it is ready.
   *
   * @throws ConfigException when the configuration or a rule file is wrong
   * @throws HttpListenException when an address cannot be listened on
   * @throws StorageException when the data folder cannot be used
   */
  public static GoldcrestServer open(ServerSettings settings, ServerPlatform platform)
      throws ConfigException, HttpListenException, StorageException {
    GoldcrestServer server = new GoldcrestServer(settings, platform);
    try {
      server.openParts();
      return server;
    } catch (ConfigException | HttpListenException | StorageException | RuntimeException e) {
      server.close();
      throw e;
    }
  }

  private void openParts() throws ConfigException, HttpListenException, StorageException {
    StoreGate store = new StoreGate();
    PromqlEngine engine =
        new PromqlEngine(
            store,
            new EngineOptions(
                clock,
                settings.query().lookbackMillis(),
                EngineOptions.DEFAULT_SUBQUERY_STEP_MILLIS,
                false,
                false));
    LoadedConfig config = LoadedConfig.read(settings.configFile(), engine, clock.wallMillis());

    Workers requests = opened(new Workers("request", requestThreads(), QUEUED_REQUESTS));
    listen(requests);
    Tsdb tsdb = opened(Tsdb.open(settings.storage(), clock, readiness::replayed));
    store.open(tsdb);
    Alerting alerting = opened(new Alerting(settings, platform, externalUrl()));
    RuleEngine rules = openRules(engine, tsdb, alerting, config);
    ScrapeEngine scrapes = openScrapes(tsdb);
    opened(new StorageUpkeep(tsdb, platform.scheduler()));

    Reload reload =
        new Reload(
            config,
            () -> LoadedConfig.read(settings.configFile(), engine, clock.wallMillis()),
            loaded -> apply(loaded, scrapes, rules, alerting));
    apply(config, scrapes, rules, alerting);
    ServerRoutes routes = new ServerRoutes(settings, platform, readiness, reload, this::requestEnd);
    Router router = routes.all(engine, tsdb, scrapes, rules, alerting);
    platform
        .registry()
        .register(
            new ServerMetrics(
                platform.version(),
                settings.memoryLimitBytes(),
                new ServerMetrics.Reports(
                    tsdb::stats,
                    scrapes::stats,
                    rules::stats,
                    alerting::stats,
                    listeners.getFirst()::stats)));
    for (HttpServer listener : listeners) {
      listener.serve(router);
      // Requests stand on everything else from now on, so they are the first to end.
      open.remove(listener);
      open.push(listener);
    }
    readiness.ready();
    // Last, since a server that cannot open says why in one line and nothing else.
    config.config().warnings().forEach(w -> log.log(System.Logger.Level.WARNING, w));
  }

  /**
   * Returns enough threads for queries that run, as many that wait, and always some for the rest.
   */
  private int requestThreads() {
    return 2 * settings.query().concurrency() + OTHER_REQUEST_THREADS;
  }

  private void listen(Workers requests) throws HttpListenException {
    Router starting = ServerRoutes.whileStarting(readiness);
    for (ServerSettings.ListenAddress address : settings.listen()) {
      HttpServer listener =
          HttpServer.start(
              ServerRoutes.listenerConfig(address, settings, platform.listenFlag()),
              starting,
              requests,
              platform.loops(),
              clock);
      listeners.add(opened(listener));
    }
  }

  private RuleEngine openRules(
      PromqlEngine engine, Tsdb tsdb, Alerting alerting, LoadedConfig config) {
    Workers evaluations = opened(new Workers("rules", 1, QUEUED_EVALUATIONS));
    RuleSettings ruleSettings =
        RuleSettings.defaults(config.config().externalLabels(), externalUrl())
            .withQueryLimits(
                Duration.ofMillis(settings.query().timeoutMillis()), settings.query().maxSamples());
    return opened(
        new RuleEngine(
            new RulePorts(engine, tsdb, tsdb, alerting.sink()),
            platform.scheduler(),
            evaluations,
            ruleSettings));
  }

  private ScrapeEngine openScrapes(Tsdb tsdb) {
    Workers worker = opened(new Workers("scrape", 1, QUEUED_SCRAPES));
    ScrapePorts ports =
        new ScrapePorts(
            platform.scheduler(), platform.fetcher(), tsdb, worker, new TargetGroupReader());
    ScrapeLimits limits = ScrapeLimits.forHeap(Runtime.getRuntime().maxMemory());
    return opened(new ScrapeEngine(ports, new ScrapeSettings(platform.version(), 0, "", limits)));
  }

  private static void apply(
      LoadedConfig loaded, ScrapeEngine scrapes, RuleEngine rules, Alerting alerting) {
    alerting.apply(loaded.config());
    rules.apply(loaded.groups());
    scrapes.apply(loaded.config().jobs());
  }

  private String externalUrl() {
    if (!settings.externalUrl().isEmpty()) {
      return settings.externalUrl();
    }
    return "http://" + Host.name() + ":" + port();
  }

  /** Returns the port of the first listener. */
  public int port() {
    return listeners.getFirst().port();
  }

  /** Names what to do when somebody asks by HTTP that the process ends. */
  public void onEndRequest(Runnable action) {
    endAction = action;
  }

  private void requestEnd() {
    endAction.run();
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  /**
   * Closes everything, the last opened first. What was committed is on the disk when this returns.
   */
  @Override
  public void close() {
    readiness.stopping();
    Router stopping = ServerRoutes.whileStarting(readiness);
    listeners.forEach(listener -> listener.serve(stopping));
    while (!open.isEmpty()) {
      AutoCloseable part = open.pop();
      try {
        part.close();
      } catch (Exception e) {
        String what = part.getClass().getSimpleName();
        log.log(System.Logger.Level.ERROR, "Closing " + what + " failed.", e);
      }
    }
  }
}
