package dev.goldcrest.wire.remotewrite;

import dev.goldcrest.wire.ByteBuilder;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Compresses into snappy's block format, whose elements {@link SnappyDecoder} describes.
 *
 * <p>Greedy, as all snappy encoders: it remembers where each hash of four bytes was seen last and
 * copies from there. Holds 16 kB to work with; not safe for use by several threads.
 */
public final class SnappyEncoder {
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Content is cut into pieces of this size, so that every offset fits into two bytes. */
  private static final int PIECE_BYTES = 1 << 16;

  private static final int HASH_BITS = 12;
  private static final int HASH_FACTOR = 0x1e35a7bd;

  private final int[] lastSeen = new int[1 << HASH_BITS];

  /** Creates an encoder, to be used again and again. */
  public SnappyEncoder() {}

  /** Appends the block for {@code source[start, end)} to {@code out}. */
  public void compress(byte[] source, int start, int end, ByteBuilder out) {
    int length = end - start;
    while (length >= 0x80) {
      out.put(length | 0x80);
      length >>>= 7;
    }
    out.put(length);
    Arrays.fill(lastSeen, -1);
    for (int from = start; from < end; from += PIECE_BYTES) {
      compressPiece(source, from, Math.min(end - from, PIECE_BYTES) + from, out);
    }
  }

  private void compressPiece(byte[] source, int start, int end, ByteBuilder out) {
    int literal = start;
    int p = start;
    while (p + Integer.BYTES <= end) {
      int word = (int) INTS.get(source, p);
      int slot = (word * HASH_FACTOR) >>> (32 - HASH_BITS);
      int candidate = lastSeen[slot];
      lastSeen[slot] = p;
      // A place before the start lies in another piece and may be too far back.
      if (candidate < start || (int) INTS.get(source, candidate) != word) {
        // The longer nothing matched, the larger the steps: incompressible content costs little.
        p += 1 + ((p - literal) >> 5);
        continue;
      }
      int size = Integer.BYTES;
      while (p + size < end && source[candidate + size] == source[p + size]) {
        size++;
      }
      literal(source, literal, p, out);
      copy(p - candidate, size, out);
      p += size;
      literal = p;
    }
    literal(source, literal, end, out);
  }

  private static void literal(byte[] source, int from, int to, ByteBuilder out) {
    int last = to - from - 1;
    if (last < 0) {
      return;
    }
    if (last < 60) {
      out.put(last << 2);
    } else if (last < 0x100) {
      out.put(60 << 2).put(last);
    } else {
      out.put(61 << 2).put(last).put(last >> 8);
    }
    out.put(source, from, to);
  }

  private static void copy(int offset, int size, ByteBuilder out) {
    int rest = size;
    while (rest > 64) {
      // What remains must be at least 4 long, the shortest that the short form can say.
      int part = rest < 68 ? 60 : 64;
      out.put((part - 1) << 2 | 2).put(offset).put(offset >> 8);
      rest -= part;
    }
    if (rest < 12 && offset < 2048) {
      out.put((offset >> 8) << 5 | (rest - 4) << 2 | 1).put(offset);
    } else {
      out.put((rest - 1) << 2 | 2).put(offset).put(offset >> 8);
    }
  }
}
