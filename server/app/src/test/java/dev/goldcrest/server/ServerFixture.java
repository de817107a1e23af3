package dev.goldcrest.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.goldcrest.model.Clock;
import dev.goldcrest.runtime.config.ConfigException;
import dev.goldcrest.runtime.config.FlagSet.UsageException;
import dev.goldcrest.runtime.http.HttpClientConfig;
import dev.goldcrest.runtime.http.HttpEventLoops;
import dev.goldcrest.runtime.http.HttpFetcher;
import dev.goldcrest.runtime.http.NettyHttpFetcher;
import dev.goldcrest.runtime.lifecycle.SystemClock;
import dev.goldcrest.runtime.lifecycle.VirtualScheduler;
import dev.goldcrest.runtime.lifecycle.Workers;
import dev.goldcrest.runtime.telemetry.MetricRegistry;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What a server stands on in a test: real sockets and files, and a time that stands still. */
final class ServerFixture implements AutoCloseable {
  static final long NOW = 1_790_000_000_000L;

  final VirtualScheduler time = new VirtualScheduler(NOW);
  private final Clock clock = new SystemClock();
  private final HttpEventLoops loops = new HttpEventLoops();
  private final Workers resolver = new Workers("resolver", 1, 8);
  private final HttpFetcher fetcher =
      new NettyHttpFetcher(loops, resolver, HttpClientConfig.defaults(), clock);
  private final Path folder;

  ServerFixture(Path folder) {
    this.folder = folder;
  }

  ServerPlatform platform() {
    return new ServerPlatform(time, loops, fetcher, new MetricRegistry(), "1.2.3", "--at", NOW);
  }

  /** Returns settings with data below the test's folder and a free port. */
  ServerSettings settings(String... flags) throws UsageException, ConfigException {
    List<String> all = new ArrayList<>();
    all.add("--storage.tsdb.path=" + folder.resolve("data"));
    all.add("--web.listen-address=127.0.0.1:0");
    all.add("--web.external-url=http://here:9090");
    all.addAll(List.of(flags));
    return ServerSettings.of(ServerFlags.set().parse(all, Map.of()), 64 << 20);
  }

  GoldcrestServer open(String... flags) throws Exception {
    return GoldcrestServer.open(settings(flags), platform());
  }

  /** Asks over a socket and returns status and body, without what lies between them. */
  static String ask(int port, String requestLine, String... headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      StringBuilder request = new StringBuilder(requestLine + " HTTP/1.1\r\nHost: x\r\n");
      for (String header : headers) {
        request.append(header).append("\r\n");
      }
      request.append("Connection: close\r\n\r\n");
      socket.getOutputStream().write(request.toString().getBytes(UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
      return answer.substring(9, 12) + " " + answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }
  }

  @Override
  public void close() {
    fetcher.close();
    resolver.close();
    loops.close();
  }
}
