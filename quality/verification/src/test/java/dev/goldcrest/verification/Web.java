package dev.goldcrest.verification;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A client of Prometheus's HTTP API, for any server that speaks it. */
final class Web {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  private final String base;

  Web(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  HttpResponse<String> get(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String contentType, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", contentType)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
  }

  boolean isReady() throws InterruptedException {
    try {
      return get("/-/ready").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  JsonElement data(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(path);
    JsonObject envelope = JsonParser.parseString(response.body()).getAsJsonObject();
    if (!envelope.get("status").getAsString().equals("success")) {
      throw new AssertionError(path + " answered " + response.statusCode() + " " + envelope);
    }
    return envelope.get("data");
  }

  /**
   * Evaluates an instant query; lines of "labels value", sorted, so that servers can be compared.
   */
  List<String> query(String expression, double time) throws IOException, InterruptedException {
    return lines(data("/api/v1/query?query=" + encoded(expression) + "&time=" + time));
  }

  /** Evaluates over a range; lines of "labels t=value t=value …", sorted. */
  List<String> queryRange(String expression, double start, double end, double step)
      throws IOException, InterruptedException {
    return lines(
        data(
            "/api/v1/query_range?query="
                + encoded(expression)
                + "&start="
                + start
                + "&end="
                + end
                + "&step="
                + step));
  }

  double scalar(String expression) throws IOException, InterruptedException {
    JsonArray result =
        data("/api/v1/query?query=" + encoded(expression))
            .getAsJsonObject()
            .getAsJsonArray("result");
    return result.isEmpty()
        ? Double.NaN
        : Double.parseDouble(
            result.get(0).getAsJsonObject().getAsJsonArray("value").get(1).getAsString());
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static List<String> lines(JsonElement data) {
    JsonElement result = data.getAsJsonObject().get("result");
    List<String> lines = new ArrayList<>();
    if (data.getAsJsonObject().get("resultType").getAsString().equals("scalar")) {
      lines.add(result.getAsJsonArray().get(1).getAsString());
      return lines;
    }
    for (JsonElement series : result.getAsJsonArray()) {
      JsonObject object = series.getAsJsonObject();
      StringBuilder line = new StringBuilder();
      object.getAsJsonObject("metric").entrySet().stream()
          .sorted(Map.Entry.comparingByKey())
          .forEach(e -> line.append(e.getKey()).append('=').append(e.getValue()).append(','));
      if (object.has("value")) {
        line.append(' ').append(object.getAsJsonArray("value").get(1).getAsString());
      } else {
        for (JsonElement point : object.getAsJsonArray("values")) {
          line.append(' ').append(point.getAsJsonArray().get(0).getAsDouble());
          line.append('=').append(point.getAsJsonArray().get(1).getAsString());
        }
      }
      lines.add(line.toString());
    }
    Collections.sort(lines);
    return lines;
  }
}
