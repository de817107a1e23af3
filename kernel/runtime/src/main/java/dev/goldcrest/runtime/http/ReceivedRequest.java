package dev.goldcrest.runtime.http;

import java.util.List;
import java.util.Optional;

/** A request whose body is complete and decompressed. */
final class ReceivedRequest implements HttpRequest {
  private final ServerExchange exchange;
  private final Router.Match match;
  private final Parameters parameters;
  private final byte[] body;

  ReceivedRequest(ServerExchange exchange, Router.Match match, Parameters parameters, byte[] body) {
    this.exchange = exchange;
    this.match = match;
    this.parameters = parameters;
    this.body = body;
  }

  @Override
  public String method() {
    return exchange.line().method();
  }

  @Override
  public String path() {
    return exchange.line().path();
  }

  @Override
  public String rawQuery() {
    return exchange.line().rawQuery();
  }

  @Override
  public String pathParameter(String name) {
    String value = match.pathParameters().get(name);
    if (value == null) {
      throw new IllegalStateException(
          "BUG: route " + match.pattern() + " has no placeholder {" + name + "}");
    }
    return value;
  }

  @Override
  public Optional<String> parameter(String name) {
    return parameters.first(name);
  }

  @Override
  public List<String> parameters(String name) {
    return parameters.all(name);
  }

  @Override
  public Optional<String> header(String name) {
    return Optional.ofNullable(exchange.head().first(name));
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public String remoteAddress() {
    return exchange.remoteAddress();
  }

  @Override
  public boolean isCancelled() {
    return exchange.isCancelled();
  }
}
