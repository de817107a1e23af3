package dev.goldcrest.tsdb.disk;

import dev.goldcrest.tsdb.Disk;
import dev.goldcrest.tsdb.DiskFile;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A folder of the file system, through file channels. */
public final class FileDisk implements Disk, Closeable {
  private static final String LOCK = "lock";

  private final Path dir;
  private final FileChannel lock;

  private FileDisk(Path dir, FileChannel lock) {
    this.dir = dir;
    this.lock = lock;
  }

  /**
   * Opens a folder for this process alone, creating it when it is missing.
   *
   * @throws IOException with a message that names the folder and the remedy
   */
  public static FileDisk open(Path dir) throws IOException {
    FileChannel channel;
    try {
      Files.createDirectories(dir);
      channel =
          FileChannel.open(dir.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("data folder " + dir + " is a file; name a folder instead", e);
    } catch (AccessDeniedException e) {
      throw new IOException(
          "data folder "
              + dir
              + " cannot be written by user "
              + System.getProperty("user.name", "?")
              + "; change its owner or choose another folder",
          e);
    } catch (FileSystemException e) {
      throw new IOException("cannot use data folder " + dir + ": " + reason(e), e);
    }
    FileLock held = tryLock(channel);
    if (held == null) {
      channel.close();
      throw new IOException(
          "data folder "
              + dir
              + " is in use by another process (it holds "
              + dir.resolve(LOCK)
              + "); stop that process or choose another folder");
    }
    return new FileDisk(dir, channel);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // The holder is in this process.
      return null;
    }
  }

  @Override
  public void createFolder(String folder) throws IOException {
    Files.createDirectories(dir.resolve(folder));
  }

  @Override
  public List<String> list(String folder) throws IOException {
    File[] files = dir.resolve(folder).toFile().listFiles();
    if (files == null) {
      throw new IOException("cannot list " + dir.resolve(folder));
    }
    List<String> names = new ArrayList<>(files.length);
    for (File file : files) {
      names.add(file.getName());
    }
    return names;
  }

  @Override
  public DiskFile create(String name) throws IOException {
    return new ChannelFile(
        FileChannel.open(
            dir.resolve(name),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE));
  }

  @Override
  public DiskFile open(String name) throws IOException {
    try {
      return new ChannelFile(FileChannel.open(dir.resolve(name), StandardOpenOption.READ));
    } catch (NoSuchFileException e) {
      throw new IOException("no such file: " + dir.resolve(name), e);
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(
        dir.resolve(from),
        dir.resolve(to),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(dir.resolve(name));
  }

  @Override
  public void forceFolder(String folder) throws IOException {
    try (FileChannel channel = FileChannel.open(dir.resolve(folder), StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public long freeBytes() {
    return dir.toFile().getUsableSpace();
  }

  /** Gives the folder back for other processes. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static String reason(FileSystemException e) {
    String reason = e.getReason();
    return reason == null ? e.toString() : reason;
  }

  /** A file behind a channel. */
  private static final class ChannelFile implements DiskFile {
    // The runtime keeps a direct buffer per thread as large as the largest transfer.
    private static final int TRANSFER = 64 * 1024;

    private final FileChannel channel;

    ChannelFile(FileChannel channel) {
      this.channel = channel;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public int read(long position, byte[] into, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int part = Math.min(TRANSFER, length - done);
        int n = channel.read(ByteBuffer.wrap(into, offset + done, part), position + done);
        if (n < 0) {
          break;
        }
        done += n;
      }
      return done;
    }

    @Override
    public void write(long position, byte[] from, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        int part = Math.min(TRANSFER, length - done);
        done += channel.write(ByteBuffer.wrap(from, offset + done, part), position + done);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      channel.truncate(size);
    }

    @Override
    public void force() throws IOException {
      channel.force(false);
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
