package dev.goldcrest.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.runtime.http.HttpProblem;
import dev.goldcrest.runtime.http.HttpResponse;
import dev.goldcrest.runtime.http.HttpResponse.Header;
import dev.goldcrest.runtime.http.Router;
import dev.goldcrest.server.AskedRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UiAssetsTest {
  private static final Header NOSNIFF = new Header("X-Content-Type-Options", "nosniff");

  private final Router router = new Router();

  @BeforeEach
  void addRoutes() {
    UiAssets.addTo(router);
  }

  private HttpResponse get(String path) throws Exception {
    return AskedRequest.get(path).sentTo(router);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/graph", "/targets", "/alerts"})
  void page_isTheSameForEveryPath(String path) throws Exception {
    HttpResponse page = get(path);
    assertThat(page.status()).isEqualTo(200);
    assertThat(page.contentType()).isEqualTo("text/html; charset=utf-8");
    assertThat(page.headers()).contains(NOSNIFF, new Header("Cache-Control", "no-cache"));
    assertThat(page.headers())
        .filteredOn(h -> h.name().equals("Content-Security-Policy"))
        .singleElement()
        .extracting(Header::value)
        .asString()
        .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(AskedRequest.text(page)).contains("<script").doesNotContain("http://");
  }

  @Test
  void filesOfThePage_areThere_andKeptForEver() throws Exception {
    Matcher names =
        Pattern.compile("(?:src|href)=\"\\.?(/assets/[^\"]+)\"")
            .matcher(AskedRequest.text(get("/")));
    int found = 0;
    while (names.find()) {
      HttpResponse file = get(names.group(1));
      String ending = names.group(1).substring(names.group(1).lastIndexOf('.') + 1);
      assertThat(file.contentType())
          .isEqualTo(
              switch (ending) {
                case "js" -> "text/javascript; charset=utf-8";
                case "css" -> "text/css; charset=utf-8";
                default -> "image/svg+xml";
              });
      assertThat(file.headers())
          .contains(NOSNIFF, new Header("Cache-Control", "public, max-age=31536000, immutable"));
      found++;
    }
    assertThat(found).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/assets/nosuch.js",
        "/assets/../index.html",
        "/assets/../../dev/goldcrest/server/web/UiAssets.class",
        "/assets//",
        "/assets/",
      })
  void otherFiles_areNotFound(String path) {
    assertThatThrownBy(() -> get(path))
        .isInstanceOfSatisfying(HttpProblem.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/vmui", "/vmui/", "/vmui/a/b", "/graph/"})
  void otherNames_redirectToTheGraph(String path) throws Exception {
    HttpResponse response = get(path);
    assertThat(response.status()).isEqualTo(302);
    assertThat(response.headers()).containsExactly(new Header("Location", "/graph"));
  }
}
