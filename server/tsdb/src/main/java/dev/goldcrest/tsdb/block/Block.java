package dev.goldcrest.tsdb.block;

import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.Disk;
import dev.goldcrest.tsdb.DiskFile;
import dev.goldcrest.tsdb.codec.Bytes;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * An open block. Immutable but for the count of its users; safe for use by several threads.
 *
 * <p>Of the file only the footer's figures stay in memory. Everything else is read when a query
 * needs it, and checked against its checksum then.
 */
public final class Block {
  private final String name;
  private final DiskFile file;
  private final long size;
  private final byte[] footer;
  private final AtomicInteger users = new AtomicInteger(1);

  private Block(String name, DiskFile file, long size, byte[] footer) {
    this.name = name;
    this.file = file;
    this.size = size;
    this.footer = footer;
  }

  /**
   * Opens a block.
   *
   * @throws DamagedBlockException when header or footer are not those of a block
   */
  static Block open(Disk disk, String name) throws IOException, DamagedBlockException {
    DiskFile file = disk.open(name);
    try {
      long size = file.size();
      if (size < BlockFormat.HEADER + BlockFormat.FOOTER) {
        throw new DamagedBlockException(name, 0, size, "too short for a block");
      }
      byte[] header = new byte[BlockFormat.HEADER];
      readFully(file, 0, header);
      boolean known =
          Bytes.getInt(header, 0) == BlockFormat.MAGIC
              && Bytes.getInt(header, 4) == BlockFormat.VERSION;
      if (!known) {
        throw new DamagedBlockException(name, 0, BlockFormat.HEADER, "not the header of a block");
      }
      byte[] footer = new byte[BlockFormat.FOOTER];
      long at = size - BlockFormat.FOOTER;
      readFully(file, at, footer);
      int crc = Bytes.crc32c(footer, 0, BlockFormat.FOOTER_CRC);
      boolean whole =
          Bytes.getInt(footer, BlockFormat.FOOTER_MAGIC) == BlockFormat.MAGIC
              && Bytes.getInt(footer, BlockFormat.FOOTER_CRC) == crc;
      if (!whole) {
        throw new DamagedBlockException(name, at, size, "damaged footer");
      }
      return new Block(name, file, size, footer);
    } catch (IOException | DamagedBlockException e) {
      file.close();
      throw e;
    }
  }

  /** Returns the file's name within the data folder. */
  public String name() {
    return name;
  }

  /** Returns the file's size. */
  public long sizeBytes() {
    return size;
  }

  /** Returns the start of the block's range, inclusive. */
  public long minMillis() {
    return Bytes.getLong(footer, BlockFormat.FOOTER_MIN);
  }

  /** Returns the end of the block's range, exclusive. */
  public long endMillis() {
    return Bytes.getLong(footer, BlockFormat.FOOTER_MAX);
  }

  /** Returns how many samples the block holds. */
  public long samples() {
    return Bytes.getLong(footer, BlockFormat.FOOTER_SAMPLES);
  }

  /** Counts a user, unless the last has gone. */
  boolean retain() {
    int n = users.get();
    while (n > 0) {
      if (users.compareAndSet(n, n + 1)) {
        return true;
      }
      n = users.get();
    }
    return false;
  }

  /** Gives a use back; the last closes the file. */
  public void release() {
    if (users.decrementAndGet() == 0) {
      try {
        file.close();
      } catch (IOException e) {
        System.getLogger("dev.goldcrest.tsdb")
            .log(System.Logger.Level.WARNING, "cannot close " + name + ": " + e.getMessage());
      }
    }
  }

  /** Reads a section of the index and checks it. */
  byte[] section(int number) throws IOException, DamagedBlockException {
    int entry = BlockFormat.SECTION_ENTRY * number;
    long offset = Bytes.getLong(footer, entry);
    int length = Bytes.getInt(footer, entry + 8);
    if (offset < 0 || length < 0 || offset + length > size) {
      throw new DamagedBlockException(name, 0, size, "index beyond the end of the file");
    }
    byte[] bytes = new byte[length];
    readFully(file, offset, bytes);
    if (Bytes.crc32c(bytes, 0, length) != Bytes.getInt(footer, entry + 12)) {
      throw new DamagedBlockException(name, offset, offset + length, "damaged index");
    }
    return bytes;
  }

  /** Reads a run or timeline, whose last bytes are its checksum. */
  byte[] read(long offset, int length) throws StorageException {
    if (offset < 0 || length < BlockFormat.CRC || offset + length > size) {
      throw damaged(offset, length, null);
    }
    byte[] bytes = new byte[length];
    try {
      readFully(file, offset, bytes);
    } catch (IOException e) {
      throw new StorageException("cannot read " + name + ": " + e.getMessage(), e);
    }
    int payload = length - BlockFormat.CRC;
    if (Bytes.crc32c(bytes, 0, payload) != Bytes.getInt(bytes, payload)) {
      throw damaged(offset, length, null);
    }
    return bytes;
  }

  StorageException damaged(long offset, int length, @Nullable Throwable cause) {
    return new StorageException(
        name
            + " is damaged at bytes "
            + offset
            + " to "
            + (offset + length)
            + "; remove the file to query without it",
        cause);
  }

  private static void readFully(DiskFile file, long position, byte[] into) throws IOException {
    if (file.read(position, into, 0, into.length) < into.length) {
      throw new IOException("the file ends before byte " + (position + into.length));
    }
  }
}
