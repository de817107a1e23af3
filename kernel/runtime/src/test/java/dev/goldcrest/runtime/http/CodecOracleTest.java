package dev.goldcrest.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Valid messages mean the same to our reader and to Netty's codec, however their bytes arrive. The
 * seed is printed; {@code -Dgoldcrest.seed=…} repeats a run.
 */
class CodecOracleTest {
  private static final int ROUNDS = 150;
  private static final int MESSAGES = 6;

  private final long seed = Long.getLong("goldcrest.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private static HttpDecoderConfig sizes() {
    return new HttpDecoderConfig().setMaxInitialLineLength(8 << 10).setMaxHeaderSize(64 << 10);
  }

  /** Cuts into pieces: all at once, single bytes, or anything between. */
  private WireMessage.Cuts cuts() {
    int longest = new int[] {1, 20, 700, 1 << 20}[random.nextInt(4)];
    return (from, length) -> Math.min(length, from + 1 + random.nextInt(longest));
  }

  @Test
  void requests_meanTheSameToBoth_howeverTheyArrive() throws HttpProblem {
    System.out.println("CodecOracleTest: -Dgoldcrest.seed=" + seed);
    for (int round = 0; round < ROUNDS; round++) {
      GeneratedMessages generated = new GeneratedMessages(random);
      for (int count = 1 + random.nextInt(MESSAGES); count > 0; count--) {
        generated.addRequest();
      }
      byte[] bytes = generated.bytes();
      String run = "seed " + seed + ", round " + round;
      assertThat(WireMessage.ownRequests(bytes, cuts()))
          .as("our reader, %s", run)
          .isEqualTo(generated.expected());
      assertThat(WireMessage.netty(bytes, cuts(), new HttpRequestDecoder(sizes())))
          .as("Netty, %s", run)
          .isEqualTo(generated.expected());
    }
  }

  @Test
  void responses_meanTheSameToBoth_howeverTheyArrive() throws HttpProblem {
    System.out.println("CodecOracleTest: -Dgoldcrest.seed=" + seed);
    for (int round = 0; round < ROUNDS; round++) {
      GeneratedMessages generated = new GeneratedMessages(random);
      for (int count = random.nextInt(MESSAGES); count > 0; count--) {
        generated.addResponse();
      }
      if (random.nextBoolean()) {
        generated.addEndlessResponse();
      }
      byte[] bytes = generated.bytes();
      String run = "seed " + seed + ", round " + round;
      assertThat(WireMessage.ownResponses(bytes, cuts()))
          .as("our reader, %s", run)
          .isEqualTo(generated.expected());
      assertThat(WireMessage.netty(bytes, cuts(), new HttpResponseDecoder(sizes())))
          .as("Netty, %s", run)
          .isEqualTo(generated.expected());
    }
  }

  @Test
  void pathAndParameters_areDecodedAsNettyDoes_whenEscaped() throws HttpProblem {
    System.out.println("CodecOracleTest: -Dgoldcrest.seed=" + seed);
    for (int round = 0; round < ROUNDS; round++) {
      GeneratedMessages generated = new GeneratedMessages(random);
      generated.addRequest();
      String start = generated.expected().getFirst().start();
      RequestLine line = RequestLine.parse(start);
      String target = start.split(" ")[1].replace("http://host.example:1234", "");
      QueryStringDecoder netty =
          new QueryStringDecoder(target, StandardCharsets.UTF_8, true, 1000, true);
      assertThat(line.path()).as("%s, seed %s", start, seed).isEqualTo(netty.path());
      assertThat(line.rawQuery()).as("%s, seed %s", start, seed).isEqualTo(netty.rawQuery());
      Parameters parameters = new Parameters();
      parameters.add(line.rawQuery());
      for (Map.Entry<String, List<String>> entry : netty.parameters().entrySet()) {
        assertThat(parameters.all(entry.getKey()))
            .as("%s, seed %s", start, seed)
            .isEqualTo(entry.getValue());
      }
    }
  }

  /**
   * Why our server would need a queue of its own behind Netty's codec: it decodes all it is given.
   */
  @Test
  void pipelinedRequests_areTakenOneByOne_whereNettyDecodesAllAtOnce() throws HttpProblem {
    byte[] bytes = "GET / HTTP/1.1\r\nHost: t\r\n\r\n".repeat(500).getBytes(StandardCharsets.UTF_8);
    ByteBuf arrived = Unpooled.wrappedBuffer(bytes);
    ReceiveBuffer in = new ReceiveBuffer();
    in.append(arrived.duplicate());
    assertThat(new HeadReader(100, 100, false).read(in)).isNotNull();
    assertThat(in.size()).isEqualTo(bytes.length / 500 * 499);
    EmbeddedChannel netty = new EmbeddedChannel(new HttpRequestDecoder());
    netty.config().setAutoRead(false);
    netty.writeInbound(arrived);
    assertThat(netty.inboundMessages()).as("a head and an end for each").hasSize(2 * 500);
    netty.finishAndReleaseAll();
  }
}
