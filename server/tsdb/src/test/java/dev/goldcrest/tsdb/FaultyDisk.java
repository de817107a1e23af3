package dev.goldcrest.tsdb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A disk in memory that forgets, tears and refuses as real ones do. What is written is visible at
 * once and durable only after a force; names are durable only after a force of their folder.
 */
final class FaultyDisk implements Disk {
  // The faults are wanted; a line for each would bury what a test has to say.
  private static final Logger QUIET = Logger.getLogger("dev.goldcrest.tsdb");

  static {
    QUIET.setLevel(Level.OFF);
  }

  private Map<String, Content> names = new TreeMap<>();
  private Map<String, Content> durableNames = new TreeMap<>();
  private final List<NameChange> pendingNames = new ArrayList<>();
  private long free = Long.MAX_VALUE;
  private int writesUntilFailure = -1;
  private int forcesUntilFailure = -1;
  private int failingForces;
  private Runnable onForce = () -> {};

  /** Makes the write after {@code more} further ones fail, half done, as a full disk does. */
  void failWriteAfter(int more) {
    writesUntilFailure = more;
  }

  /** Makes {@code times} forces fail, after {@code more} further ones. */
  void failForceAfter(int more, int times) {
    forcesUntilFailure = more;
    failingForces = times;
  }

  void heal() {
    writesUntilFailure = -1;
    forcesUntilFailure = -1;
    failingForces = 0;
  }

  /** Runs before each force. */
  void onForce(Runnable action) {
    onForce = action;
  }

  void setFree(long bytes) {
    free = bytes;
  }

  byte[] content(String name) {
    return names.get(name).live.clone();
  }

  /** Replaces a file behind the store's back. */
  void setContent(String name, byte[] bytes) {
    Content content = new Content();
    content.live = bytes.clone();
    content.durable = bytes.clone();
    names.put(name, content);
    durableNames.put(name, content);
  }

  List<String> files() {
    return new ArrayList<>(names.keySet());
  }

  /** Returns the disk as a new process finds it after the old one was killed. */
  FaultyDisk afterKill() {
    FaultyDisk after = new FaultyDisk();
    names.forEach((name, content) -> after.setContent(name, content.live));
    return after;
  }

  /**
   * Returns the disk as it is after the power went: of what was not forced, any first part is
   * there, cut anywhere.
   */
  FaultyDisk afterPowerLoss(Random random) {
    Map<String, Content> kept = new TreeMap<>(durableNames);
    int changes = random.nextInt(pendingNames.size() + 1);
    for (NameChange change : pendingNames.subList(0, changes)) {
      change.apply(kept);
    }
    FaultyDisk after = new FaultyDisk();
    kept.forEach((name, content) -> after.setContent(name, content.afterPowerLoss(random)));
    return after;
  }

  @Override
  public void createFolder(String folder) {
    // Folders are part of the names.
  }

  @Override
  public List<String> list(String folder) {
    List<String> found = new ArrayList<>();
    for (String name : names.keySet()) {
      if (name.startsWith(folder + "/")) {
        found.add(name.substring(folder.length() + 1));
      }
    }
    return found;
  }

  @Override
  public DiskFile create(String name) throws IOException {
    if (names.containsKey(name)) {
      throw new IOException(name + " exists");
    }
    beforeWrite();
    Content content = new Content();
    change(new NameChange(name, content));
    return new File(content);
  }

  @Override
  public DiskFile open(String name) throws IOException {
    Content content = names.get(name);
    if (content == null) {
      throw new IOException("no such file: " + name);
    }
    return new File(content);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Content content = names.get(from);
    if (content == null) {
      throw new IOException("no such file: " + from);
    }
    // One change in the folder's journal would do both; two are a harder case for the reader.
    change(new NameChange(to, content));
    change(new NameChange(from, null));
  }

  @Override
  public void delete(String name) {
    if (names.containsKey(name)) {
      change(new NameChange(name, null));
    }
  }

  @Override
  public void forceFolder(String folder) throws IOException {
    beforeForce();
    pendingNames.forEach(change -> change.apply(durableNames));
    pendingNames.clear();
  }

  @Override
  public long freeBytes() {
    return free;
  }

  private void change(NameChange change) {
    change.apply(names);
    pendingNames.add(change);
  }

  private void beforeWrite() throws IOException {
    if (writesUntilFailure >= 0 && writesUntilFailure-- == 0) {
      throw new IOException("No space left on device");
    }
  }

  private void beforeForce() throws IOException {
    onForce.run();
    if (forcesUntilFailure > 0) {
      forcesUntilFailure--;
    } else if (forcesUntilFailure == 0 && failingForces > 0) {
      failingForces--;
      throw new IOException("Input/output error");
    }
  }

  private record NameChange(String name, Content content) {
    void apply(Map<String, Content> names) {
      if (content == null) {
        names.remove(name);
      } else {
        names.put(name, content);
      }
    }
  }

  private record Write(int position, byte[] bytes, int newSize) {
    byte[] apply(byte[] old, int length) {
      if (newSize >= 0) {
        return Arrays.copyOf(old, newSize);
      }
      byte[] result = Arrays.copyOf(old, Math.max(old.length, position + length));
      System.arraycopy(bytes, 0, result, position, length);
      return result;
    }
  }

  private static final class Content {
    byte[] live = new byte[0];
    byte[] durable = new byte[0];
    final List<Write> pending = new ArrayList<>();

    void write(Write write) {
      live = write.apply(live, write.bytes.length);
      pending.add(write);
    }

    byte[] afterPowerLoss(Random random) {
      byte[] result = durable;
      int whole = random.nextInt(pending.size() + 1);
      for (Write write : pending.subList(0, whole)) {
        result = write.apply(result, write.bytes.length);
      }
      if (whole < pending.size()) {
        Write torn = pending.get(whole);
        result = torn.apply(result, random.nextInt(torn.bytes.length + 1));
      }
      return result;
    }
  }

  private final class File implements DiskFile {
    private final Content content;

    File(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.live.length;
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) {
      int n = (int) Math.max(0, Math.min(length, content.live.length - position));
      if (n > 0) {
        System.arraycopy(content.live, (int) position, into, offset, n);
      }
      return n;
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) throws IOException {
      try {
        beforeWrite();
      } catch (IOException e) {
        write((int) position, Arrays.copyOfRange(from, offset, offset + length / 2));
        throw e;
      }
      write((int) position, Arrays.copyOfRange(from, offset, offset + length));
    }

    private void write(int position, byte[] bytes) {
      content.write(new Write(position, bytes, -1));
    }

    @Override
    public void truncate(long size) {
      content.write(new Write(0, new byte[0], (int) size));
    }

    @Override
    public void force() throws IOException {
      try {
        beforeForce();
      } catch (IOException e) {
        // The kernel drops what it could not write, and a later force says that all is well.
        content.pending.clear();
        throw e;
      }
      for (Write write : content.pending) {
        content.durable = write.apply(content.durable, write.bytes.length);
      }
      content.pending.clear();
    }

    @Override
    public void close() {
      // Closing makes nothing durable.
    }
  }
}
