package dev.goldcrest.wire.remotewrite;

/**
 * A body that is no remote-write request, or is beyond a limit. Carries no stack trace: a sender
 * repeats what was refused.
 */
public final class RemoteWriteException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;

  RemoteWriteException(int offset, String problem) {
    super("byte " + offset + ": " + problem, null, false, false);
    this.offset = offset;
  }

  /** Returns the place in the body, compressed or not, at which it is wrong. */
  public int offset() {
    return offset;
  }
}
