package dev.goldcrest.tsdb.block;

import dev.goldcrest.storage.StorageException;
import dev.goldcrest.tsdb.DamageReport;
import dev.goldcrest.tsdb.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The blocks there are, in order of time. Safe for use by several threads.
 *
 * <p>A block that cannot be used is set aside under another name, and the store goes on without it.
 */
public final class BlockCatalog {
  private static final System.Logger LOG = System.getLogger("dev.goldcrest.tsdb");

  private final Disk disk;
  private final DamageReport damages;
  private List<Block> blocks = new ArrayList<>();

  private BlockCatalog(Disk disk, DamageReport damages) {
    this.disk = disk;
    this.damages = damages;
  }

  /** Opens the blocks of a folder and removes what an interrupted write left behind. */
  public static BlockCatalog open(Disk disk, DamageReport damages) throws IOException {
    BlockCatalog catalog = new BlockCatalog(disk, damages);
    disk.createFolder(BlockFormat.FOLDER);
    for (String file : disk.list(BlockFormat.FOLDER)) {
      String name = BlockFormat.FOLDER + "/" + file;
      if (file.endsWith(BlockFormat.TEMPORARY)) {
        disk.delete(name);
      } else if (file.endsWith(BlockFormat.SUFFIX)) {
        catalog.openOne(name);
      }
    }
    return catalog;
  }

  private void openOne(String name) throws IOException {
    try {
      insert(Block.open(disk, name));
    } catch (DamagedBlockException e) {
      setAside(name, e);
    }
  }

  private void setAside(String name, DamagedBlockException e) {
    damages.damaged(name, e.from(), e.to(), e.getMessage() + "; set aside as " + name + ".corrupt");
    try {
      disk.rename(name, name + BlockFormat.CORRUPT);
    } catch (IOException second) {
      LOG.log(
          System.Logger.Level.WARNING,
          "cannot rename the damaged " + name + ": " + second.getMessage());
    }
  }

  private void insert(Block block) {
    int at = blocks.size();
    while (at > 0 && blocks.get(at - 1).minMillis() > block.minMillis()) {
      at--;
    }
    // Replaced, not changed: readers hold the old list.
    List<Block> longer = new ArrayList<>(blocks);
    longer.add(at, block);
    blocks = longer;
  }

  /** Takes a finished block in. */
  public synchronized void add(String name) throws IOException {
    openOne(name);
  }

  /** Returns the blocks that overlap a range; the caller releases each. */
  public synchronized List<Block> retain(long minMillis, long maxMillis) {
    List<Block> found = new ArrayList<>();
    for (Block block : blocks) {
      boolean overlaps = block.minMillis() <= maxMillis && block.endMillis() > minMillis;
      if (overlaps && block.retain()) {
        found.add(block);
      }
    }
    return found;
  }

  /**
   * Reads the index of a block; one that is damaged takes the block out of use.
   *
   * @throws StorageException naming the file
   */
  public BlockIndex index(Block block) throws StorageException {
    try {
      return BlockIndex.load(block);
    } catch (IOException e) {
      throw new StorageException("cannot read " + block.name() + ": " + e.getMessage(), e);
    } catch (DamagedBlockException e) {
      if (remove(block)) {
        setAside(block.name(), e);
        block.release();
      }
      throw new StorageException(
          String.valueOf(e.getMessage()) + "; it was set aside, ask again for what is left", e);
    }
  }

  /** Deletes the blocks that end at {@code millis} or before. */
  public void deleteBefore(long millis) throws IOException {
    Block old = oldest();
    while (old != null && old.endMillis() <= millis) {
      remove(old);
      disk.delete(old.name());
      disk.forceFolder(BlockFormat.FOLDER);
      LOG.log(System.Logger.Level.INFO, "deleted " + old.name() + ": it is past the retention");
      old.release();
      old = oldest();
    }
  }

  private synchronized @Nullable Block oldest() {
    return blocks.isEmpty() ? null : blocks.getFirst();
  }

  private synchronized boolean remove(Block block) {
    List<Block> shorter = new ArrayList<>(blocks);
    boolean removed = shorter.remove(block);
    blocks = shorter;
    return removed;
  }

  /** Returns how many blocks there are. */
  public synchronized int count() {
    return blocks.size();
  }

  /** Returns the size of all blocks. */
  public synchronized long bytes() {
    long sum = 0;
    for (Block block : blocks) {
      sum += block.sizeBytes();
    }
    return sum;
  }

  /** Returns the start of the oldest block, {@link Long#MAX_VALUE} when there is none. */
  public synchronized long minMillis() {
    return blocks.isEmpty() ? Long.MAX_VALUE : blocks.getFirst().minMillis();
  }

  /** Returns the end of the newest block, exclusive, {@link Long#MIN_VALUE} without one. */
  public synchronized long endMillis() {
    long end = Long.MIN_VALUE;
    for (Block block : blocks) {
      end = Math.max(end, block.endMillis());
    }
    return end;
  }

  /** Closes the blocks; those in use are closed by their last users. */
  public synchronized void close() {
    for (Block block : blocks) {
      block.release();
    }
    blocks = new ArrayList<>();
  }
}
