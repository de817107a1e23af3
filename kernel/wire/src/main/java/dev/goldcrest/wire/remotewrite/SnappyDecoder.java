package dev.goldcrest.wire.remotewrite;

/**
 * Decompresses snappy's block format.
 *
 * <p>A block is the length of its content, then elements: literal bytes, or a copy of content that
 * came before. The two low bits of an element's first byte tell which:
 *
 * <pre>
 *   00  literal   length - 1 in the six high bits; 60 to 63: in 1 to 4 bytes that follow
 *   01  copy      length - 4 in three bits, offset in the three high bits and one byte
 *   10  copy      length - 1 in the six high bits, offset in two bytes
 *   11  copy      length - 1 in the six high bits, offset in four bytes
 * </pre>
 */
public final class SnappyDecoder {
  /** No element yields more than 64 bytes from 3, so a greater length is a lie or a trap. */
  private static final int MAX_RATIO = 22;

  private final byte[] source;
  private final int start;
  private final int end;
  private int at;

  private SnappyDecoder(byte[] source, int start, int end) {
    this.source = source;
    this.start = start;
    this.end = end;
    this.at = start;
  }

  /**
   * Returns how much room the content of the block {@code source[start, end)} needs, after checking
   * that the block can hold so much at all.
   *
   * @param maxBytes the most that is allowed
   */
  public static int contentLength(byte[] source, int start, int end, int maxBytes)
      throws RemoteWriteException {
    return new SnappyDecoder(source, start, end).readLength(maxBytes);
  }

  /**
   * Decompresses the block {@code source[start, end)} into {@code target} from its first byte on,
   * and returns the length of the content.
   */
  public static int decompress(byte[] source, int start, int end, byte[] target)
      throws RemoteWriteException {
    SnappyDecoder decoder = new SnappyDecoder(source, start, end);
    int length = decoder.readLength(target.length);
    decoder.readElements(target, length);
    return length;
  }

  private int readLength(int maxBytes) throws RemoteWriteException {
    long length = 0;
    for (int shift = 0; ; shift += 7) {
      if (at == end || shift > 28) {
        throw failure("expected the length of a snappy block");
      }
      int b = source[at++];
      length |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        break;
      }
    }
    if (length > maxBytes) {
      throw failure("snappy content of " + length + " bytes; allowed are " + maxBytes);
    }
    if (length > (long) MAX_RATIO * (end - at)) {
      throw failure(
          "snappy content of " + length + " bytes announced by a block of " + (end - start));
    }
    return (int) length;
  }

  private void readElements(byte[] target, int length) throws RemoteWriteException {
    int written = 0;
    while (at < end) {
      int tag = source[at++] & 0xff;
      int size = (tag >> 2) + 1;
      if ((tag & 3) == 0) {
        if (size > 60) {
          size = readLittleEndian(size - 60) + 1;
        }
        if (size <= 0 || size > end - at || size > length - written) {
          throw failure("snappy literal of " + (size & 0xffff_ffffL) + " bytes does not fit");
        }
        System.arraycopy(source, at, target, written, size);
        at += size;
      } else {
        if ((tag & 3) == 1) {
          size = (tag >> 2 & 7) + 4;
        }
        copy(target, written, readOffset(tag, written), checkedCopy(size, length - written));
      }
      written += size;
    }
    if (written != length) {
      throw failure("snappy content of " + written + " bytes; announced were " + length);
    }
  }

  private int readOffset(int tag, int written) throws RemoteWriteException {
    int offset =
        switch (tag & 3) {
          case 1 -> (tag >> 5) << 8 | readLittleEndian(1);
          case 2 -> readLittleEndian(2);
          default -> readLittleEndian(4);
        };
    if (offset <= 0 || offset > written) {
      throw failure(
          "snappy copy from "
              + (offset & 0xffff_ffffL)
              + " bytes back; only "
              + written
              + " are there");
    }
    return offset;
  }

  private int checkedCopy(int size, int room) throws RemoteWriteException {
    if (size > room) {
      throw failure("snappy copy of " + size + " bytes; announced were " + room + " more");
    }
    return size;
  }

  /** Copies within the target; a copy that overlaps itself repeats what it has just written. */
  private static void copy(byte[] target, int to, int offset, int size) {
    if (offset >= size) {
      System.arraycopy(target, to - offset, target, to, size);
      return;
    }
    for (int i = to; i < to + size; i++) {
      target[i] = target[i - offset];
    }
  }

  private int readLittleEndian(int bytes) throws RemoteWriteException {
    if (bytes > end - at) {
      throw failure("snappy block ends within an element");
    }
    int value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (source[at++] & 0xff) << (8 * i);
    }
    return value;
  }

  private RemoteWriteException failure(String problem) {
    return new RemoteWriteException(at - start, problem);
  }
}
