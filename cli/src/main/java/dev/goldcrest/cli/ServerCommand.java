package dev.goldcrest.cli;

import dev.goldcrest.device.host.HostCollector;
import dev.goldcrest.device.host.HostPaths;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.FlagSet;
import dev.goldcrest.runtime.config.ParsedFlags;
import dev.goldcrest.runtime.http.HttpListenException;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import dev.goldcrest.runtime.telemetry.ProcessCollector;
import dev.goldcrest.server.GoldcrestServer;
import dev.goldcrest.server.ServerFlags;
import dev.goldcrest.server.ServerPlatform;
import dev.goldcrest.server.ServerSettings;
import dev.goldcrest.storage.StorageException;
import java.io.PrintStream;

/** {@code goldcrest server}: collect, store, query, act and show. */
final class ServerCommand implements Command {
  private static final System.Logger log = System.getLogger("dev.goldcrest.server");

  @Override
  public String summary() {
    return "scrape, store, query, evaluate rules, show: a Prometheus-compatible server (port 9090)";
  }

  @Override
  public FlagSet flags() {
    return ServerFlags.set();
  }

  @Override
  public int run(ParsedFlags flags, PrintStream out)
      throws ConfigException, HttpListenException, StorageException, InterruptedException {
    Platform.logFrom(flags.text(ServerFlags.LOG_LEVEL));
    ServerSettings settings = ServerSettings.of(flags, Runtime.getRuntime().maxMemory());
    try (Platform platform = new Platform()) {
      MetricRegistry registry = registry();
      if (flags.isOn(ServerFlags.HOST_METRICS)) {
        registry.register(new HostCollector(HostPaths.system(), platform.scheduler().clock()));
      }
      GoldcrestServer server =
          open(settings, platform, registry, "--" + ServerFlags.LISTEN_ADDRESS.name());
      log.log(
          System.Logger.Level.INFO,
          "Server is ready on port "
              + server.port()
              + ", data in "
              + settings.storage().dir()
              + ".");
      return platform.runToEnd();
    }
  }

  static MetricRegistry registry() {
    MetricRegistry registry = new MetricRegistry();
    registry.register(new ProcessCollector());
    return registry;
  }

  /**
   * Opens a server on a platform; shared with the demo.
   *
   * @param listenFlag the flag that sets the address, for messages
   */
  static GoldcrestServer open(
      ServerSettings settings, Platform platform, MetricRegistry registry, String listenFlag)
      throws ConfigException, HttpListenException, StorageException {
    GoldcrestServer server =
        GoldcrestServer.open(
            settings,
            new ServerPlatform(
                platform.scheduler(),
                platform.loops(),
                platform.openFetcher(),
                registry,
                Version.TEXT,
                listenFlag,
                platform.scheduler().clock().wallMillis()));
    platform.life().opened("server", server::close);
    server.onEndRequest(() -> platform.life().end("asked by HTTP", 0));
    return server;
  }
}
