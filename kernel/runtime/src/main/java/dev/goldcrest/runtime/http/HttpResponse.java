package dev.goldcrest.runtime.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An answer: status, headers and a body that is either complete or produced piece by piece.
 *
 * @param headers name and value pairs, sent in order; length, date and connection headers are the
 *     server's business
 */
public record HttpResponse(int status, String contentType, List<Header> headers, Body body) {
  /** One header line. */
  public record Header(String name, String value) {}

  /** What follows the headers. */
  public sealed interface Body {}

  /** A body that is there at once. The array is handed over and must not be changed afterwards. */
  @SuppressWarnings("ArrayRecordComponent") // Handed to the socket as it is.
  public record Bytes(byte[] bytes) implements Body {}

  /** A body too large to hold: written piece by piece, only as fast as the client reads. */
  public record Stream(Writer writer) implements Body {}

  /** Writes a streamed body. */
  @FunctionalInterface
  public interface Writer {
    /**
     * Writes the body; runs on a worker thread, never on an event loop.
     *
     * @param out blocks while the client reads slowly; throws when it is gone or too slow
     */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Copies the headers. */
  public HttpResponse {
    headers = List.copyOf(headers);
  }

  /** Returns a complete answer. */
  public static HttpResponse of(int status, String contentType, byte[] body) {
    return new HttpResponse(status, contentType, List.of(), new Bytes(body));
  }

  /** Returns plain text in UTF-8. */
  public static HttpResponse text(int status, String body) {
    return of(status, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns JSON that is there at once. */
  public static HttpResponse json(int status, byte[] body) {
    return of(status, "application/json", body);
  }

  /** Returns an answer whose body is produced while it is sent. */
  public static HttpResponse stream(int status, String contentType, Writer writer) {
    return new HttpResponse(status, contentType, List.of(), new Stream(writer));
  }

  /** Returns a redirect, status 302, to a path on this server. */
  public static HttpResponse redirect(String location) {
    return new HttpResponse(
        302,
        "text/plain; charset=utf-8",
        List.of(new Header("Location", location)),
        new Bytes(new byte[0]));
  }

  /** Returns this answer with one more header. */
  public HttpResponse withHeader(String name, String value) {
    ArrayList<Header> more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new HttpResponse(status, contentType, more, body);
  }
}
