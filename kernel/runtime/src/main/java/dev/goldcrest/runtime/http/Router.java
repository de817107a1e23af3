package dev.goldcrest.runtime.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The routes of one listener: method and path pattern to handler.
 *
 * <p>A pattern is a path in which a segment {@code {name}} takes exactly one segment and a last
 * segment {@code {name...}} takes the rest. Literal segments win over placeholders. Built once at
 * start, then only read.
 */
public final class Router {
  /** Where a handler runs. */
  public enum Execution {
    /** On the event loop: must neither block nor compute for long. */
    EVENT_LOOP,
    /** On the server's worker pool. */
    WORKER
  }

  /**
   * A route that fits a request.
   *
   * @param maxBodyBytes {@link #SERVER_LIMIT} for the server's own
   */
  public record Match(
      String pattern,
      HttpHandler handler,
      Execution execution,
      long maxBodyBytes,
      Map<String, String> pathParameters) {}

  private record Route(
      String method,
      String pattern,
      List<String> segments,
      Execution execution,
      long maxBodyBytes,
      HttpHandler handler) {}

  /** Stands for the body limit of the server's configuration. */
  public static final long SERVER_LIMIT = -1;

  private final List<Route> routes = new ArrayList<>();

  /** Adds a route. GET routes answer HEAD as well. */
  public Router add(String method, String pattern, Execution execution, HttpHandler handler) {
    return add(method, pattern, execution, SERVER_LIMIT, handler);
  }

  /** Adds a route with a body limit of its own, for bodies as received and as decompressed. */
  public Router add(
      String method, String pattern, Execution execution, long maxBodyBytes, HttpHandler handler) {
    List<String> segments = List.of(pattern.substring(1).split("/", -1));
    routes.add(new Route(method, pattern, segments, execution, maxBodyBytes, handler));
    return this;
  }

  /** Adds a route for GET and POST, as Prometheus's query endpoints have. */
  public Router addForm(String pattern, Execution execution, HttpHandler handler) {
    return add("GET", pattern, execution, handler).add("POST", pattern, execution, handler);
  }

  /** Finds the route for a decoded path whose segments hold no slash of their own. */
  public Optional<Match> match(String method, List<String> pathSegments) {
    String wanted = method.equals("HEAD") ? "GET" : method;
    Route best = null;
    for (Route route : routes) {
      if (route.method.equals(wanted)
          && fits(route, pathSegments)
          && (best == null || literals(route) > literals(best))) {
        best = route;
      }
    }
    return best == null
        ? Optional.empty()
        : Optional.of(
            new Match(
                best.pattern,
                best.handler,
                best.execution,
                best.maxBodyBytes,
                parameters(best, pathSegments)));
  }

  /**
   * Returns the methods that some route takes for this path, for the Allow header of a 405; empty
   * for a 404.
   */
  public List<String> allowedMethods(List<String> pathSegments) {
    TreeSet<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (fits(route, pathSegments)) {
        methods.add(route.method);
        if (route.method.equals("GET")) {
          methods.add("HEAD");
        }
      }
    }
    return List.copyOf(methods);
  }

  private static boolean fits(Route route, List<String> path) {
    List<String> pattern = route.segments;
    boolean takesRest = isRest(pattern.getLast());
    if (takesRest ? path.size() < pattern.size() : path.size() != pattern.size()) {
      return false;
    }
    for (int i = 0; i < pattern.size(); i++) {
      String segment = pattern.get(i);
      if (!isPlaceholder(segment) && !segment.equals(path.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static int literals(Route route) {
    int literals = 0;
    for (String segment : route.segments) {
      literals += isPlaceholder(segment) ? 0 : 1;
    }
    return literals;
  }

  private static Map<String, String> parameters(Route route, List<String> path) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (int i = 0; i < route.segments.size(); i++) {
      String segment = route.segments.get(i);
      if (isRest(segment)) {
        String rest = String.join("/", path.subList(i, path.size()));
        parameters.put(segment.substring(1, segment.length() - 4), rest);
      } else if (isPlaceholder(segment)) {
        parameters.put(segment.substring(1, segment.length() - 1), path.get(i));
      }
    }
    return parameters;
  }

  private static boolean isPlaceholder(String segment) {
    return segment.startsWith("{") && segment.endsWith("}");
  }

  private static boolean isRest(String segment) {
    return isPlaceholder(segment) && segment.endsWith("...}");
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Route route : routes) {
      text.append(text.isEmpty() ? "" : ", ").append(route.method).append(' ');
      text.append(route.pattern);
    }
    return text.toString();
  }
}
