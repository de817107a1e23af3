package dev.goldcrest.runtime.http;

import java.util.ArrayList;
import java.util.List;

/**
 * The first line of a request, taken apart: method, normalised path, raw query, version.
 *
 * @param segments the decoded path between its slashes; an empty last one stands for a slash at the
 *     end
 */
record RequestLine(
    String method, List<String> segments, String path, String rawQuery, boolean http10) {
  /** Known methods; anything else gets 501, and one name in the statistics. */
  static final List<String> METHODS =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE");

  static RequestLine parse(String line) throws HttpProblem {
    int first = line.indexOf(' ');
    int second = line.indexOf(' ', first + 1);
    if (first <= 0 || second <= first + 1 || line.indexOf(' ', second + 1) >= 0) {
      throw new HttpProblem(400, "the request line is not of the form METHOD /path HTTP/1.1");
    }
    String method = line.substring(0, first);
    boolean http10 = isHttp10(line.substring(second + 1));
    checkMethod(method);
    String target = line.substring(first + 1, second);
    checkTarget(target);
    int question = target.indexOf('?');
    String rawPath = originPath(question < 0 ? target : target.substring(0, question));
    String rawQuery = question < 0 ? "" : target.substring(question + 1);
    List<String> segments = normalise(rawPath);
    return new RequestLine(method, segments, "/" + String.join("/", segments), rawQuery, http10);
  }

  private static boolean isHttp10(String version) throws HttpProblem {
    if (version.equals("HTTP/1.1") || version.equals("HTTP/1.0")) {
      return version.endsWith("0");
    }
    if (version.length() == 8
        && version.startsWith("HTTP/")
        && Character.isDigit(version.charAt(5))
        && version.charAt(6) == '.'
        && Character.isDigit(version.charAt(7))) {
      throw new HttpProblem(505, version + " is not supported; HTTP/1.1 and HTTP/1.0 are");
    }
    throw new HttpProblem(400, "the request line does not end in a version of HTTP");
  }

  private static void checkMethod(String method) throws HttpProblem {
    for (int i = 0; i < method.length(); i++) {
      if (!HeadReader.isToken(method.charAt(i))) {
        throw new HttpProblem(400, "the method is not a word");
      }
    }
    if (!METHODS.contains(method)) {
      throw new HttpProblem(501, "unknown method");
    }
  }

  private static void checkTarget(String target) throws HttpProblem {
    for (int i = 0; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7f || c == '#') {
        throw new HttpProblem(400, "the request target has a character that must be encoded");
      }
    }
  }

  /** Returns the path of {@code /path} or, as sent to proxies, {@code http://host/path}. */
  private static String originPath(String target) throws HttpProblem {
    if (target.startsWith("/")) {
      return target;
    }
    if (target.regionMatches(true, 0, "http://", 0, 7)) {
      int slash = target.indexOf('/', 7);
      return slash < 0 ? "/" : target.substring(slash);
    }
    throw new HttpProblem(400, "the request target does not begin with a slash");
  }

  /** Decodes the segments, drops empty ones and dots, and resolves double dots. */
  private static List<String> normalise(String rawPath) throws HttpProblem {
    ArrayList<String> segments = new ArrayList<>();
    boolean slashAtEnd = false;
    int from = 1;
    while (from <= rawPath.length()) {
      int slash = rawPath.indexOf('/', from);
      int to = slash < 0 ? rawPath.length() : slash;
      String segment = PercentCoding.decodeSegment(rawPath.substring(from, to));
      slashAtEnd = segment.isEmpty() || segment.equals(".") || segment.equals("..");
      if (segment.equals("..")) {
        if (segments.isEmpty()) {
          throw new HttpProblem(400, "the path leads above its root");
        }
        segments.removeLast();
      } else if (!slashAtEnd) {
        segments.add(segment);
      }
      from = to + 1;
    }
    if (slashAtEnd || segments.isEmpty()) {
      segments.add("");
    }
    return segments;
  }
}
