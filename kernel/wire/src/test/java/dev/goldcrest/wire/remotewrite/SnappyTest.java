package dev.goldcrest.wire.remotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.goldcrest.wire.ByteBuilder;
import io.airlift.compress.snappy.SnappyCompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class SnappyTest {
  private static final int MAX_BYTES = 1 << 20;

  private final SnappyEncoder encoder = new SnappyEncoder();
  private final Random random = seeded();

  private static Random seeded() {
    long seed = Long.getLong("goldcrest.seed", System.nanoTime());
    System.out.println("SnappyTest seed " + seed);
    return new Random(seed);
  }

  @Test
  void content_returns_throughTheOracleAndThroughUs() throws Exception {
    for (int i = 0; i < 600; i++) {
      byte[] content = content(i);
      byte[] ours = compressed(content);
      byte[] theirs = new byte[new SnappyCompressor().maxCompressedLength(content.length)];
      int theirLength =
          new SnappyCompressor().compress(content, 0, content.length, theirs, 0, theirs.length);
      byte[] read = new byte[content.length + 8];
      int readLength =
          new SnappyDecompressor().decompress(ours, 0, ours.length, read, 0, read.length);

      assertThat(Arrays.copyOf(read, readLength)).isEqualTo(content);
      assertThat(decompressed(ours)).isEqualTo(content);
      assertThat(decompressed(Arrays.copyOf(theirs, theirLength))).isEqualTo(content);
    }
  }

  @Test
  void repetition_isCompressed_aboutAsWellAsByTheOracle() {
    byte[] content =
        "http_requests_total{code=\"200\",path=\"/api\"} 1027\n"
            .repeat(2000)
            .getBytes(StandardCharsets.UTF_8);
    byte[] theirs = new byte[new SnappyCompressor().maxCompressedLength(content.length)];
    int theirLength =
        new SnappyCompressor().compress(content, 0, content.length, theirs, 0, theirs.length);

    assertThat(compressed(content).length).isLessThan(theirLength * 11 / 10);
  }

  @Test
  void noise_growsByLittle() {
    byte[] noise = new byte[200_000];
    random.nextBytes(noise);

    assertThat(compressed(noise).length).isLessThan(noise.length + noise.length / 100);
  }

  @Test
  void elements_ofEveryKind_areRead() throws Exception {
    // "abcd", then copies of each of the three kinds, then a literal with its length in a byte.
    assertThat(read("10" + "0c61626364" + "0104" + "0e0400" + "0f04000000"))
        .isEqualTo("abcd".repeat(4));
    assertThat(read("06" + "0061" + "1201" + "00")).isEqualTo("aaaaaa");
    assertThat(read("02" + "f001" + "6162")).isEqualTo("ab");
    assertThat(read("00")).isEmpty();
  }

  @Test
  void blocks_areRefused_whenTheyDoNotAddUp() {
    assertRefused("", "byte 0: expected the length of a snappy block");
    assertRefused("ffffffffff01", "byte 5: expected the length of a snappy block");
    assertRefused("ffffffff0f", "byte 5: snappy content of 4294967295 bytes; allowed are 1048576");
    assertRefused("80800400", "snappy content of 65536 bytes announced by a block of 4");
    assertRefused("0204", "byte 2: snappy literal of 2 bytes does not fit");
    assertRefused("010461", "snappy literal of 2 bytes does not fit");
    assertRefused("05fcffffffff61", "snappy literal of 0 bytes does not fit");
    assertRefused("05fcfeffffff61", "snappy literal of 4294967295 bytes does not fit");
    assertRefused("05006101", "byte 4: snappy block ends within an element");
    assertRefused("0500610102", "byte 5: snappy copy from 2 bytes back; only 1 are there");
    assertRefused("050061" + "0100", "snappy copy from 0 bytes back");
    assertRefused("050061" + "0f000000ff", "snappy copy from 4278190080 bytes back");
    assertRefused("030061" + "0101", "snappy copy of 4 bytes; announced were 2 more");
    assertRefused("020061", "snappy content of 1 bytes; announced were 2");
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void damagedBlocks_areReadOrRefused() {
    int refused = 0;
    byte[] target = new byte[MAX_BYTES];
    for (int i = 0; i < 30_000; i++) {
      byte[] block = compressed(content(i % 40));
      for (int changes = random.nextInt(3); changes >= 0; changes--) {
        block[random.nextInt(block.length)] = (byte) random.nextInt(256);
      }
      int length = random.nextInt(3) == 0 ? random.nextInt(block.length + 1) : block.length;
      try {
        int written = SnappyDecoder.decompress(block, 0, length, target);
        assertThat(written).isBetween(0, MAX_BYTES);
      } catch (RemoteWriteException e) {
        refused++;
        assertThat(e.offset()).isBetween(0, length);
      }
    }
    assertThat(refused).isBetween(5_000, 29_999);
  }

  /** Returns content that is empty, noise, repetitive or in between, some longer than a piece. */
  private byte[] content(int i) {
    byte[] content = new byte[i < 20 ? i : random.nextInt(i % 50 == 0 ? 200_000 : 3000)];
    int alphabet = 1 + random.nextInt(i % 3 == 0 ? 256 : 4);
    for (int p = 0; p < content.length; p++) {
      boolean repeat = p > 100 && random.nextInt(8) != 0;
      content[p] = repeat ? content[p - 1 - i % 100] : (byte) random.nextInt(alphabet);
    }
    return content;
  }

  private byte[] compressed(byte[] content) {
    byte[] padded = new byte[content.length + 2];
    System.arraycopy(content, 0, padded, 1, content.length);
    ByteBuilder out = new ByteBuilder(16);
    encoder.compress(padded, 1, 1 + content.length, out);
    return out.toByteArray();
  }

  private static byte[] decompressed(byte[] block) throws RemoteWriteException {
    byte[] target = new byte[SnappyDecoder.contentLength(block, 0, block.length, MAX_BYTES)];
    assertThat(SnappyDecoder.decompress(block, 0, block.length, target)).isEqualTo(target.length);
    return target;
  }

  private static String read(String hex) throws RemoteWriteException {
    return new String(decompressed(HexFormat.of().parseHex(hex)), StandardCharsets.UTF_8);
  }

  private static void assertRefused(String hex, String message) {
    byte[] block = HexFormat.of().parseHex(hex);
    byte[] target = new byte[MAX_BYTES];
    assertThatThrownBy(() -> SnappyDecoder.decompress(block, 0, block.length, target))
        .isInstanceOf(RemoteWriteException.class)
        .hasMessageContaining(message);
  }
}
