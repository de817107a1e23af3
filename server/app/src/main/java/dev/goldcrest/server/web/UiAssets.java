package dev.goldcrest.server.web;

import dev.goldcrest.runtime.http.HttpProblem;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.runtime.http.Router.Execution;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * The web UI: one page for all its paths, and the files that the page loads, from the jar.
 *
 * <p>Files whose names carry a hash of their content may be kept for ever by browsers; the page
 * itself is asked for each time.
 */
public final class UiAssets {
  private static final String FOLDER = "/ui/";
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private UiAssets() {}

  /** Adds the UI's paths. */
  public static void addTo(Router router) {
    for (String page : List.of("/", "/graph", "/targets", "/alerts")) {
      router.add("GET", page, Execution.WORKER, request -> page());
      if (page.length() > 1) {
        router.add("GET", page + "/", Execution.EVENT_LOOP, request -> HttpResponse.redirect(page));
      }
    }
    router.add("GET", "/assets/{name...}", Execution.WORKER, UiAssets::asset);
    for (String path : List.of("/vmui", "/vmui/", "/vmui/{rest...}")) {
      router.add("GET", path, Execution.EVENT_LOOP, request -> HttpResponse.redirect("/graph"));
    }
  }

  private static HttpResponse page() throws HttpProblem, IOException {
    return file("index.html", false).withHeader("Content-Security-Policy", POLICY);
  }

  private static HttpResponse asset(HttpRequest request) throws HttpProblem, IOException {
    return file("assets/" + request.pathParameter("name"), true);
  }

  private static HttpResponse file(String name, boolean mayBeKept) throws HttpProblem, IOException {
    // A folder is a resource too where classes are not in a jar.
    if (name.contains("..") || name.endsWith("/")) {
      throw new HttpProblem(404, "no such file: " + name);
    }
    try (InputStream in = UiAssets.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new HttpProblem(404, "no such file: " + name);
      }
      String caching = mayBeKept ? "public, max-age=31536000, immutable" : "no-cache";
      return HttpResponse.of(200, contentType(name), in.readAllBytes())
          .withHeader("Cache-Control", caching)
          .withHeader("X-Content-Type-Options", "nosniff");
    }
  }

  private static String contentType(String name) {
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      case "html" -> "text/html; charset=utf-8";
      case "js" -> "text/javascript; charset=utf-8";
      case "css" -> "text/css; charset=utf-8";
      case "svg" -> "image/svg+xml";
      case "json" -> "application/json";
      default -> "application/octet-stream";
    };
  }
}
