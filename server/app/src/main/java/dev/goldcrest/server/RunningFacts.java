package dev.goldcrest.server;

import dev.goldcrest.model.PromDuration;
import dev.goldcrest.server.api.ServerFacts;
import java.nio.file.Path;
import java.util.Map;

/** The facts of the process that runs. */
final class RunningFacts implements ServerFacts {
  private final ServerSettings settings;
  private final ServerPlatform platform;
  private final Reload reload;
  private final String hostname = Host.name();

  RunningFacts(ServerSettings settings, ServerPlatform platform, Reload reload) {
    this.settings = settings;
    this.platform = platform;
    this.reload = reload;
  }

  @Override
  public String version() {
    return platform.version();
  }

  @Override
  public long startMillis() {
    return platform.startMillis();
  }

  @Override
  public long nowMillis() {
    return platform.scheduler().clock().wallMillis();
  }

  @Override
  public String workingFolder() {
    return Path.of("").toAbsolutePath().toString();
  }

  @Override
  public String hostname() {
    return hostname;
  }

  @Override
  public boolean isConfigLoaded() {
    return reload.lastSucceeded();
  }

  @Override
  public long configMillis() {
    return reload.current().loadedMillis();
  }

  @Override
  public String configText() {
    return reload.current().config().shownText();
  }

  @Override
  public Map<String, String> flags() {
    return settings.shownFlags();
  }

  @Override
  public String retention() {
    long millis = settings.storage().retentionMillis();
    return millis == 0 ? "unlimited" : PromDuration.format(millis);
  }

  @Override
  public long residentBytes() {
    return Host.residentBytes();
  }

  @Override
  public long memoryLimitBytes() {
    return settings.memoryLimitBytes();
  }
}
