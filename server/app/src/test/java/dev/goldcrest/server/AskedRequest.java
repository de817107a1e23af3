package dev.goldcrest.server;

import dev.goldcrest.runtime.http.HttpHandler;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.Router;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request as a test writes it down, which goes the way of a real one from the router on. */
public record AskedRequest(
    String method,
    String path,
    String rawQuery,
    Map<String, String> headers,
    byte[] body,
    Map<String, String> pathParameters)
    implements HttpRequest {
  /** Returns a request for {@code path?query}. */
  public static AskedRequest get(String target) {
    int mark = target.indexOf('?');
    String path = mark < 0 ? target : target.substring(0, mark);
    String query = mark < 0 ? "" : target.substring(mark + 1);
    return new AskedRequest("GET", path, query, Map.of(), new byte[0], Map.of());
  }

  /** Returns a POST of a form. */
  public static AskedRequest form(String target, String form) {
    AskedRequest get = get(target);
    byte[] body = form.getBytes(StandardCharsets.UTF_8);
    return new AskedRequest("POST", get.path, get.rawQuery, Map.of(), body, Map.of());
  }

  /** Returns a POST of bytes. */
  public static AskedRequest post(String path, byte[] body, Map<String, String> headers) {
    return new AskedRequest("POST", path, "", headers, body, Map.of());
  }

  /** Sends the request to its route. */
  public HttpResponse sentTo(Router router) throws Exception {
    List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
    Router.Match match =
        router
            .match(method, segments)
            .orElseThrow(() -> new AssertionError("no route for " + method + " " + path));
    HttpHandler handler = match.handler();
    return handler.handle(
        new AskedRequest(method, path, rawQuery, headers, body, match.pathParameters()));
  }

  /** Returns the body of an answer as text. */
  public static String text(HttpResponse response) throws Exception {
    return switch (response.body()) {
      case HttpResponse.Bytes b -> new String(b.bytes(), StandardCharsets.UTF_8);
      case HttpResponse.Stream s -> {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        s.writer().writeTo(out);
        yield out.toString(StandardCharsets.UTF_8);
      }
    };
  }

  @Override
  public String pathParameter(String name) {
    return Optional.ofNullable(pathParameters.get(name)).orElseThrow(IllegalStateException::new);
  }

  @Override
  public Optional<String> parameter(String name) {
    return parameters(name).stream().findFirst();
  }

  @Override
  public List<String> parameters(String name) {
    List<String> values = new ArrayList<>();
    collect(new String(body, StandardCharsets.UTF_8), name, values);
    collect(rawQuery, name, values);
    return values;
  }

  private static void collect(String encoded, String name, List<String> values) {
    for (String pair : encoded.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0 && pair.substring(0, equals).equals(name)) {
        values.add(URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  @Override
  public String remoteAddress() {
    return "test";
  }

  @Override
  public boolean isCancelled() {
    return false;
  }
}
