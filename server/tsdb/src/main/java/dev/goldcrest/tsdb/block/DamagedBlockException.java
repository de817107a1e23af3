package dev.goldcrest.tsdb.block;

/** A block cannot be used as a whole. */
public final class DamagedBlockException extends Exception {
  private static final long serialVersionUID = 1L;

  private final long from;
  private final long to;

  DamagedBlockException(String name, long from, long to, String what) {
    super(name + ": " + what);
    this.from = from;
    this.to = to;
  }

  /** Returns the first damaged byte. */
  public long from() {
    return from;
  }

  /** Returns the byte behind the last damaged one. */
  public long to() {
    return to;
  }
}
