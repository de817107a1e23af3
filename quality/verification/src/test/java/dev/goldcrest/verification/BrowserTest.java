package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages of a running demo in a real browser: what a reader sees once they are drawn. */
class BrowserTest {
  private static final Duration WAIT = Duration.ofSeconds(40);
  private static final Path DIST = SourceTree.ROOT.resolve("server/ui/dist");
  private static final Pattern TAG = Pattern.compile("<[^>]*>");
  private static final Pattern SPACE = Pattern.compile("\\s+");
  private static final Pattern LOGGED_URL = Pattern.compile("\"url\":\"([^\"]*)\"");
  private static final Pattern URL = Pattern.compile("(?:https?:)?//[a-zA-Z0-9][^\\s\"'`)<]*");

  @TempDir static Path folder;
  private static RunningProcess demo;
  private static String origin;

  /** A page after its scripts ran and its requests were answered. */
  private record Page(String dom, String text, List<String> requests) {}

  @BeforeAll
  static void startDemo() throws Exception {
    RunningProcess.assumeInstalled("chromium");
    int port = RunningProcess.freePort();
    origin = "http://127.0.0.1:" + port;
    demo =
        RunningProcess.goldcrest(
            folder,
            "demo",
            "--dir=" + folder.resolve("data"),
            "--port=" + port,
            "--sensor-port=" + RunningProcess.freePort(),
            "--host-port=" + RunningProcess.freePort());
    Web web = new Web(port);
    Eventually.holds(
        "all three targets are up", WAIT, () -> web.scalar("sum(up)") == 3, demo::text);
  }

  @AfterAll
  static void stopDemo() {
    if (demo != null) {
      demo.close();
    }
  }

  /** Opens a page; names other than this machine's have no address for the browser. */
  private static Page open(String path) throws Exception {
    Path scratch = Files.createTempDirectory(folder, "browser");
    Path log = scratch.resolve("net.json");
    List<String> command =
        List.of(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
            "--user-data-dir=" + scratch.resolve("profile"),
            "--log-net-log=" + log,
            "--window-size=1280,900",
            "--virtual-time-budget=4000",
            "--dump-dom",
            origin + path);
    try (RunningProcess browser = RunningProcess.start(folder, Map.of(), command)) {
      assertThat(browser.awaitExit(WAIT)).as(browser.text()).isZero();
      String dom = browser.text();
      String text = SPACE.matcher(TAG.matcher(dom).replaceAll(" ")).replaceAll(" ");
      return new Page(dom, text, requestsOfThePage(log));
    }
  }

  /** The browser asks for things of its own; only the page's requests have its origin. */
  private static List<String> requestsOfThePage(Path log) throws IOException {
    List<String> urls = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher url = LOGGED_URL.matcher(line);
      if (line.contains("\"initiator\":\"" + origin + "\"") && url.find()) {
        urls.add(url.group(1));
      }
    }
    return urls;
  }

  @Test
  void graphPage_offersQueriesThatThisServerAnswers_whenNoneIsGiven() throws Exception {
    assertThat(open("/graph").text())
        .contains("Start with a query")
        .contains("Which targets answer up")
        .contains("sensor_temperature_celsius")
        .contains("node_memory_MemAvailable_bytes")
        .doesNotContain("Server unreachable", "Server starting");
  }

  @Test
  void graphPage_drawsEachSeriesOfAQuery() throws Exception {
    Page page = open("/graph?g0.expr=up&g0.range_input=5m");
    assertThat(page.text())
        .contains("3 series of up")
        .contains("job=\"goldcrest\"", "job=\"host\"", "job=\"sensor\"")
        .contains("300 points each");
    assertThat(page.dom()).contains("<canvas");
  }

  @Test
  void graphPage_pointsAtTheMistake_whenTheQueryIsNoPromql() throws Exception {
    assertThat(open("/graph?g0.expr=sum(up").text())
        .contains("Unclosed left parenthesis")
        .contains("Nothing to show: the query failed.");
  }

  @Test
  void targetsPage_showsThreeTargetsUp_andMemoryAgainstTheLimit() throws Exception {
    assertThat(open("/targets").text())
        .contains("3 up", "goldcrest 1 up", "host 1 up", "sensor 1 up")
        .doesNotContain(" down ", "Warning", "Not scraped yet")
        .containsPattern("Memory \\d[\\d.]* MiB of 80 MiB")
        .containsPattern("Disk \\d[\\d.]* [KM]iB · keeps 7d");
  }

  @Test
  void alertsPage_saysThatNothingFires_onAHealthyBox() throws Exception {
    assertThat(open("/alerts").text())
        .contains("No alerts firing", "rules watch", "TargetDown", "MemoryHigh")
        .doesNotContain("Firing (", "Rules with errors", "with errors");
  }

  @Test
  void page_asksOnlyTheServerItCameFrom() throws Exception {
    assertThat(open("/graph?g0.expr=up").requests())
        .anyMatch(url -> url.endsWith("/api/v1/query_range"))
        .anyMatch(url -> url.contains("/assets/"))
        .allMatch(url -> url.startsWith(origin + "/"));
  }

  @Test
  void bundle_namesNoOtherHost() throws Exception {
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(DIST)) {
      for (Path file : files.filter(BrowserTest::isLoaded).toList()) {
        URL.matcher(Files.readString(file)).results().forEach(match -> found.add(match.group()));
      }
    }
    found.removeIf(url -> url.startsWith("http://www.w3.org/")); // names of XML vocabularies
    assertThat(found).isEmpty();
  }

  private static boolean isLoaded(Path file) {
    String name = file.toString();
    return name.endsWith(".html")
        || name.endsWith(".js")
        || name.endsWith(".css")
        || name.endsWith(".svg");
  }
}
