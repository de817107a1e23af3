package dev.goldcrest.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import dev.goldcrest.verification.ClientsTest.Ports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The faults of the device service are caught by the stack beside it, each in its own way. */
class FaultsTest {
  private static final Duration WAIT = Duration.ofSeconds(40);

  @TempDir private Path folder;

  private RunningProcess demo(Ports ports, String... faults) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("demo", "--dir=" + folder.resolve("data")));
    arguments.addAll(List.of(ports.asFlags()));
    for (String fault : faults) {
      arguments.add("--fault=" + fault);
    }
    return RunningProcess.goldcrest(folder, arguments.toArray(new String[0]));
  }

  private static JsonElement sensorTarget(Web web) throws Exception {
    for (JsonElement target :
        web.data("/api/v1/targets").getAsJsonObject().getAsJsonArray("activeTargets")) {
      if (target.getAsJsonObject().get("scrapePool").getAsString().equals("sensor")) {
        return target;
      }
    }
    throw new AssertionError("no sensor target");
  }

  @Test
  void wrongContentTypeAndFailingRoute_areScrapedWarnedAboutAndCounted() throws Exception {
    Ports ports = Ports.free();
    try (RunningProcess demo = demo(ports, "content-type", "route-error")) {
      Web web = new Web(ports.server());
      Eventually.holds("ready", WAIT, web::isReady, demo::text);
      Web sensor = new Web(ports.sensor());
      assertThat(sensor.get("/sensor").statusCode()).isEqualTo(500);
      assertThat(sensor.get("/metrics").headers().firstValue("Content-Type"))
          .contains("text/html; charset=utf-8");
      Eventually.holds(
          "the failure was scraped in spite of the content type",
          WAIT,
          () -> web.scalar("sensor_failed_events_total{reason=\"route_error\"}") >= 1,
          demo::text);
      assertThat(web.scalar("up{job=\"sensor\"}")).isEqualTo(1);
      assertThat(sensorTarget(web).getAsJsonObject().get("warning").getAsString())
          .contains("text/html");
    }
  }

  @Test
  void blockingScrape_isDownWithATimeout_andTheOthersAreScraped() throws Exception {
    Ports ports = Ports.free();
    try (RunningProcess demo = demo(ports, "blocking-scrape")) {
      Web web = new Web(ports.server());
      Eventually.holds(
          "the sensor is down, the others are up",
          WAIT,
          () -> web.scalar("up{job=\"sensor\"}") == 0 && web.scalar("sum(up)") == 2,
          demo::text);
      assertThat(sensorTarget(web).getAsJsonObject().get("lastError").getAsString())
          .contains("timeout");
    }
  }
}
