package dev.goldcrest.runtime.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** Decides whether an answer is compressed, and does it. */
final class ResponseCoding {
  /** Below this, gzip saves less than a packet. */
  static final int LEAST_BYTES = 1024;

  private ResponseCoding() {}

  /** Tells whether an answer's encoding depends on what the client accepts. */
  static boolean isNegotiated(HttpResponse response) {
    if (response.status() == 204 || response.status() == 304) {
      return false;
    }
    for (HttpResponse.Header header : response.headers()) {
      if (header.name().equalsIgnoreCase("content-encoding")) {
        return false;
      }
    }
    return isCompressible(response.contentType());
  }

  private static boolean isCompressible(String contentType) {
    String type = contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("text/")
        || type.startsWith("application/json")
        || type.startsWith("application/openmetrics-text")
        || type.startsWith("application/javascript")
        || type.startsWith("image/svg+xml");
  }

  /**
   * Tells whether an Accept-Encoding allows gzip with a weight above zero; a missing one does not.
   */
  static boolean acceptsGzip(@Nullable String acceptEncoding) {
    if (acceptEncoding == null) {
      return false;
    }
    boolean wildcard = false;
    int from = 0;
    while (from <= acceptEncoding.length()) {
      int comma = acceptEncoding.indexOf(',', from);
      int to = comma < 0 ? acceptEncoding.length() : comma;
      String item = acceptEncoding.substring(from, to);
      int semicolon = item.indexOf(';');
      String coding = (semicolon < 0 ? item : item.substring(0, semicolon)).trim();
      boolean wanted = semicolon < 0 || !isZeroWeight(item.substring(semicolon + 1));
      if (coding.equalsIgnoreCase("gzip") || coding.equalsIgnoreCase("x-gzip")) {
        return wanted; // What names gzip weighs more than a wildcard.
      }
      wildcard |= coding.equals("*") && wanted;
      from = to + 1;
    }
    return wildcard;
  }

  /** Tells whether a parameter is {@code q=0}, {@code q=0.0} and so on, or not a weight at all. */
  private static boolean isZeroWeight(String parameter) {
    String weight = parameter.trim().toLowerCase(Locale.ROOT);
    if (!weight.startsWith("q=")) {
      return true;
    }
    for (int i = 2; i < weight.length(); i++) {
      char c = weight.charAt(i);
      if (c >= '1' && c <= '9') {
        return false;
      }
    }
    return true;
  }

  static byte[] gzip(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(body.length / 4 + 64);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    } catch (IOException e) {
      throw new UncheckedIOException("BUG: writing to memory failed", e);
    }
    return out.toByteArray();
  }
}
