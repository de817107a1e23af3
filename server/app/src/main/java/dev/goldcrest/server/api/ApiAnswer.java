package dev.goldcrest.server.api;

import dev.goldcrest.query.QueryException;
import dev.goldcrest.runtime.http.HttpHandler;
import dev.goldcrest.runtime.http.HttpRequest;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.storage.StorageException;
import dev.goldcrest.wire.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The envelope of every answer: {@code status}, {@code data}, {@code warnings} and {@code infos},
 * or the error.
 */
final class ApiAnswer {
  /** The warning of an answer that is cut by {@code limit}. */
  static final String TRUNCATED = "results truncated due to limit";

  private static final String JSON = "application/json";

  private ApiAnswer() {}

  /** Writes what stands under {@code data}. */
  @FunctionalInterface
  interface Data {
    void writeTo(JsonWriter json);
  }

  /** Answers one path; its errors become the error envelope. */
  @FunctionalInterface
  interface Endpoint {
    HttpResponse answer(HttpRequest request) throws QueryException, StorageException;
  }

  /** Returns a handler that turns the failures of an endpoint into answers. */
  static HttpHandler handler(Endpoint endpoint) {
    return request -> {
      try {
        return endpoint.answer(request);
      } catch (QueryException e) {
        return error(e.kind(), String.valueOf(e.getMessage()));
      } catch (StorageException e) {
        return error(QueryException.Kind.INTERNAL, String.valueOf(e.getMessage()));
      }
    };
  }

  /** Returns a successful answer that is written while it is sent. */
  static HttpResponse success(Data data) {
    return success(data, List.of(), List.of());
  }

  /** Returns a successful answer with what the evaluation wants to say about it. */
  static HttpResponse success(Data data, List<String> warnings, List<String> infos) {
    return HttpResponse.stream(
        200,
        JSON,
        out -> {
          JsonWriter json = JsonWriter.to(out);
          try {
            json.beginObject().member("status", "success").name("data");
            data.writeTo(json);
            strings(json, "warnings", warnings);
            strings(json, "infos", infos);
            json.endObject().finish();
          } catch (UncheckedIOException e) {
            throw new IOException(e.getCause());
          }
        });
  }

  /** Returns an error answer with the status that belongs to its kind. */
  static HttpResponse error(QueryException.Kind kind, String message) {
    JsonWriter json = JsonWriter.toMemory();
    json.beginObject().member("status", "error").member("errorType", kind.text());
    json.member("error", message).endObject();
    return HttpResponse.json(kind.httpStatus(), json.toByteArray());
  }

  private static void strings(JsonWriter json, String name, List<String> texts) {
    if (!texts.isEmpty()) {
      json.name(name).beginArray();
      texts.forEach(json::value);
      json.endArray();
    }
  }
}
