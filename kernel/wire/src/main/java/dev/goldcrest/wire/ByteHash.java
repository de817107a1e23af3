package dev.goldcrest.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A fast 64-bit hash over bytes, by which a reader recognises a series it has seen before. Not for
 * storage, and not proof against a sender who aims at a collision.
 */
public final class ByteHash {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long FACTOR_1 = 0x9e3779b185ebca87L;
  private static final long FACTOR_2 = 0xc2b2ae3d27d4eb4fL;

  private ByteHash() {}

  /**
   * Returns the hash of {@code bytes[start, end)}.
   *
   * @param seed 0, or the hash of what came before
   */
  public static long of(byte[] bytes, int start, int end, long seed) {
    long hash = seed ^ (end - start) * FACTOR_2;
    int p = start;
    for (; p + Long.BYTES <= end; p += Long.BYTES) {
      hash = mix(hash, (long) LONGS.get(bytes, p));
    }
    long tail = 0;
    for (; p < end; p++) {
      tail = tail << 8 | (bytes[p] & 0xff);
    }
    hash = mix(hash, tail);
    hash = (hash ^ hash >>> 33) * FACTOR_2;
    return hash ^ hash >>> 29;
  }

  private static long mix(long hash, long word) {
    return Long.rotateLeft(hash ^ word * FACTOR_1, 31) * FACTOR_2;
  }
}
