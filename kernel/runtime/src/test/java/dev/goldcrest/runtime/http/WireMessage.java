package dev.goldcrest.runtime.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A received message in a form that two readers can be compared in.
 *
 * @param start method, target and version, or version and status
 * @param fields each {@code name: value}, in order
 * @param body a character for each byte
 */
record WireMessage(String start, List<String> fields, String body) {
  /** Cuts bytes into the pieces in which they arrive. */
  interface Cuts {
    /** Returns the end of the piece that begins at {@code from}. */
    int end(int from, int length);
  }

  /** Reads requests with the classes that {@link ServerConnection} reads them with. */
  static List<WireMessage> ownRequests(byte[] bytes, Cuts cuts) throws HttpProblem {
    HeadReader heads = new HeadReader(8 << 10, 64 << 10, false);
    return own(
        bytes,
        cuts,
        heads,
        new Framing() {
          @Override
          public String start(MessageHead head) throws HttpProblem {
            RequestLine line = RequestLine.parse(head.startLine());
            String target = head.startLine().split(" ")[1];
            return line.method() + " " + target + (line.http10() ? " HTTP/1.0" : " HTTP/1.1");
          }

          @Override
          public BodyDecoder body(MessageHead head) throws HttpProblem {
            return BodyDecoder.ofRequest(head, head.startLine().endsWith("1.0"));
          }
        });
  }

  /** Reads answers to GET with the classes that {@link ClientConnection} reads them with. */
  static List<WireMessage> ownResponses(byte[] bytes, Cuts cuts) throws HttpProblem {
    HeadReader heads = new HeadReader(8 << 10, 64 << 10, true);
    return own(
        bytes,
        cuts,
        heads,
        new Framing() {
          @Override
          public String start(MessageHead head) throws HttpProblem {
            int status = ClientConnection.status(head.startLine());
            return head.startLine().substring(0, 8) + " " + status;
          }

          @Override
          public BodyDecoder body(MessageHead head) throws HttpProblem {
            int status = ClientConnection.status(head.startLine());
            return BodyDecoder.ofResponse(head, status < 200 ? "HEAD" : "GET", status);
          }
        });
  }

  /** What requests and answers differ in. */
  private interface Framing {
    String start(MessageHead head) throws HttpProblem;

    BodyDecoder body(MessageHead head) throws HttpProblem;
  }

  private static List<WireMessage> own(byte[] bytes, Cuts cuts, HeadReader heads, Framing framing)
      throws HttpProblem {
    List<WireMessage> messages = new ArrayList<>();
    ReceiveBuffer in = new ReceiveBuffer();
    MessageHead head = null;
    BodyDecoder body = null;
    StringBuilder text = new StringBuilder();
    for (int from = 0; from < bytes.length; ) {
      int to = cuts.end(from, bytes.length);
      in.append(Unpooled.wrappedBuffer(bytes, from, to - from));
      from = to;
      while (head != null || (head = heads.read(in)) != null) {
        body = body == null ? framing.body(head) : body;
        if (!body.read(in, (source, at, length) -> text.append(latin(source, at, length)))) {
          break;
        }
        messages.add(of(framing, head, text));
        head = null;
        body = null;
      }
    }
    if (head != null && body != null && body.endsWithConnection()) {
      messages.add(of(framing, head, text));
    }
    return messages;
  }

  private static WireMessage of(Framing framing, MessageHead head, StringBuilder text)
      throws HttpProblem {
    List<String> fields = new ArrayList<>();
    for (HttpResponse.Header header : head.headers()) {
      fields.add(header.name() + ": " + header.value());
    }
    String body = text.toString();
    text.setLength(0);
    return new WireMessage(framing.start(head), fields, body);
  }

  /**
   * Reads messages with a decoder of netty-codec-http.
   *
   * @throws IllegalArgumentException when it refuses them, with its reason
   */
  static List<WireMessage> netty(byte[] bytes, Cuts cuts, ChannelHandler decoder) {
    EmbeddedChannel channel = new EmbeddedChannel(decoder);
    for (int from = 0; from < bytes.length; ) {
      int to = cuts.end(from, bytes.length);
      channel.writeInbound(Unpooled.copiedBuffer(bytes, from, to - from));
      from = to;
    }
    channel.finish();
    Collected collected = new Collected();
    for (HttpObject next = channel.readInbound(); next != null; next = channel.readInbound()) {
      collected.take(next);
    }
    if (collected.refusal != null) {
      throw new IllegalArgumentException(collected.refusal);
    }
    return collected.messages;
  }

  /** Puts a decoder's pieces together again. */
  private static final class Collected {
    final List<WireMessage> messages = new ArrayList<>();
    final StringBuilder body = new StringBuilder();
    HttpMessage head;
    Throwable refusal;

    void take(HttpObject next) {
      if (next.decoderResult().isFailure() && refusal == null) {
        refusal = next.decoderResult().cause();
      }
      if (next instanceof HttpMessage message) {
        head = message;
      }
      if (next instanceof HttpContent content) {
        ByteBuf bytes = content.content();
        body.append(bytes.toString(StandardCharsets.ISO_8859_1));
        content.release();
      }
      if (next instanceof LastHttpContent && refusal == null) {
        messages.add(new WireMessage(start(), fields(), body.toString()));
        body.setLength(0);
      }
    }

    private String start() {
      if (head instanceof io.netty.handler.codec.http.HttpRequest request) {
        return request.method() + " " + request.uri() + " " + request.protocolVersion();
      }
      int status = ((io.netty.handler.codec.http.HttpResponse) head).status().code();
      return head.protocolVersion() + " " + status;
    }

    private List<String> fields() {
      List<String> fields = new ArrayList<>();
      for (Map.Entry<String, String> field : head.headers()) {
        fields.add(field.getKey() + ": " + field.getValue());
      }
      return fields;
    }
  }

  private static String latin(byte[] source, int at, int length) {
    return new String(source, at, length, StandardCharsets.ISO_8859_1);
  }
}
