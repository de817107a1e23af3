package dev.goldcrest.runtime.http;

/** Takes the bytes of a body as they arrive. */
interface ByteSink {
  /** Takes a range of bytes; the array is the caller's again afterwards. */
  void put(byte[] source, int offset, int length) throws HttpProblem;
}
