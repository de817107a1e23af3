package dev.goldcrest.tsdb;

import java.io.IOException;
import java.util.List;

/**
 * The few operations on files that a store needs, so that tests can make them fail.
 *
 * <p>Names are relative to the data folder, with {@code /} between folder and file. Safe for use by
 * several threads.
 */
public interface Disk {
  /** Creates a folder if it is missing. */
  void createFolder(String folder) throws IOException;

  /** Returns the names of a folder's files, without the folder, in any order. */
  List<String> list(String folder) throws IOException;

  /** Creates a file that must not exist, for writing and reading. */
  DiskFile create(String name) throws IOException;

  /** Opens an existing file for reading. */
  DiskFile open(String name) throws IOException;

  /** Gives a file another name, atomically, replacing the file of that name. */
  void rename(String from, String to) throws IOException;

  /** Deletes a file; one that is missing is no error. */
  void delete(String name) throws IOException;

  /** Makes the creation, renaming and deletion of a folder's files durable. */
  void forceFolder(String folder) throws IOException;

  /** Returns how many bytes can still be written. */
  long freeBytes() throws IOException;
}
