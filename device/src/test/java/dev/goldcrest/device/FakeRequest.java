package dev.goldcrest.device;

import dev.goldcrest.runtime.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/** A GET with at most one header, whose client may go away after some looks at it. */
public final class FakeRequest implements HttpRequest {
  private final String path;
  private final String accept;
  private int looksUntilGone = Integer.MAX_VALUE;

  public FakeRequest(String path, String accept) {
    this.path = path;
    this.accept = accept;
  }

  public FakeRequest goneAfterLooks(int looks) {
    looksUntilGone = looks;
    return this;
  }

  @Override
  public String method() {
    return "GET";
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public String rawQuery() {
    return "";
  }

  @Override
  public String pathParameter(String name) {
    throw new IllegalStateException("no placeholder " + name);
  }

  @Override
  public Optional<String> parameter(String name) {
    return Optional.empty();
  }

  @Override
  public List<String> parameters(String name) {
    return List.of();
  }

  @Override
  public Optional<String> header(String name) {
    return name.equalsIgnoreCase("accept") && !accept.isEmpty()
        ? Optional.of(accept)
        : Optional.empty();
  }

  @Override
  public byte[] body() {
    return new byte[0];
  }

  @Override
  public String remoteAddress() {
    return "127.0.0.1";
  }

  @Override
  public boolean isCancelled() {
    return looksUntilGone-- <= 0;
  }
}
