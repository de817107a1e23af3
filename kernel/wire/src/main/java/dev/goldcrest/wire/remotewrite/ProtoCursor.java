package dev.goldcrest.wire.remotewrite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Walks through the fields of protobuf messages in an array. */
final class ProtoCursor {
  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  private static final int FIXED32 = 5;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  byte[] bytes = {};
  int at;

  /** The end of the message that is being read; {@link #at} never passes it. */
  int end;

  private int start;
  private int wireType;

  void reset(byte[] newBytes, int offset, int length) {
    bytes = newBytes;
    start = offset;
    at = offset;
    end = offset + length;
  }

  boolean hasMore() {
    return at < end;
  }

  /** Reads a field's tag and returns its number. */
  int readField() throws RemoteWriteException {
    int tagAt = at;
    long tag = readVarint();
    wireType = (int) tag & 7;
    if (tag >>> 3 == 0 || tag >>> 3 > 0x1fff_ffff) {
      throw failure(tagAt, "field number " + Long.toUnsignedString(tag >>> 3) + " is not allowed");
    }
    return (int) (tag >>> 3);
  }

  /** Checks that the field read last has the form that its message gives it. */
  void expect(int expectedType, String field) throws RemoteWriteException {
    if (wireType != expectedType) {
      throw failure(at, field + " has wire type " + wireType + "; expected is " + expectedType);
    }
  }

  long readVarint() throws RemoteWriteException {
    long value = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      if (at == end) {
        throw failure(at, "message ends within a number");
      }
      int b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw failure(at, "number of more than ten bytes");
  }

  long readFixed64() throws RemoteWriteException {
    if (end - at < Long.BYTES) {
      throw failure(at, "message ends within a number");
    }
    long value = (long) LONGS.get(bytes, at);
    at += Long.BYTES;
    return value;
  }

  /** Reads the length of a string or a message, and returns where that ends. */
  int readEnd() throws RemoteWriteException {
    int lengthAt = at;
    long length = readVarint();
    if (length < 0 || length > end - at) {
      throw failure(
          lengthAt,
          "length " + Long.toUnsignedString(length) + " where " + (end - at) + " bytes remain");
    }
    return at + (int) length;
  }

  /** Skips the value of a field that is of no interest. */
  void skip() throws RemoteWriteException {
    switch (wireType) {
      case VARINT -> readVarint();
      case FIXED64 -> readFixed64();
      case BYTES -> at = readEnd();
      case FIXED32 -> {
        if (end - at < Integer.BYTES) {
          throw failure(at, "message ends within a number");
        }
        at += Integer.BYTES;
      }
      default -> throw failure(at, "wire type " + wireType + " is not allowed");
    }
  }

  RemoteWriteException failure(int where, String problem) {
    return new RemoteWriteException(where - start, problem);
  }
}
