package dev.goldcrest.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What Netty's codec, with its default settings, makes of messages that our reader refuses: {@code
 * refuses}, or the start line, fields and body that it reads. docs/adr/0004 rests on this table, so
 * a new version of Netty that judges otherwise must fail here.
 *
 * <p>{@code ~} stands for CR LF; a bare CR or LF is written in braces.
 */
class CodecRefusalTest {
  private static final WireMessage.Cuts WHOLE = (from, length) -> length;

  private static byte[] bytes(String text) {
    return text.replace("~", "\r\n")
        .replace("{LF}", "\n")
        .replace("{CR}", "\r")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String netty(String text, ChannelHandler decoder) {
    try {
      List<WireMessage> messages = WireMessage.netty(bytes(text), WHOLE, decoder);
      if (messages.isEmpty()) {
        return "waits";
      }
      assertThat(messages).hasSize(1);
      WireMessage only = messages.getFirst();
      return (only.start() + " " + only.fields() + " " + only.body()).strip();
    } catch (IllegalArgumentException e) {
      return "refuses";
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The first line.
        "GET /{LF}Host: a~~                        | LF without CR      | refuses",
        "GET / HTTP/1.1{LF}Host: a~~               | LF without CR      | refuses",
        "GET /\u0000 HTTP/1.1~Host: a~~            | control character  | refuses",
        "GET /{CR} HTTP/1.1~Host: a~~              | control character  | GET / HTTP/1.1 [Host: a]",
        "GET\t/\tHTTP/1.1~Host: a~~                | control character  | GET / HTTP/1.1 [Host: a]",
        "GET  / HTTP/1.1~Host: a~~                 | request line       | GET / HTTP/1.1 [Host: a]",
        "GET / HTTP/1.1 ~Host: a~~                 | request line       | refuses",
        "GET /a b HTTP/1.1~Host: a~~               | request line       | refuses",
        "GET /~Host: a~~                           | request line       | refuses",
        "G@T / HTTP/1.1~Host: a~~                  | not a word         | refuses",
        "GET / http/1.1~Host: a~~                  | version of HTTP    | GET / HTTP/1.1 [Host: a]",
        "GET / HTTP/1.10~Host: a~~                 | version of HTTP    | refuses",
        "GET / HTTP/2.0~Host: a~~                  | not supported      | GET / HTTP/2.0 [Host: a]",
        "GET /a#b HTTP/1.1~Host: a~~               | must be encoded    | GET /a#b HTTP/1.1 [Host:"
            + " a]",
        "GET /\u00fc HTTP/1.1~Host: a~~            | must be encoded    | GET /\u00fc HTTP/1.1"
            + " [Host: a]",
        "GET hello HTTP/1.1~Host: a~~              | begin with a slash | GET hello HTTP/1.1 [Host:"
            + " a]",
        "~~~GET / HTTP/1.1~Host: a~~               | empty lines        | GET / HTTP/1.1 [Host: a]",
        // Fields.
        "GET / HTTP/1.1~Host: a{LF}~~              | LF without CR      | refuses",
        "GET / HTTP/1.1~Host: a~X: b~ c~~          | folded             | GET / HTTP/1.1 [Host: a,"
            + " X: b c]",
        "GET / HTTP/1.1~ Host: a~~                 | folded             | refuses",
        "GET / HTTP/1.1~Host : a~~                 | name: value        | refuses",
        "GET / HTTP/1.1~Host: a~: b~~              | name: value        | refuses",
        "GET / HTTP/1.1~Host: a~nothing~~          | name: value        | refuses",
        "GET / HTTP/1.1~Host: a~X\u0001: b~~       | name: value        | refuses",
        "GET / HTTP/1.1~Host: a~X: b\u0000~~       | control character  | refuses",
        "GET / HTTP/1.1~Host: a~X: b\u0001~~       | control character  | refuses",
        "GET / HTTP/1.1~Host: a~X: b{CR}c~~        | control character  | refuses",
        // Where the body ends.
        "POST / HTTP/1.1~Content-Length: 1~Transfer-Encoding: chunked~~0~~ | both         |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~Content-Length: 1~~0~~ | both         |"
            + " refuses",
        "POST / HTTP/1.1~Content-Length: 1~Content-Length: 2~~xx    | more than once      |"
            + " refuses",
        "POST / HTTP/1.1~Content-Length: 1~Content-Length: 1~~x     | more than once      |"
            + " refuses",
        "POST / HTTP/1.1~Content-Length: 1, 1~~x                    | not a number        |"
            + " refuses",
        "POST / HTTP/1.1~Content-Length: +1~~x                      | not a number        |"
            + " refuses",
        "POST / HTTP/1.1~Content-Length: -1~~x                      | not a number        |"
            + " refuses",
        "POST / HTTP/1.1~Content-Length: 9999999999999999999~~      | not a number        |"
            + " refuses",
        "POST / HTTP/1.1~Content-Length:~~                          | empty               |"
            + " refuses",
        "POST / HTTP/1.0~Transfer-Encoding: chunked~~0~~            | HTTP/1.0            |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding : chunked~~0~~           | name: value         |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: identity~~              | chunked, alone      |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked, identity~~0~~  | chunked, alone      |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked, chunked~~0~~   | chunked, alone      |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: gzip, chunked~~0~~      | chunked, alone      |"
            + " POST / HTTP/1.1 [Transfer-Encoding: gzip, chunked]",
        // Chunks.
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~g~             | chunk's size        |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~-1~            | chunk's size        |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~0x1~x~0~~      | chunk's size        |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~1 ~x~0~~       | chunk's size        |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~1{LF}x~0~~     | chunk's size        |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~1;a{LF}x~0~~   | chunk's size        |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~~0~~           | chunk's size        |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~100000000~     | too large           |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~1~xx~0~~       | longer than its     |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~1~x{LF}0~~     | longer than its     |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~1;\u0001~x~0~~ | extension           |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~1;{CR}a~x~0~~  | extension           |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~0~X: y{LF}~~   | LF without CR       |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~0~X y~~        | name: value         |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~0~X : y~~      | name: value         |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~0~X: \u0000~~  | control character   |"
            + " refuses",
        "POST / HTTP/1.1~Transfer-Encoding: chunked~~0~X: y~ z~~    | folded              |"
            + " POST / HTTP/1.1 [Transfer-Encoding: chunked]",
      })
  void malformedRequest_isRefusedByOurs_whateverNettyMakesOfIt(
      String request, String reason, String netty) {
    assertThatThrownBy(() -> WireMessage.ownRequests(bytes(request), WHOLE))
        .isInstanceOf(HttpProblem.class)
        .hasMessageContaining(reason);
    assertThat(netty(request, new HttpRequestDecoder())).isEqualTo(netty);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.1 200 OK~A: b~ c~~x                            | folded         | HTTP/1.1 200 [A:"
            + " b c] x",
        "HTTP/1.1 200 OK~A : b~~x                              | name: value    | HTTP/1.1 200 [A:"
            + " b] x",
        "HTTP/1.1 200 OK~no colon~~x                           | name: value    | HTTP/1.1 200 [no:"
            + " ] x",
        "HTTP/1.1 200 OK~A: b\u0000~~                          | control        | refuses",
        "HTTP/1.1 20 OK~~                                      | 200 OK         | HTTP/1.1 20 []",
        "HTTP/1.1 2000 OK~~                                    | 200 OK         | HTTP/1.1 2000 []",
        "HTTP/1.1 2OO OK~~                                     | 200 OK         | refuses",
        "HTTP/2 banana~~                                       | 200 OK         | refuses",
        "HTTP/1.1 200 OK~Content-Length: 1~Content-Length: 2~~ | more than once | refuses",
        "HTTP/1.1 200 OK~Content-Length: -1~~                  | not a number   | refuses",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~xyz~      | chunk's size   | refuses",
        "HTTP/1.1 200 OK~Transfer-Encoding: chunked~~1~xx~     | longer than    | refuses",
        "HTTP/1.1 200 OK~Transfer-Encoding: gzip~~x            | chunked, alone |"
            + " HTTP/1.1 200 [Transfer-Encoding: gzip] x",
      })
  void malformedResponse_isRefusedByOurs_whateverNettyMakesOfIt(
      String response, String reason, String netty) {
    assertThatThrownBy(() -> WireMessage.ownResponses(bytes(response), WHOLE))
        .isInstanceOf(HttpProblem.class)
        .hasMessageContaining(reason);
    assertThat(netty(response, new HttpResponseDecoder())).isEqualTo(netty);
  }

  /** Prometheus takes both, so our client does; Netty's does not. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "HTTP/1.0 200 OK{LF}A: b{LF}{LF}up 1                                     | up 1",
        "HTTP/1.1 200 OK~Content-Length: 9~Transfer-Encoding: chunked~~1~x~0~~   | x",
      })
  void lenientlyReadResponse_isRefusedByNetty_whenSmallExportersSendIt(String response, String body)
      throws HttpProblem {
    List<WireMessage> ours = WireMessage.ownResponses(bytes(response), WHOLE);
    assertThat(ours).singleElement().extracting(WireMessage::body).isEqualTo(body);
    assertThat(netty(response, new HttpResponseDecoder())).isEqualTo("refuses");
  }
}
